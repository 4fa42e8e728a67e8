/** Compares a document with GitHub's grammar in one pass, for every rule that asks about keys, types and contexts. */
import { memo } from "../memo.ts";
import type { Action, Workflow } from "../model/workflow.ts";
import { nearest } from "../names/nearest.ts";
import {
  keyText,
  scalarValue,
  type YamlMap,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
  type YamlSeq,
} from "../parse/yaml-node.ts";
import { ACTION_GRAMMAR, type Definition, type Form, type Grammar, WORKFLOW_GRAMMAR } from "./grammar.ts";

interface Place {
  /** Keys and list indexes from the root to the node. */
  readonly way: readonly string[];
}

export type GrammarProblem = Place &
  (
    | {
        readonly kind: "unknown_key";
        readonly pair: YamlPair;
        readonly key: string;
        readonly known: readonly string[];
        readonly map: YamlMap;
      }
    | { readonly kind: "missing_key"; readonly map: YamlMap; readonly key: string }
    /** GitHub compares keys without case, so that a name of the author's own stands twice though spelt in two ways. */
    | { readonly kind: "same_key"; readonly pair: YamlPair; readonly key: string; readonly other: string }
    | { readonly kind: "wrong_type"; readonly node: YamlNode; readonly expected: readonly string[] }
    | { readonly kind: "empty"; readonly node: YamlNode; readonly expected: readonly string[] }
    | { readonly kind: "wrong_value"; readonly node: YamlScalar; readonly allowed: readonly string[] }
  );

/** What expressions of a scalar may use: contexts and functions. Empty where GitHub evaluates none. */
type Availability = ReadonlyMap<YamlScalar, readonly string[]>;

export interface GrammarReport {
  readonly problems: readonly GrammarProblem[];
  readonly availability: Availability;
}

export const checkDocument = memo((document: Workflow | Action): GrammarReport => {
  const grammar = document.kind === "workflow" ? WORKFLOW_GRAMMAR : ACTION_GRAMMAR;
  const check = new Check(grammar);
  check.node(document.root, grammar.root, { parent: null, key: "", context: NONE });
  return { problems: check.problems, availability: check.availability };
});

/** A place on the way down; its keys are only written out where something is wrong. */
interface Scope {
  readonly parent: Scope | null;
  readonly key: string;
  readonly context: readonly string[];
}

function wayOf(scope: Scope): string[] {
  const way: string[] = [];
  for (let at: Scope | null = scope; at?.parent; at = at.parent) way.unshift(at.key);
  return way;
}

class Check {
  readonly problems: GrammarProblem[] = [];
  readonly availability = new Map<YamlScalar, readonly string[]>();
  readonly #grammar: Grammar;

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  /** Aliases are judged where their target is written. */
  node(node: YamlNode, type: string, outer: Scope): void {
    if (node.kind === "alias") return;
    const definition = this.#grammar.definition(type);
    const scope =
      definition.context.length === 0 ? outer : { ...outer, context: merged(outer.context, definition.context) };
    if (definition.isAny) this.#any(node, scope);
    else if (isExpression(node)) this.availability.set(node, this.#deepest(definition, scope));
    else if (definition.choices.length > 0) this.#choice(node, type, scope);
    else if (node.kind === "map") this.#map(node, definition, scope);
    else if (node.kind === "seq") this.#seq(node, definition, scope);
    else this.#scalar(node, definition, scope);
  }

  /** Of several forms the one whose keys fit best; for scalars any that takes it. */
  #choice(node: Exclude<YamlNode, { kind: "alias" }>, type: string, scope: Scope): void {
    const shaped = this.#grammar.formsFor(type, node.kind);
    const [first] = shaped;
    if (!first) {
      const kind = isNothing(node) ? "empty" : "wrong_type";
      this.problems.push({
        kind,
        node,
        way: wayOf(scope),
        expected: [...new Set(this.#grammar.forms(type).map(({ definition }) => nameOf(definition)))],
      });
      return;
    }
    if (node.kind === "scalar") this.#scalarOfSeveral(node, shaped, scope);
    else this.node(node, (node.kind === "map" ? bestOf(first, shaped, node) : first).name, scope);
  }

  #scalarOfSeveral(node: YamlScalar, forms: readonly Form[], scope: Scope): void {
    const context = forms.reduce((all, { definition }) => merged(all, definition.context), scope.context);
    this.availability.set(node, context);
    if (forms.some(({ definition }) => takes(definition, node))) return;
    const allowed = [...new Set(forms.flatMap(({ definition }) => definition.values))];
    if (allowed.length > 0) this.problems.push({ kind: "wrong_value", node, way: wayOf(scope), allowed });
    else
      this.problems.push({
        kind: isNothing(node) ? "empty" : "wrong_type",
        node,
        way: wayOf(scope),
        expected: forms.map(({ definition }) => nameOf(definition)),
      });
  }

  #map(node: YamlMap, definition: Definition, scope: Scope): void {
    const { properties, loose } = definition;
    if (!properties) {
      this.problems.push({ kind: "wrong_type", node, way: wayOf(scope), expected: [nameOf(definition)] });
      return;
    }
    const present = new Set<string>();
    if (loose && node.pairs.length > 1) this.#sameKeys(node, scope);
    for (const pair of node.pairs) {
      const key = keyText(pair) ?? "";
      present.add(key);
      const type = properties.get(key)?.type ?? loose?.value;
      if (type !== undefined) this.node(pair.value, type, { parent: scope, key, context: scope.context });
      else if (key !== "<<") this.#unknownKey(pair, { map: node, known: [...properties.keys()], way: wayOf(scope) });
    }
    this.#missingKeys(
      node,
      definition.required.filter((key) => !present.has(key)),
      scope,
    );
  }

  #missingKeys(map: YamlMap, keys: readonly string[], scope: Scope): void {
    for (const key of keys) this.problems.push({ kind: "missing_key", map, key, way: wayOf(scope) });
  }

  #unknownKey(pair: YamlPair, where: Pick<Extract<GrammarProblem, { kind: "unknown_key" }>, "map" | "known" | "way">) {
    this.problems.push({ kind: "unknown_key", pair, key: keyText(pair) ?? "", ...where });
  }

  /** Keys that differ in case alone; the very same key twice is the parser's to say. */
  #sameKeys(node: YamlMap, scope: Scope): void {
    const spellings = new Map<string, string>();
    const exact = new Set<string>();
    for (const pair of node.pairs) {
      const key = keyText(pair) ?? "";
      const other = spellings.get(key.toLowerCase());
      if (other === undefined) spellings.set(key.toLowerCase(), key);
      else if (!exact.has(key)) this.problems.push({ kind: "same_key", pair, key, other, way: wayOf(scope) });
      exact.add(key);
    }
  }

  #seq(node: YamlSeq, definition: Definition, scope: Scope): void {
    const { item } = definition;
    if (item === null)
      this.problems.push({ kind: "wrong_type", node, way: wayOf(scope), expected: [nameOf(definition)] });
    else
      for (const [index, each] of node.items.entries())
        this.node(each, item, { parent: scope, key: String(index), context: scope.context });
  }

  #scalar(node: YamlScalar, definition: Definition, scope: Scope): void {
    this.availability.set(node, scope.context);
    if (takes(definition, node)) return;
    if (definition.values.length > 0 && !isNothing(node)) {
      this.problems.push({ kind: "wrong_value", node, way: wayOf(scope), allowed: definition.values });
      return;
    }
    this.problems.push({
      kind: isNothing(node) ? "empty" : "wrong_type",
      node,
      way: wayOf(scope),
      expected: [nameOf(definition)],
    });
  }

  /** Free data: nothing is wrong in it, but expressions in it have a place. */
  #any(node: YamlNode, scope: Scope): void {
    if (node.kind === "scalar") this.availability.set(node, scope.context);
    else if (node.kind === "seq") for (const item of node.items) this.#any(item, scope);
    else if (node.kind === "map") for (const { value } of node.pairs) this.#any(value, scope);
  }

  /** Contexts of a place that several forms share, such as a mapping that an expression stands for. */
  #deepest(definition: Definition, scope: Scope): readonly string[] {
    return definition.choices.reduce((all, choice) => {
      const inner = this.#grammar.definition(choice);
      return merged(all, this.#deepest(inner, { ...scope, context: inner.context }));
    }, scope.context);
  }
}

const NONE: readonly string[] = [];
const mergedWith = memo((_outer: readonly string[]) => new Map<readonly string[], readonly string[]>());

/** Both lists together. The lists come from the grammar, so the few pairs that occur are joined once. */
function merged(outer: readonly string[], own: readonly string[]): readonly string[] {
  if (own.length === 0) return outer;
  if (outer.length === 0) return own;
  const byOwn = mergedWith(outer);
  const known = byOwn.get(own) ?? [...new Set([...outer, ...own])];
  byOwn.set(own, known);
  return known;
}

/** The whole value is one expression: GitHub decides its type when it runs. */
function isExpression(node: YamlNode): node is YamlScalar {
  return node.kind === "scalar" && node.value.includes("${{");
}

function isNothing(node: YamlNode): boolean {
  if (node.kind === "scalar") return scalarValue(node) === null || node.value === "";
  return node.kind === "map" ? node.pairs.length === 0 : node.kind === "seq" && node.items.length === 0;
}

function nameOf(definition: Definition): string {
  if (definition.properties) return "mapping";
  if (definition.item !== null) return "list";
  return definition.scalar ?? "value";
}

/** Most keys known, then fewest required ones missing; between equals the one whose key another one resembles. */
function bestOf(first: Form, forms: readonly Form[], map: YamlMap): Form {
  if (forms.length === 1) return first;
  const keys = map.pairs.map((pair) => keyText(pair) ?? "");
  let best: Form[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (const form of forms) {
    const fit = fitOf(form.definition, keys);
    if (fit > highest) best = [];
    if (fit >= highest) best.push(form);
    highest = Math.max(highest, fit);
  }
  if (best.length === 1) return best[0] ?? first;
  return best.find(({ definition }) => resembles(definition, keys)) ?? best[0] ?? first;
}

/** A required key that is missing stands there misspelt. */
function resembles({ required, properties }: Definition, keys: readonly string[]): boolean {
  return keys.some((key) => !properties?.has(key) && nearest(key, required) !== null);
}

function fitOf({ properties, loose, required }: Definition, keys: readonly string[]): number {
  let fit = 0;
  for (const key of keys) if (loose || properties?.has(key)) fit += 2;
  for (const key of required) if (!keys.includes(key)) fit -= 3;
  return fit;
}

/** GitHub reads any scalar where it wants text, and quoted words nowhere as numbers or booleans. */
function takes(definition: Definition, node: YamlScalar): boolean {
  const value = scalarValue(node);
  if (definition.values.length > 0) return definition.values.includes(node.value);
  switch (definition.scalar) {
    case "string":
      return !definition.mustSaySomething || !isNothing(node);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    default:
      return false;
  }
}

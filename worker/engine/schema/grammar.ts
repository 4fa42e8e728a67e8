/** GitHub's own grammar of workflows and actions, from its language service's package (see the file's `source`). */
import data from "./github-schema.json" with { type: "json" };

interface Property {
  readonly type: string;
  readonly isRequired: boolean;
}

/** What may stand at a place. Exactly one of the shapes is set; `context` holds for it and for everything below it. */
export interface Definition {
  /** Contexts and, with their number of arguments, functions that expressions may use: `github`, `hashFiles(1,255)`. */
  readonly context: readonly string[];
  readonly properties: ReadonlyMap<string, Property> | null;
  /** Keys that must be there. */
  readonly required: readonly string[];
  /** Types of keys that are not among the properties and of their values; null where there must be none. */
  readonly loose: { readonly key: string; readonly value: string } | null;
  readonly item: string | null;
  readonly choices: readonly string[];
  readonly scalar: "string" | "number" | "boolean" | "null" | null;
  /** The only texts that are allowed; empty for any. */
  readonly values: readonly string[];
  readonly mustSaySomething: boolean;
  readonly isAny: boolean;
}

/** One of the forms that a place may have. */
export interface Form {
  readonly name: string;
  readonly definition: Definition;
}

export interface Grammar {
  readonly root: string;
  /** The forms of a choice, choices inside it resolved; the definition itself where it is none. */
  forms(name: string): readonly Form[];
  /** Those of them that a value of this kind may have. */
  formsFor(name: string, kind: "map" | "seq" | "scalar"): readonly Form[];
  /** Throws for a name that the grammar does not have: a bug of ours. */
  definition(name: string): Definition;
}

interface RawDefinition {
  readonly context?: readonly string[];
  readonly mapping?: {
    readonly properties?: Readonly<Record<string, string | { readonly type: string; readonly required?: boolean }>>;
    readonly "loose-key-type"?: string;
    readonly "loose-value-type"?: string;
  };
  readonly sequence?: { readonly "item-type": string };
  readonly "one-of"?: readonly string[];
  readonly "allowed-values"?: readonly string[];
  readonly string?: { readonly constant?: string; readonly "require-non-empty"?: boolean };
  readonly number?: object;
  readonly boolean?: object;
  readonly null?: object;
}

interface RawGrammar {
  readonly root: string;
  readonly definitions: Readonly<Record<string, RawDefinition>>;
}

const NOTHING: Definition = {
  context: [],
  properties: null,
  required: [],
  loose: null,
  item: null,
  choices: [],
  scalar: null,
  values: [],
  mustSaySomething: false,
  isAny: false,
};

/** Names that every grammar knows without defining them. */
const BUILT_IN: Readonly<Record<string, Definition>> = {
  any: { ...NOTHING, isAny: true },
  string: { ...NOTHING, scalar: "string" },
  number: { ...NOTHING, scalar: "number" },
  boolean: { ...NOTHING, scalar: "boolean" },
  null: { ...NOTHING, scalar: "null" },
  scalar: { ...NOTHING, choices: ["string", "number", "boolean"] },
  sequence: { ...NOTHING, item: "any" },
  mapping: { ...NOTHING, properties: new Map(), loose: { key: "string", value: "any" } },
};

function toGrammar({ root, definitions }: RawGrammar): Grammar {
  const known = new Map(Object.entries({ ...BUILT_IN }));
  for (const [name, raw] of Object.entries(definitions)) known.set(name, toDefinition(raw));
  const formsByName = new Map<string, readonly Form[]>();
  const formsByKind = {
    map: new Map<string, readonly Form[]>(),
    seq: new Map<string, readonly Form[]>(),
    scalar: new Map<string, readonly Form[]>(),
  };
  const grammar: Grammar = {
    root,
    definition(name) {
      const found = known.get(name);
      if (!found) throw new Error(`The grammar does not define ${name}.`);
      return found;
    },
    forms(name) {
      const found = formsByName.get(name) ?? formsOf(grammar, name);
      formsByName.set(name, found);
      return found;
    },
    formsFor(name, kind) {
      let found = formsByKind[kind].get(name);
      if (found === undefined) {
        found = grammar.forms(name).filter(({ definition }) => hasShape(definition, kind));
        formsByKind[kind].set(name, found);
      }
      return found;
    },
  };
  return grammar;
}

function formsOf(grammar: Grammar, name: string): readonly Form[] {
  const definition = grammar.definition(name);
  return definition.choices.length === 0
    ? [{ name, definition }]
    : definition.choices.flatMap((each) => grammar.forms(each));
}

function hasShape(definition: Definition, kind: "map" | "seq" | "scalar"): boolean {
  if (kind === "map") return definition.properties !== null;
  return kind === "seq" ? definition.item !== null : definition.scalar !== null;
}

function toDefinition(raw: RawDefinition): Definition {
  const { mapping, string } = raw;
  const properties = mapping ? toProperties(mapping.properties ?? {}) : null;
  const [key, value] = [mapping?.["loose-key-type"], mapping?.["loose-value-type"]];
  return {
    ...NOTHING,
    context: raw.context ?? [],
    properties,
    required: [...(properties ?? [])].filter(([, { isRequired }]) => isRequired).map(([name]) => name),
    loose: key !== undefined && value !== undefined ? { key, value } : null,
    item: raw.sequence?.["item-type"] ?? null,
    choices: raw["one-of"] ?? [],
    scalar: scalarOf(raw),
    values: raw["allowed-values"] ?? (string?.constant === undefined ? [] : [string.constant]),
    mustSaySomething: string?.["require-non-empty"] ?? false,
  };
}

function scalarOf(raw: RawDefinition): Definition["scalar"] {
  if (raw.string || raw["allowed-values"]) return "string";
  if (raw.number) return "number";
  if (raw.boolean) return "boolean";
  return raw.null ? "null" : null;
}

function toProperties(raw: NonNullable<NonNullable<RawDefinition["mapping"]>["properties"]>): Map<string, Property> {
  return new Map(
    Object.entries(raw).map(([key, value]) => [
      key,
      typeof value === "string"
        ? { type: value, isRequired: false }
        : { type: value.type, isRequired: value.required ?? false },
    ]),
  );
}

/** The file is written by our own generator; its form is what this module's raw types say. */
const raw = data as unknown as { readonly workflow: RawGrammar; readonly action: RawGrammar };

export const WORKFLOW_GRAMMAR = toGrammar(raw.workflow);
export const ACTION_GRAMMAR = toGrammar(raw.action);

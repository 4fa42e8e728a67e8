/** Puts values into YAML text so that each is read back as what it is, whatever it holds. */
import { scalarSource } from "../edit/scalar-source.ts";
import { parseYaml } from "../parse/yaml.ts";
import { type ScalarStyle, scalarValue, walk, type YamlNode, type YamlScalar } from "../parse/yaml-node.ts";
import { replacePlaceholders } from "./placeholders.ts";
import type { ParameterValue } from "./template.ts";

export type Filled =
  | { readonly ok: true; readonly text: string }
  /** `name` is the parameter that cannot stand where it stands. */
  | { readonly ok: false; readonly name: string; readonly message: string };

type Valued = (name: string) => ParameterValue;
type Token = { readonly mark: string; readonly name: string; readonly value: ParameterValue };

class Misplaced extends Error {
  readonly token: Token;
  constructor(token: Token) {
    super(token.name);
    this.token = token;
  }
}

/** Text that is no YAML is filled in as it stands: validation says what is wrong with it. */
export function fillYaml(template: string, toValue: Valued): Filled {
  const named: { readonly name: string; readonly value: ParameterValue }[] = [];
  replacePlaceholders(template, (name) => {
    named.push({ name, value: toValue(name) });
    return "";
  });
  const stem = stemFor(template + JSON.stringify(named));
  const tokens = named.map((one, index): Token => ({ ...one, mark: `${stem}${index}x` }));
  const marked = replacePlaceholders(template, (_name, index) => tokens[index]?.mark ?? "");
  const roots = rootsOf(marked);
  if (roots === null) return { ok: true, text: asWords(marked, tokens) };
  try {
    const text = asWords(fillScalars(marked, scalarsOf(roots), tokens), tokens);
    return isFaithful(roots, text, tokens) ? { ok: true, text } : unsafe(tokens[0]);
  } catch (error) {
    if (error instanceof Misplaced) return listInside(error.token);
    throw error;
  }
}

/** Letters that the text does not hold, so that what was put in is found again. */
function stemFor(text: string): string {
  let stem = "zq";
  while (text.includes(stem)) stem += "zq";
  return stem;
}

function rootsOf(text: string): YamlNode[] | null {
  const parsed = parseYaml(text);
  return parsed.ok ? parsed.documents.flatMap(({ root }) => root ?? []) : null;
}

function scalarsOf(roots: readonly YamlNode[]): YamlScalar[] {
  return roots.flatMap((root) => [...walk(root)]).filter((node) => node.kind === "scalar");
}

/** From the last to the first, so that offsets stay true. */
function fillScalars(marked: string, scalars: readonly YamlScalar[], tokens: readonly Token[]): string {
  let text = marked;
  for (const node of scalars.toSorted((a, b) => b.start - a.start)) {
    const inside = tokens.filter(({ mark }) => marked.slice(node.start, node.end).includes(mark));
    if (inside.length === 0) continue;
    const source =
      node.style === "literal" || node.style === "folded" ? block(marked, node, inside) : flat(node, inside);
    text = text.slice(0, node.start) + source + text.slice(node.end);
  }
  return text;
}

function block(marked: string, node: YamlScalar, tokens: readonly Token[]): string {
  return asWords(marked.slice(node.start, node.end), tokens, refuseList);
}

function flat(node: YamlScalar, tokens: readonly Token[]): string {
  const [only] = tokens;
  if (only && node.style === "plain" && node.value === only.mark) return alone(only.value);
  return textSource(asWords(node.value, tokens, refuseList), node.style);
}

function alone(value: ParameterValue): string {
  if (typeof value === "string") return textSource(value, "plain");
  return typeof value === "object" ? `[${value.map((item) => textSource(item, "plain")).join(", ")}]` : String(value);
}

/** Quoted where YAML would read a number, a boolean or nothing. */
function textSource(value: string, style: ScalarStyle): string {
  const source = scalarSource(value, style);
  if (source !== value) return source;
  const node = rootsOf(source)?.[0];
  const isText = node?.kind === "scalar" && scalarValue(node) === value;
  return isText ? source : scalarSource(value, "single");
}

function refuseList(token: Token): string {
  if (typeof token.value === "object") throw new Misplaced(token);
  return String(token.value);
}

function asWords(text: string, tokens: readonly Token[], wordOf = ({ value }: Token) => String(value)): string {
  return tokens.reduce(
    (out, token) => (out.includes(token.mark) ? out.replaceAll(token.mark, () => wordOf(token)) : out),
    text,
  );
}

/** The same tree as that of the template, with the values in it: nothing else became of them. */
function isFaithful(expected: readonly YamlNode[], text: string, tokens: readonly Token[]): boolean {
  const found = rootsOf(text);
  if (found === null || found.length !== expected.length) return false;
  return expected.every((node, at) => isSame(node, found[at], tokens));
}

function isSame(expected: YamlNode, found: YamlNode | undefined, tokens: readonly Token[]): boolean {
  if (expected.kind === "scalar") return isSameScalar(expected, found, tokens);
  if (expected.kind === "seq") {
    return found?.kind === "seq" && areSame(expected.items, found.items, tokens);
  }
  if (expected.kind === "alias") return found?.kind === "alias" && found.name === expected.name;
  const parts = (pairs: typeof expected.pairs) => pairs.flatMap(({ key, value }) => [key, value]);
  return found?.kind === "map" && areSame(parts(expected.pairs), parts(found.pairs), tokens);
}

function areSame(expected: readonly YamlNode[], found: readonly YamlNode[], tokens: readonly Token[]): boolean {
  return expected.length === found.length && expected.every((node, at) => isSame(node, found[at], tokens));
}

function isSameScalar(expected: YamlScalar, found: YamlNode | undefined, tokens: readonly Token[]): boolean {
  const only = tokens.find(({ mark }) => mark === expected.value);
  if (only && typeof only.value === "object" && expected.style === "plain") {
    const { value } = only;
    const items =
      found?.kind === "seq" ? found.items.map((item) => (item.kind === "scalar" ? scalarValue(item) : null)) : null;
    return items !== null && items.length === value.length && items.every((item, at) => item === value[at]);
  }
  if (found?.kind !== "scalar") return false;
  if (only && expected.style === "plain") return scalarValue(found) === only.value;
  const isMarked = tokens.some(({ mark }) => expected.value.includes(mark));
  const value = asWords(expected.value, tokens);
  return isMarked && expected.style === "plain" ? scalarValue(found) === value : found.value === value;
}

function listInside({ name }: Token): Filled {
  return {
    ok: false,
    name,
    message: `\`${name}\` is a list, so it must stand alone as a value, without quotes or other text.`,
  };
}

function unsafe(token: Token | undefined): Filled {
  const name = token?.name ?? "";
  return {
    ok: false,
    name,
    message: "A value would not be read back as what it is; put quotes around its placeholder.",
  };
}

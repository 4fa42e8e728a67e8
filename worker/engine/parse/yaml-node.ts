import type { Span } from "./line-index.ts";

/** One tree for every YAML file, with offsets into the original text. Comments stay in the text, reachable through the offsets. */
export type YamlNode = YamlScalar | YamlMap | YamlSeq | YamlAlias;

interface NodeProperties extends Span {
  /** Name behind `&`, or null. */
  readonly anchor: string | null;
  /** Tag as written, for example `!reference`, or null. */
  readonly tag: string | null;
  /** Where the node begins with its anchor and tag: equal to `start` when it has neither. */
  readonly outerStart: number;
  /** True when an alias elsewhere stands for this node: changing it changes the other place too. */
  readonly aliased: boolean;
}

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** `start`…`end` covers quotes or the block header; trailing line breaks of a block are outside. An absent value is a plain, empty one. */
export interface YamlScalar extends NodeProperties {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** The decoded text: escapes resolved, lines folded, block indentation removed. */
  readonly value: string;
  /** The source between the quotes, or the lines of a block with indentation and last line break. */
  readonly content: Span;
}

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** `end` is the end of the last value for a block mapping, behind the bracket for a flow mapping. */
export interface YamlMap extends NodeProperties {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly YamlPair[];
}

/** A block sequence starts at its first dash. */
export interface YamlSeq extends NodeProperties {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

/** `*name`. Never leads to itself: the parser refuses recursive anchors. */
export interface YamlAlias extends NodeProperties {
  readonly kind: "alias";
  readonly name: string;
  readonly target: YamlScalar | YamlMap | YamlSeq;
}

/** The node itself, or what its alias stands for. */
export function resolve(node: YamlNode): YamlScalar | YamlMap | YamlSeq {
  return node.kind === "alias" ? node.target : node;
}

export function asMap(node: YamlNode | null | undefined): YamlMap | null {
  const target = node ? resolve(node) : null;
  return target?.kind === "map" ? target : null;
}

export function asSeq(node: YamlNode | null | undefined): YamlSeq | null {
  const target = node ? resolve(node) : null;
  return target?.kind === "seq" ? target : null;
}

/** A scalar that says something; null for an absent value (`key:` alone, `~`, `null`). */
export function asScalar(node: YamlNode | null | undefined): YamlScalar | null {
  const target = node ? resolve(node) : null;
  return target?.kind === "scalar" && !isNull(target) ? target : null;
}

function isNull(node: YamlNode): boolean {
  const target = resolve(node);
  if (target.kind !== "scalar" || target.style !== "plain" || target.tag === "!!str") return false;
  return target.value === "" || target.value === "~" || /^(?:null|Null|NULL)$/.test(target.value);
}

/** Text of a scalar key, or null for a key that is a collection. */
export function keyText(pair: YamlPair): string | null {
  const key = resolve(pair.key);
  return key.kind === "scalar" ? key.value : null;
}

/** The pair with this key; the last one where the file repeats it, as YAML readers do. */
export function findPair(node: YamlNode | null | undefined, key: string): YamlPair | null {
  const pairs = asMap(node)?.pairs;
  if (pairs === undefined) return null;
  for (let index = pairs.length - 1; index >= 0; index -= 1) {
    const pair = pairs[index];
    if (pair !== undefined && keyText(pair) === key) return pair;
  }
  return null;
}

/** The value under a key, not resolved when it is an alias. */
export function findValue(node: YamlNode | null | undefined, key: string): YamlNode | null {
  return findPair(node, key)?.value ?? null;
}

/** The value under a path of keys. */
export function findPath(node: YamlNode | null | undefined, ...keys: readonly string[]): YamlNode | null {
  let here: YamlNode | null = node ?? null;
  for (const key of keys) here = findValue(here, key);
  return here;
}

/** The scalar's value under YAML's core schema: text, number, boolean or null. Quoted and block scalars are always text. */
export function scalarValue(node: YamlScalar): string | number | boolean | null {
  if (node.style !== "plain" || node.tag === "!!str") return node.value;
  if (isNull(node)) return null;
  if (/^(?:true|True|TRUE)$/.test(node.value)) return true;
  if (/^(?:false|False|FALSE)$/.test(node.value)) return false;
  if (/^[-+]?(?:0|[1-9]\d*|0\d+)(?:\.\d*)?(?:[eE][-+]?\d+)?$|^[-+]?\.\d+(?:[eE][-+]?\d+)?$/.test(node.value))
    return Number(node.value);
  return /^0o[0-7]+$|^0x[\da-fA-F]+$/.test(node.value) ? Number(node.value) : node.value;
}

/** Every node below and including `node`, in file order, aliases not followed. */
export function* walk(node: YamlNode): Generator<YamlNode> {
  yield node;
  if (node.kind === "seq") for (const item of node.items) yield* walk(item);
  if (node.kind !== "map") return;
  for (const pair of node.pairs) {
    yield* walk(pair.key);
    yield* walk(pair.value);
  }
}

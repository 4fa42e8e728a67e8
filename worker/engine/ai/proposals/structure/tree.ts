import { keyText, resolve, scalarValue, type YamlNode } from "../../../parse/yaml-node.ts";

type Scalar = string | number | boolean | null;

/** Plain data of a document: aliases followed, merge keys left as the key `<<`, tags kept in front of what they are on. */
export type Tree = Scalar | readonly Tree[] | TreeMap;

export type TreeMap = ReadonlyMap<string, Tree>;

/** More values than any configuration has: an alias bomb below the parser's own limit. */
const MAX_VALUES = 60_000;

/** The tree below a node; null where it has too many values to compare. */
export function toTree(root: YamlNode | null): { readonly tree: Tree } | null {
  let left = MAX_VALUES;
  const convert = (node: YamlNode): Tree => {
    left -= 1;
    if (left < 0) return null;
    const target = resolve(node);
    const tag = target.tag ?? "";
    const value = convertTarget(target);
    return tag === "" || tag === "!!str" ? value : new Map<string, Tree>([[tag, value]]);
  };
  const convertTarget = (target: ReturnType<typeof resolve>): Tree => {
    if (target.kind === "scalar") return scalarValue(target);
    if (target.kind === "seq") return target.items.map(convert);
    return new Map(target.pairs.map((pair) => [keyText(pair) ?? "?", convert(pair.value)]));
  };
  const tree = root ? convert(root) : null;
  return left < 0 ? null : { tree };
}

export function isMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}

export function isScalar(tree: Tree | undefined): tree is Scalar {
  return tree !== undefined && !isMap(tree) && !isList(tree);
}

/** What stands under keys, one below the other; undefined where the way ends. */
export function at(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  let here = tree;
  for (const key of keys) here = isMap(here) ? here.get(key) : undefined;
  return here;
}

/** Text under a key; numbers and booleans as text; empty where there is none. */
export function textAt(tree: Tree | undefined, ...keys: readonly string[]): string {
  const value = at(tree, ...keys);
  return isScalar(value) && value !== null ? String(value) : "";
}

export function items(tree: Tree | undefined): readonly Tree[] {
  return isList(tree) ? tree : [];
}

export function entries(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return isMap(tree) ? [...tree] : [];
}

/** One text for equal trees; the order of keys does not count. */
export function canonical(tree: Tree | undefined): string {
  if (tree === undefined) return "";
  if (isMap(tree)) {
    const pairs = [...tree].map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`).sort();
    return `{${pairs.join()}}`;
  }
  return isList(tree) ? `[${tree.map(canonical).join()}]` : JSON.stringify(tree);
}

/** Every text, number and boolean below a tree with the keys that lead to it; keys too, as values of their own. */
export function* scalarsOf(
  tree: Tree | undefined,
  way: readonly string[] = [],
): Generator<{ way: readonly string[]; text: string; isKey: boolean }> {
  if (tree === undefined || tree === null) return;
  if (isMap(tree)) {
    for (const [key, value] of tree) {
      yield { way, text: key, isKey: true };
      yield* scalarsOf(value, [...way, key]);
    }
  } else if (isList(tree)) for (const item of tree) yield* scalarsOf(item, [...way, "[]"]);
  else yield { way, text: String(tree), isKey: false };
}

import { pairsByKey } from "../model/gitlab/merged-map.ts";
import { asMap, resolve, scalarValue, type YamlNode, type YamlPair } from "../parse/yaml-node.ts";
import type { Path } from "./json-schema.ts";

/** What `toValue` makes of GitLab's `!reference [.job, key]`: text that begins like this. */
export const REFERENCE = "!reference ";

/** A tree as plain data: aliases and merge keys (`<<`) followed, keys as text, `!reference` as text that begins with `REFERENCE`. */
export function toValue(node: YamlNode): unknown {
  const target = resolve(node);
  if (target.tag === "!reference") return `${REFERENCE}[…]`;
  if (target.kind === "scalar") return scalarValue(target);
  if (target.kind === "seq") return target.items.map(toValue);
  return Object.fromEntries([...pairsByKey(target)].map(([key, { pair }]) => [key, toValue(pair.value)]));
}

/** The node that a path of `toValue`'s data leads to; with `isKey` the last key itself. Where the way breaks off, the last node on it. */
export function nodeAt(root: YamlNode, path: Path, isKey = false): YamlNode {
  let here = root;
  for (const [index, part] of path.entries()) {
    const pair = pairAt(here, part);
    const next = pair?.value ?? itemAt(here, part);
    if (!next) return here;
    if (isKey && pair && index === path.length - 1) return pair.key;
    here = next;
  }
  return here;
}

function pairAt(node: YamlNode, key: string | number): YamlPair | null {
  const map = asMap(node);
  if (!map || typeof key === "number") return null;
  return pairsByKey(map).get(key)?.pair ?? null;
}

function itemAt(node: YamlNode, index: string | number): YamlNode | null {
  const target = resolve(node);
  return target.kind === "seq" && typeof index === "number" ? (target.items[index] ?? null) : null;
}

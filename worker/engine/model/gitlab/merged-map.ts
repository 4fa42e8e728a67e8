import { memo } from "../../memo.ts";
import { asMap, keyText, resolve, type YamlMap, type YamlPair } from "../../parse/yaml-node.ts";

/** A pair of a mapping, or of one that its merge keys (`<<`) bring in. */
export interface OwnedPair {
  readonly pair: YamlPair;
  readonly owner: YamlMap;
}

/** Every key with its pair, merge keys followed: GitLab's reader supports them, as YAML 1.1 says. Own keys win, then the first merged mapping. */
export const pairsByKey = memo((map: YamlMap): ReadonlyMap<string, OwnedPair> => {
  const pairs = new Map<string, OwnedPair>();
  for (const pair of map.pairs) {
    const name = keyText(pair);
    if (name !== null && name !== "<<") pairs.set(name, { pair, owner: map });
  }
  for (const merged of mergedMaps(map)) {
    for (const [name, owned] of pairsByKey(merged)) if (!pairs.has(name)) pairs.set(name, owned);
  }
  return pairs;
});

function mergedMaps(map: YamlMap): YamlMap[] {
  const values = map.pairs.filter((pair) => keyText(pair) === "<<").map(({ value }) => resolve(value));
  const maps = values.flatMap((value) => (value.kind === "seq" ? value.items.map(asMap) : [asMap(value)]));
  return maps.filter((merged) => merged !== null);
}

/** The pair under a key, merge keys followed. */
export function pairIn(map: YamlMap | null, key: string): OwnedPair | null {
  return map === null ? null : (pairsByKey(map).get(key) ?? null);
}

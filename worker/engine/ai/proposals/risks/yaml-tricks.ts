import { walk, type YamlNode } from "../../../parse/yaml-node.ts";
import type { CiFile } from "../structure/ci-file.ts";

/** How often a file uses what makes its text say something else than it seems to. */
function tricksOf({ roots, text, duplicates }: CiFile): readonly (readonly [string, number])[] {
  const nodes = roots.flatMap((root) => (root ? [...walk(root)] : []));
  const count = (is: (node: YamlNode) => boolean) => nodes.filter(is).length;
  return [
    ["an anchor", count((node) => node.anchor !== null)],
    ["an alias", count((node) => node.kind === "alias")],
    ["a tag", count((node) => node.tag !== null)],
    ["a merge key", count((node) => node.kind === "map" && node.pairs.some(({ key }) => isMergeKey(key)))],
    ["a key that is no plain text", count((node) => node.kind === "map" && node.pairs.some(({ key }) => !isName(key)))],
    ["a repeated key", duplicates],
    ["a document", roots.length],
    ["a directive", text.split("\n").filter((line) => line.startsWith("%")).length],
    ["an escape", count((node) => node.kind === "scalar" && hasEscape(node, text))],
  ];
}

function isMergeKey(key: YamlNode): boolean {
  return key.kind === "scalar" && key.value === "<<";
}

function isName(key: YamlNode): boolean {
  return key.kind === "scalar" && key.style !== "literal" && key.style !== "folded";
}

/** Characters by number, as in `"\x63url"`: nobody reads them. */
function hasEscape(node: YamlNode, text: string): boolean {
  return node.kind === "scalar" && node.style === "double" && /\\[xuU]/.test(text.slice(node.start, node.end));
}

/** What of it the changed file has more of, in words. */
export function newTricks(before: CiFile, after: CiFile): string[] {
  const known = new Map(tricksOf(before));
  return tricksOf(after)
    .filter(([name, count]) => count > (known.get(name) ?? 0))
    .map(([name]) => name);
}

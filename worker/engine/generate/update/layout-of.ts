import { indentOf, indentStep } from "../../edit/edit-yaml.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { keyText, type YamlMap, type YamlNode, type YamlPair } from "../../parse/yaml-node.ts";
import type { YamlStyle } from "../../pipeline/yaml-text.ts";

const DEEPEST = 6;

/** How a file is laid out: its indentation, and whether dashes stand deeper than the key above. */
export function layoutOf(file: SourceFile, root: YamlMap): YamlStyle {
  return { step: indentStep(file, root), indentsLists: listsIndented(file, root, 0) ?? true };
}

/** By the first list in block style; null without one. */
function listsIndented(file: SourceFile, map: YamlMap, depth: number): boolean | null {
  if (depth > DEEPEST || map.flow) return null;
  for (const pair of map.pairs) {
    const found = fromPair(file, map, { pair, depth });
    if (found !== null) return found;
  }
  return null;
}

function fromPair(
  file: SourceFile,
  map: YamlMap,
  { pair, depth }: { readonly pair: YamlPair; readonly depth: number },
): boolean | null {
  const { value }: { value: YamlNode } = pair;
  if (value.kind === "map") return listsIndented(file, value, depth + 1);
  if (value.kind !== "seq" || value.flow || keyText(pair) === null) return null;
  const dash = value.start - file.lines.startOf(file.lines.lineAt(value.start));
  return dash > indentOf(file, map).length;
}

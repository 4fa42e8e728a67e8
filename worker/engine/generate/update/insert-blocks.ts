import { endOfContent, indentOf, insertAt } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { YamlMap, YamlSeq } from "../../parse/yaml-node.ts";
import type { Block } from "./rendered-blocks.ts";

/** Writes blocks behind the last key of a block mapping, in its indentation and with its newlines. Null for a mapping in flow style or without keys. */
export function insertBlocks(file: SourceFile, map: YamlMap, blocks: readonly Block[]): Edit[] | null {
  const last = map.pairs.at(-1);
  if (map.flow || !last) return null;
  if (blocks.length === 0) return [];
  const indent = indentOf(file, map);
  const gap = areParted(file, map) ? [""] : [];
  const lines = blocks.flatMap(({ lines: own }) => [
    ...gap,
    ...own.map((line) => (line === "" ? line : indent + line)),
  ]);
  return [insertBelow(file, endOfContent(file, last.value, last), lines)];
}

/** Adds plain words to a list in its own style. Null for an empty list. */
export function appendItems(file: SourceFile, seq: YamlSeq, items: readonly (readonly string[])[]): Edit[] | null {
  const last = seq.items.at(-1);
  if (!last) return null;
  if (items.length === 0) return [];
  if (seq.flow) {
    if (items.some((lines) => lines.length > 1)) return null;
    return [insertAt(file, last.end, items.map(([line = ""]) => `, ${line}`).join(""))];
  }
  const indent = " ".repeat(seq.start - file.lines.startOf(file.lines.lineAt(seq.start)));
  const lines = items.flatMap(([first = "", ...rest]) => [
    `${indent}- ${first}`,
    ...rest.map((line) => `${indent}  ${line}`),
  ]);
  return [insertBelow(file, endOfContent(file, last), lines)];
}

/** True when a blank line stands between the last two keys; of a single key nothing can be told, so that ours is parted from it. */
function areParted(file: SourceFile, map: YamlMap): boolean {
  const [previous, last] = map.pairs.slice(-2);
  if (!previous || !last) return true;
  return /\n[ \t]*\r?\n/.test(file.text.slice(endOfContent(file, previous.value, previous), last.key.outerStart));
}

function insertBelow(file: SourceFile, offset: number, lines: readonly string[]): Edit {
  const line = file.lines.lineAt(offset);
  const text = lines.join(file.newline);
  const isLast = line >= file.lines.count;
  return isLast
    ? insertAt(file, file.text.length, file.newline + text + file.newline)
    : insertAt(file, file.lines.nextStart(line), text + file.newline);
}

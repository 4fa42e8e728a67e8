import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Span } from "../parse/line-index.ts";
import { keyText, type YamlMap, type YamlNode, type YamlPair, type YamlScalar } from "../parse/yaml-node.ts";
import { scalarSource } from "./scalar-source.ts";

/** Edits of the original text: nothing is written anew that was not meant to change. `null` means: cannot be done safely here. */

export interface NewKey {
  readonly key: string;
  /** YAML source of the value: one line, or a first line (perhaps empty) and lines indented relative to the key. Written as it is. */
  readonly value: string;
  /** The new key goes behind the first of these that the mapping has, else in front of the first of `before`, else to the end. */
  readonly after?: readonly string[];
  readonly before?: readonly string[];
}

/** Adds a key to a mapping with the file's indentation and newline. Null when the mapping has the key already or is an empty block. */
export function insertKey(file: SourceFile, map: YamlMap, entry: NewKey): Edit[] | null {
  if (map.pairs.length === 0 && !map.flow) return null;
  if (map.pairs.some((pair) => keyText(pair) === entry.key)) return null;
  if (map.flow) return insertIntoFlow(file, map, entry);
  const find = (names: readonly string[] = []) => {
    for (const name of names) {
      const pair = map.pairs.find((candidate) => keyText(candidate) === name);
      if (pair) return pair;
    }
    return null;
  };
  const after = find(entry.after);
  const before = after ? null : find(entry.before);
  const neighbour = after ?? before ?? map.pairs.at(-1);
  if (!neighbour || isExplicitKey(file, neighbour)) return null;
  const text = `${entry.key}:${entry.value.startsWith("\n") || entry.value === "" ? "" : " "}${entry.value}`;
  const lines = indentLines(text, indentOf(file, map), file.newline);
  if (before) return [insertAt(file, before.key.outerStart, lines + file.newline + indentOf(file, map))];
  return [insertLineAfter(file, endOfContent(file, neighbour.value, neighbour), indentOf(file, map) + lines)];
}

/** The white space in front of a block mapping's keys; a list dash before the first key counts as white space. */
export function indentOf(file: SourceFile, map: YamlMap): string {
  const start = map.pairs[0]?.key.outerStart ?? map.start;
  return " ".repeat(start - file.lines.startOf(file.lines.lineAt(start)));
}

/** One level of the file's indentation: that of the first key nested under a key of the root, else two spaces. */
export function indentStep(file: SourceFile, root: YamlMap): string {
  for (const { key, value } of root.pairs) {
    const isNested =
      value.kind === "map" && !value.flow && file.lines.lineAt(value.start) > file.lines.lineAt(key.start);
    if (isNested) return indentOf(file, value);
  }
  return "  ";
}

function insertIntoFlow(file: SourceFile, map: YamlMap, entry: NewKey): Edit[] | null {
  if (entry.value.includes("\n")) return null;
  const text = `${entry.key}: ${entry.value}`;
  const first = map.pairs[0];
  if (!first) return [replaceSpan(file, { start: map.start, end: map.end }, `{ ${text} }`)];
  const last = map.pairs.at(-1) ?? first;
  return [insertAt(file, Math.max(last.key.end, last.value.end), `, ${text}`)];
}

/** Replaces a scalar's value, in its own quotes where they still fit. Block scalars are refused. */
export function setScalar(file: SourceFile, node: YamlScalar, value: string): Edit[] | null {
  if (node.style === "literal" || node.style === "folded") return null;
  return [replaceSpan(file, node, scalarSource(value, node.style))];
}

/** Deletes a key with its value and the rest of its line. Null for the only key of a mapping and where another node shares the line. */
export function deleteKey(file: SourceFile, map: YamlMap, pair: YamlPair): Edit[] | null {
  const index = map.pairs.indexOf(pair);
  if (index === -1 || map.pairs.length === 1 || isExplicitKey(file, pair)) return null;
  const next = map.pairs[index + 1];
  if (map.flow) return [deleteFromFlow(file, map, index)];
  const start = pair.key.outerStart;
  if (index === 0 && next) return [replaceSpan(file, { start, end: next.key.outerStart }, "")];
  const line = file.lines.lineAt(start);
  const end = endOfContent(file, pair.value, pair);
  return [replaceSpan(file, lineSpan(file, line, file.lines.lineAt(end)), "")];
}

function deleteFromFlow(file: SourceFile, map: YamlMap, index: number): Edit {
  const pair = map.pairs[index];
  const next = map.pairs[index + 1];
  const previous = map.pairs[index - 1];
  const end = pair ? Math.max(pair.key.end, pair.value.end) : map.end;
  if (next) return replaceSpan(file, { start: pair?.key.outerStart ?? map.start, end: next.key.outerStart }, "");
  return replaceSpan(
    file,
    { start: previous ? Math.max(previous.key.end, previous.value.end) : map.start + 1, end },
    "",
  );
}

/** Replaces any stretch of the original text. */
export function replaceSpan(file: SourceFile, span: Span, text: string): Edit {
  return { path: file.path, start: span.start, end: span.end, text };
}

/** Writes another key in front of a value. The edit reaches over the value too, since all of it moves to the new name. */
export function renameKey(file: SourceFile, { key, value }: YamlPair, name: string): Edit {
  const end = Math.max(key.end, value.kind === "scalar" ? value.start : endOfContent(file, value));
  return replaceSpan(file, { start: key.start, end }, name + file.text.slice(key.end, end));
}

export function insertAt(file: SourceFile, offset: number, text: string): Edit {
  return replaceSpan(file, { start: offset, end: offset }, text);
}

/** New line(s) below the line of `offset`; `text` carries its own indentation and no final newline. */
function insertLineAfter(file: SourceFile, offset: number, text: string): Edit {
  const line = file.lines.lineAt(offset);
  const isLast = line >= file.lines.count;
  if (isLast) return insertAt(file, file.text.length, file.newline + text);
  return insertAt(file, file.lines.nextStart(line), text + file.newline);
}

/** Offset on the last line that belongs to a pair, with the trailing blank lines of a block scalar that keeps them. */
export function endOfContent(file: SourceFile, node: YamlNode, pair?: YamlPair): number {
  const last = lastLeaf(node);
  if (last.kind === "scalar" && (last.style === "literal" || last.style === "folded")) {
    const keeps = /^[|>]\d?\+/.test(file.text.slice(last.start, last.start + 3));
    if (keeps) return Math.max(last.end, last.content.end - 1);
  }
  return Math.max(node.end, pair?.key.end ?? 0);
}

function lastLeaf(node: YamlNode): YamlNode {
  if ((node.kind !== "seq" && node.kind !== "map") || node.flow) return node;
  const last = node.kind === "seq" ? node.items.at(-1) : node.pairs.at(-1)?.value;
  return last ? lastLeaf(last) : node;
}

function lineSpan(file: SourceFile, first: number, last: number): Span {
  return { start: file.lines.startOf(first), end: file.lines.nextStart(last) };
}

function indentLines(text: string, indent: string, newline: string): string {
  const [first = "", ...rest] = text.split("\n");
  return [first, ...rest.map((line) => (line === "" ? line : indent + line))].join(newline);
}

/** `? key` form, which no line-wise edit understands. */
function isExplicitKey(file: SourceFile, pair: YamlPair): boolean {
  return /\?\s+$/.test(file.text.slice(Math.max(0, pair.key.outerStart - 8), pair.key.outerStart));
}

import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import { positionsOf } from "./scalar-positions.ts";

/** Replaces the units `start` to `end` of a scalar's decoded value. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits of the file that change a scalar's value piece by piece and leave the rest of its source alone: quotes are escaped as
 * the scalar's style asks, new lines of a literal block get its indentation and the file's newline. Null where a piece has no
 * plain place in the source or the style cannot hold the text. Changes must not overlap.
 */
export function editScalar(file: SourceFile, node: YamlScalar, changes: readonly Change[]): Edit[] | null {
  const positionOf = positionsOf(file.text, node);
  const edits: Edit[] = [];
  for (const change of changes) {
    const start = positionOf(change.start);
    const end = positionOf(change.end);
    const text = encode(file, node, change.text);
    const startsPlain = node.style === "plain" && change.start === 0 && !/^[A-Za-z0-9_(]/.test(change.text || "a");
    if (start === null || end === null || text === null || startsPlain) return null;
    if (start !== end || text !== "") edits.push({ path: file.path, start, end, text });
  }
  return edits;
}

function encode(file: SourceFile, node: YamlScalar, text: string): string | null {
  const hasBreak = text.includes("\n");
  if (node.style === "literal") return hasBreak ? text.replaceAll("\n", file.newline + indentOf(file, node)) : text;
  if (hasBreak) return null;
  if (node.style === "single") return text.replaceAll("'", "''");
  if (node.style === "double") return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return node.style === "plain" && /: | #|:$/.test(text) ? null : text;
}

/** Indentation of a block's first line that is not blank. */
function indentOf(file: SourceFile, node: YamlScalar): string {
  const lines = file.slice(node.content).split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const shown = node.value.split("\n").find((line) => line.trim() !== "") ?? "";
  return (lines[first] ?? "").slice(0, (lines[first] ?? "").search(/\S|$/) - shown.search(/\S|$/));
}

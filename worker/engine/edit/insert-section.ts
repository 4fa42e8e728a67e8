import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { YamlPair } from "../parse/yaml-node.ts";
import { insertAt } from "./edit-yaml.ts";

/** Writes lines and a blank one above a key at the top of a file, above the comment that belongs to it too. `lines` have no final newline. */
export function insertAbove(file: SourceFile, pair: YamlPair, lines: readonly string[]): Edit {
  const { newline } = file;
  return insertAt(file, startWithComment(file, pair.key.outerStart), [...lines, "", ""].join(newline));
}

/** True when a blank line stands above a key at the top of a file and above its comment: the file sets its sections apart. */
export function isSetApart(file: SourceFile, pair: YamlPair): boolean {
  const line = file.lines.lineAt(startWithComment(file, pair.key.outerStart));
  return line > 1 && file.lines.line(line - 1).trim() === "";
}

/** Start of the comment right above a line, unless it opens the file: then it belongs to the file. */
function startWithComment(file: SourceFile, offset: number): number {
  const own = file.lines.lineAt(offset);
  let first = own;
  while (first > 1 && /^#/.test(file.lines.line(first - 1))) first -= 1;
  const isHead = first === 1 || /^---/.test(file.lines.line(first - 1));
  return file.lines.startOf(isHead ? own : first);
}

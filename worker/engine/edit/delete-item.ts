import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { YamlNode, YamlSeq } from "../parse/yaml-node.ts";
import { endOfContent, replaceSpan } from "./edit-yaml.ts";

/** Deletes one item of a list with its comma or its lines. Null for the only item, and where lines are shared. */
export function deleteItem(file: SourceFile, seq: YamlSeq, item: YamlNode): Edit[] | null {
  const index = seq.items.indexOf(item);
  if (index === -1 || seq.items.length === 1) return null;
  return seq.flow ? deleteFromBrackets(file, seq, index) : deleteLines(file, item);
}

function deleteFromBrackets(file: SourceFile, { items }: YamlSeq, index: number): Edit[] | null {
  const [item, next, previous] = [items[index], items[index + 1], items[index - 1]];
  if (!item) return null;
  if (next) return [replaceSpan(file, { start: item.outerStart, end: next.outerStart }, "")];
  return previous ? [replaceSpan(file, { start: previous.end, end: item.end }, "")] : null;
}

function deleteLines(file: SourceFile, item: YamlNode): Edit[] | null {
  const { lines } = file;
  const first = lines.lineAt(item.outerStart);
  if (!/^\s*-\s+$/.test(file.text.slice(lines.startOf(first), item.outerStart))) return null;
  const last = lines.lineAt(endOfContent(file, item));
  return [replaceSpan(file, { start: lines.startOf(first), end: lines.nextStart(last) }, "")];
}

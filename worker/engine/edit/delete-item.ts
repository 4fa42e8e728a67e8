import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { YamlNode, YamlSeq } from "../parse/yaml-node.ts";
import { endOfContent, replaceSpan } from "./edit-yaml.ts";

/** Deletes one item of a list with its comma or its lines. Null for the only item, and where lines are shared. */
export function deleteItem(file: SourceFile, seq: YamlSeq, item: YamlNode): Edit[] | null {
  return deleteItems(file, seq, [item]);
}

/** The same for several items; null too where none would be left. */
export function deleteItems(file: SourceFile, seq: YamlSeq, items: readonly YamlNode[]): Edit[] | null {
  const going = new Set(items);
  if (items.some((item) => !seq.items.includes(item)) || going.size >= seq.items.length) return null;
  if (seq.flow) return deleteFromBrackets(file, seq, going);
  const edits = [...going].map((item) => deleteLines(file, item));
  return edits.includes(null) ? null : edits.flatMap((each) => each ?? []);
}

/** Each item goes with the comma behind it; those at the end go with the comma in front of them. */
function deleteFromBrackets(file: SourceFile, { items }: YamlSeq, going: ReadonlySet<YamlNode>): Edit[] {
  const last = items.findLast((item) => !going.has(item));
  return items.flatMap((item, index) => {
    const next = items[index + 1];
    if (item === last && next) return [replaceSpan(file, { start: item.end, end: items.at(-1)?.end ?? item.end }, "")];
    const isInside = last !== undefined && next !== undefined && item.outerStart < last.outerStart;
    return going.has(item) && isInside ? [replaceSpan(file, { start: item.outerStart, end: next.outerStart }, "")] : [];
  });
}

function deleteLines(file: SourceFile, item: YamlNode): Edit[] | null {
  const { lines } = file;
  const first = lines.lineAt(item.outerStart);
  if (!/^\s*-\s+$/.test(file.text.slice(lines.startOf(first), item.outerStart))) return null;
  const last = lines.lineAt(endOfContent(file, item));
  return [replaceSpan(file, { start: lines.startOf(first), end: lines.nextStart(last) }, "")];
}

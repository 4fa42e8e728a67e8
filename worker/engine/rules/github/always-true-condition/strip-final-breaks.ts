import { replaceSpan } from "../../../edit/edit-yaml.ts";
import { findExpressions } from "../../../expressions/find.ts";
import type { Edit } from "../../../finding.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";

/** Gives a block scalar the header that drops its last line breaks, where these are all that stands outside one expression. */
export function stripFinalBreaks(file: SourceFile, node: YamlScalar): Edit[] | null {
  const spans = findExpressions(node.value);
  const [span] = spans;
  if (spans.length !== 1 || span?.start !== 0 || !/^\n+$/.test(node.value.slice(span.end))) return null;
  const header = /^([|>])(\d?)[+-]?(\d?)/.exec(file.text.slice(node.start, node.start + 3));
  if (!header) return null;
  const [written, style = "", before = "", after = ""] = header;
  const end = node.start + written.length;
  return [replaceSpan(file, { start: node.start, end }, `${style}${before}${after}-`)];
}

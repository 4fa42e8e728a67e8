import type { Span } from "../parse/line-index.ts";
import { walk, type YamlNode } from "../parse/yaml-node.ts";

/** The comments of a YAML text: every `#` behind white space that no scalar covers, to the end of its line. */
export function commentsOf(text: string, roots: readonly (YamlNode | null)[]): Span[] {
  const covered = roots.flatMap((root) => (root ? [...walk(root)].flatMap(coveredBy) : []));
  let from = 0;
  return [...covered, { start: text.length, end: text.length }].flatMap(({ start, end }) => {
    const gap = { start: from, end: start };
    from = Math.max(from, end);
    return commentsIn(text, gap);
  });
}

function commentsIn(text: string, gap: Span): Span[] {
  const matches = text.slice(gap.start, gap.end).matchAll(/(?<!\S)#[^\n]*/g);
  return [...matches].map(({ 0: comment, index }) => ({
    start: gap.start + index,
    end: gap.start + index + comment.length,
  }));
}

/** Where a scalar stands; of a block scalar only its lines, so that a comment behind its `|` counts. */
function coveredBy(node: YamlNode): Span[] {
  if (node.kind !== "scalar" || node.end === node.start) return [];
  return [node.style === "literal" || node.style === "folded" ? node.content : node];
}

import type { Span } from "../parse/line-index.ts";
import { walk, type YamlNode } from "../parse/yaml-node.ts";

/** The comments of a YAML text: every `#` behind white space that no scalar covers, to the end of its line. */
export function commentsOf(text: string, roots: readonly (YamlNode | null)[]): Span[] {
  const covered = roots.flatMap((root) => (root ? [...walk(root)].flatMap(coveredBy) : []));
  const comments: Span[] = [];
  let next = 0;
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at)) {
    while ((covered[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const cover = covered[next];
    if (cover && cover.start <= at) at = cover.end;
    else {
      const comment = { start: at, end: endOfLine(text, at) };
      if (opensComment(text, at)) comments.push(comment);
      at = opensComment(text, at) ? comment.end : at + 1;
    }
  }
  return comments;
}

function opensComment(text: string, at: number): boolean {
  return at === 0 || /\s/.test(text.charAt(at - 1));
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 ? text.length : newline;
}

/** Where a scalar stands; of a block scalar only its lines, so that a comment behind its `|` counts. */
function coveredBy(node: YamlNode): Span[] {
  if (node.kind !== "scalar" || node.end === node.start) return [];
  return [node.style === "literal" || node.style === "folded" ? node.content : node];
}

import type { Span } from "../parse/line-index.ts";
import { walk, type YamlNode } from "../parse/yaml-node.ts";

/** The comments of a YAML text: every `#` behind white space that no scalar covers, to the end of its line. */
export function commentsOf(text: string, roots: readonly (YamlNode | null)[]): Span[] {
  const covered = coveredSpans(roots);
  const comments: Span[] = [];
  let next = 0;
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at)) {
    while (next < covered.length && (covered[next]?.end ?? 0) <= at) next += 1;
    const cover = covered[next];
    if (cover && cover.start <= at) at = cover.end;
    else if (at > 0 && !/\s/.test(text.charAt(at - 1))) at += 1;
    else {
      const newline = text.indexOf("\n", at);
      const end = newline === -1 ? text.length : newline;
      comments.push({ start: at, end });
      at = end;
    }
  }
  return comments;
}

/** Where scalars stand, in file order; of a block scalar only its lines, so that a comment behind its `|` counts. */
function coveredSpans(roots: readonly (YamlNode | null)[]): Span[] {
  const spans: Span[] = [];
  for (const root of roots) {
    if (!root) continue;
    for (const node of walk(root)) {
      if (node.kind !== "scalar" || node.end === node.start) continue;
      const isBlock = node.style === "literal" || node.style === "folded";
      spans.push(isBlock ? node.content : node);
    }
  }
  return spans;
}

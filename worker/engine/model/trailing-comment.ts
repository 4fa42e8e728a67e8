import type { Span } from "../parse/line-index.ts";
import type { YamlNode } from "../parse/yaml-node.ts";
import type { SourceFile } from "./source-file.ts";

/** The comment behind a value on its line, such as `v4.2.2` in `uses: a/b@sha # v4.2.2`; null when there is none. */
export function trailingComment(file: SourceFile, node: YamlNode): (Span & { readonly text: string }) | null {
  const end = file.lines.endOf(file.lines.lineAt(node.end));
  const match = /^[ \t,\]}]*[ \t]#[ \t]*(.*?)[ \t]*$/.exec(file.text.slice(node.end, end));
  if (!match) return null;
  const start = node.end + match[0].indexOf("#");
  return { start, end, text: match[1] ?? "" };
}

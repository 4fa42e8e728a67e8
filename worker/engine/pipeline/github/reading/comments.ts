import type { SourceFile } from "../../../model/source-file.ts";
import type { YamlNode } from "../../../parse/yaml-node.ts";

/** The comment on the lines right above a key or list item, as one line of text; null when there is none. */
export function commentAbove(file: SourceFile, node: YamlNode): string | null {
  const lines: string[] = [];
  for (let line = file.lines.lineAt(node.start) - 1; line >= 1; line -= 1) {
    const text = /^\s*#+\s*(.*?)\s*$/.exec(file.lines.line(line))?.[1];
    if (text === undefined) break;
    lines.unshift(text);
  }
  const text = lines.join(" ").trim();
  return text === "" ? null : text;
}

import { versionIn } from "../../actions/version-comment.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Span } from "../../parse/line-index.ts";
import type { YamlResult } from "../../parse/yaml.ts";
import { walk, type YamlScalar } from "../../parse/yaml-node.ts";

/**
 * The text of a YAML file without its comments, on the same lines. A `#` inside a block or quoted scalar is content. The
 * version behind a pinned commit stays, because readers and update tools take it for what the commit is.
 * A text that is no YAML is returned as it is.
 */
export function withoutYamlComments(file: SourceFile, yaml: YamlResult): string {
  if (!yaml.ok) return file.text;
  const scalars = yaml.documents.flatMap(({ root }) => (root ? [...walk(root)].filter(isScalar) : []));
  const content = contentOf(file, scalars);
  let text = "";
  let at = 0;
  for (const start of commentStarts(file.text, content)) {
    const end = endOfLine(file.text, start);
    if (start < at || isVersion(file, { start, end })) continue;
    text += file.text.slice(at, start);
    at = end;
  }
  return text + file.text.slice(at);
}

function isScalar(node: { readonly kind: string }): node is YamlScalar {
  return node.kind === "scalar";
}

/** 1 for each unit that belongs to a scalar. A block's header line may end with a comment, its lines hold none. */
function contentOf(file: SourceFile, scalars: readonly YamlScalar[]): Uint8Array {
  const content = new Uint8Array(file.text.length);
  for (const { style, start, end, content: inner } of scalars) {
    const isBlock = style === "literal" || style === "folded";
    content.fill(1, isBlock ? file.lines.startOf(file.lines.lineAt(inner.start)) : start, isBlock ? inner.end : end);
  }
  return content;
}

/** A comment starts at a `#` behind a blank or at the start of a line. */
function* commentStarts(text: string, content: Uint8Array): Generator<number> {
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at + 1)) {
    const before = at === 0 ? "\n" : text[at - 1];
    if (content[at] === 0 && (before === " " || before === "\t" || before === "\n" || before === "\ufeff")) yield at;
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

const LONGEST_VERSION = 40;

/** Behind a value: `v4.2.2`, `tag=v4`, and nothing else. */
function isVersion({ text, lines }: SourceFile, { start, end }: Span): boolean {
  const words = text.slice(start + 1, end).trim();
  const isTrailing = text.slice(lines.startOf(lines.lineAt(start)), start).trim() !== "";
  return isTrailing && words.length <= LONGEST_VERSION && !/\s/.test(words) && versionIn(words) !== null;
}

/**
 * Ignore comments in a file: `# autodevops: ignore[rule-id] reason`, `# zizmor: ignore[audit]` and `# actionlint ignore=pattern`.
 * One behind something covers what begins on its line: a key with everything below it, or an item of a list. One that stands
 * alone covers what begins on the next line. Those of other linters also cover the step around them, as their findings are wide.
 */
import { rulesOfAudit, rulesOfPattern } from "../data/foreign-rules.ts";
import { memo } from "../memo.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Span } from "../parse/line-index.ts";
import { parseYaml } from "../parse/yaml.ts";
import { keyText, type YamlNode } from "../parse/yaml-node.ts";

export interface Suppression {
  readonly source: "autodevops" | "zizmor" | "actionlint";
  /** Our ids of what it silences. */
  readonly rules: readonly string[];
  /** What is said behind it; empty when nothing is. */
  readonly reason: string;
  /** The comment. */
  readonly at: Span;
  /** Lines it covers, 1-based, inclusive. */
  readonly lines: { readonly first: number; readonly last: number };
}

const COMMENT =
  /(?<=^|\s)#[ \t]*(?:(autodevops|zizmor):[ \t]*ignore\[([^\]\n]*)\]|(actionlint)[ \t]+ignore=(\S[^\n]*))([^\n]*)/gm;
const STANDS_ALONE = /^\s*$/;
const NOTHING = /^\s*(?:#.*)?$/;

/** All suppressions of a file, in file order. */
export const suppressionsOf = memo((file: SourceFile): readonly Suppression[] => {
  if (!/ignore[[=]/.test(file.text)) return [];
  const blocks = blocksOf(file);
  return [...file.text.matchAll(COMMENT)].map((match) => toSuppression(file, match, blocks));
});

function toSuppression(file: SourceFile, match: RegExpExecArray, blocks: readonly Block[]): Suppression {
  const [text, named, list = "", , pattern = "", rest = ""] = match;
  const source = named === "autodevops" || named === "zizmor" ? named : "actionlint";
  const at = { start: match.index, end: match.index + text.trimEnd().length };
  const names = list.split(",").map((name) => name.trim());
  return {
    source,
    rules: rulesNamed(source, names, pattern),
    reason: source === "actionlint" ? "" : rest.replace(/^[\s:,-]+/, "").trim(),
    at,
    lines: coveredLines(file, at, { blocks, isWide: source !== "autodevops" }),
  };
}

function rulesNamed(source: Suppression["source"], names: readonly string[], pattern: string): readonly string[] {
  if (source === "actionlint") return rulesOfPattern(pattern);
  return source === "zizmor" ? names.flatMap(rulesOfAudit) : names;
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly isStep: boolean;
}

interface Reach {
  readonly blocks: readonly Block[];
  readonly isWide: boolean;
}

function coveredLines(file: SourceFile, at: Span, { blocks, isWide }: Reach): Suppression["lines"] {
  const own = file.lines.lineAt(at.start);
  const isAlone = STANDS_ALONE.test(file.text.slice(file.lines.startOf(own), at.start));
  const target = isAlone ? nextLineOfContent(file, own) : own;
  const meant = blocks.filter((block) => block.first === target || (isWide && block.isStep && contains(block, own)));
  const last = Math.max(target, ...meant.map((block) => block.last));
  return { first: Math.min(target, ...meant.map((block) => block.first)), last };
}

function contains({ first, last }: Block, line: number): boolean {
  return first <= line && line <= last;
}

function nextLineOfContent(file: SourceFile, line: number): number {
  for (let next = line + 1; next <= file.lines.count; next += 1) if (!NOTHING.test(file.lines.line(next))) return next;
  return line;
}

/** Every key and list item of a YAML file with the lines of its value. */
function blocksOf(file: SourceFile): Block[] {
  if (!/\.ya?ml$/.test(file.path)) return [];
  const yaml = parseYaml(file.text);
  const blocks: Block[] = [];
  if (yaml.ok) for (const { root } of yaml.documents) if (root) collect(file, { node: root, isSteps: false }, blocks);
  return blocks;
}

function collect(file: SourceFile, { node, isSteps }: { node: YamlNode; isSteps: boolean }, blocks: Block[]): void {
  const add = (start: number, value: YamlNode, isStep: boolean) => {
    const last = file.lines.lineAt(Math.max(start, endOf(value) - 1));
    blocks.push({ first: file.lines.lineAt(start), last, isStep });
  };
  if (node.kind === "map") {
    for (const pair of node.pairs) {
      add(pair.key.outerStart, pair.value, false);
      collect(file, { node: pair.value, isSteps: keyText(pair) === "steps" }, blocks);
    }
  } else if (node.kind === "seq") {
    for (const item of node.items) {
      add(item.outerStart, item, isSteps);
      collect(file, { node: item, isSteps: false }, blocks);
    }
  }
}

function endOf(node: YamlNode): number {
  if (node.kind === "scalar") return Math.max(node.end, node.content.end);
  if (node.kind === "alias" || node.flow) return node.end;
  const last = node.kind === "map" ? node.pairs.at(-1)?.value : node.items.at(-1);
  return last ? Math.max(node.end, endOf(last)) : node.end;
}

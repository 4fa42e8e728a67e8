import type { Edit } from "../../../finding.ts";
import { commonPairs } from "../structure/tree-diff.ts";

/** Whole lines of the original, `from` to `to`, counted from 1, and what takes their place. */
export interface Block {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
  readonly replacement: readonly string[];
  /** The file's own line break. */
  readonly end: string;
}

interface Line {
  readonly start: number;
  readonly text: string;
  /** Behind the line break. */
  readonly next: number;
}

/** The lines of a text without their breaks. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const at = text.indexOf("\n", start);
    const next = at === -1 ? text.length : at + 1;
    const own = text.slice(start, at === -1 ? text.length : at);
    lines.push({ start, text: own.endsWith("\r") ? own.slice(0, -1) : own, next });
    start = next;
  }
  return lines;
}

/** One edit for each stretch of lines that really differs. */
export function editsOfBlock(block: Block): Edit[] {
  const old = block.lines.map(({ text }) => text);
  const edits: Edit[] = [];
  let [from, to] = [0, 0];
  for (const [left, right] of [
    ...commonPairs(old, block.replacement),
    [old.length, block.replacement.length] as const,
  ]) {
    if (left > from || right > to) {
      edits.push(toEdit(block, { index: from, gone: left - from, come: block.replacement.slice(to, right) }));
    }
    [from, to] = [left + 1, right + 1];
  }
  return edits;
}

interface Stretch {
  readonly index: number;
  readonly gone: number;
  readonly come: readonly string[];
}

/** The last line of a file may end without a break: what comes behind it then begins with one. */
function toEdit({ path, lines, end }: Block, { index, gone, come }: Stretch): Edit {
  const first = lines[index];
  const last = lines[index + gone - 1];
  if (gone > 0 && first && last) {
    const text = come.length === 0 ? "" : come.join(end) + (hasBreak(last) ? end : "");
    return { path, start: first.start, end: last.next, text };
  }
  const before = lines[index - 1];
  const start = first?.start ?? before?.next ?? 0;
  const text = come.join(end);
  return { path, start, end: start, text: before && !hasBreak(before) ? end + text : text + end };
}

function hasBreak({ start, text, next }: Line): boolean {
  return next > start + text.length;
}

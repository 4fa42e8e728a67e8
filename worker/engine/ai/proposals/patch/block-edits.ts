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
    const old = lines.slice(index, index + gone).map((line) => line.text + (hasBreak(line) ? end : ""));
    const text = come.length === 0 ? "" : come.join(end) + (hasBreak(last) ? end : "");
    return trimmed({ path, start: first.start, end: last.next, text }, old.join(""));
  }
  const before = lines[index - 1];
  const start = first?.start ?? before?.next ?? 0;
  const text = come.join(end);
  return { path, start, end: start, text: before && !hasBreak(before) ? end + text : text + end };
}

/** Without what it writes as it was: a step keeps its dash, and so its place. */
function trimmed({ path, start, end, text }: Edit, old: string): Edit {
  if (old.length !== end - start || text === "") return { path, start, end, text };
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  return { path, start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

function hasBreak({ start, text, next }: Line): boolean {
  return next > start + text.length;
}

import type { Range } from "../finding.ts";

/** A stretch of a text in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const BYTE_ORDER_MARK = "\ufeff";

/** Turns offsets of one text into 1-based lines and columns and back. A line ends at `\n`; a leading byte order mark has no width. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** Number of lines; a final newline opens one more, empty line. */
  get count(): number {
    return this.#starts.length;
  }

  /** 1-based line of an offset; offsets outside the text are clamped. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offset of a line's first unit. */
  startOf(line: number): number {
    return this.#starts[Math.min(Math.max(line, 1), this.count) - 1] ?? 0;
  }

  /** Offset behind a line's last unit, before its newline (`\r\n` or `\n`). */
  endOf(line: number): number {
    if (line >= this.count) return this.#text.length;
    const newline = this.startOf(line + 1) - 1;
    return this.#text[newline - 1] === "\r" && newline - 1 >= this.startOf(line) ? newline - 1 : newline;
  }

  /** Offset of the next line's start, or of the end of the text. */
  nextStart(line: number): number {
    return line >= this.count ? this.#text.length : this.startOf(line + 1);
  }

  /** The text of one line without its newline. */
  line(line: number): string {
    return this.#text.slice(this.startOf(line), this.endOf(line));
  }

  range(span: Span): Range {
    const start = this.#point(span.start);
    const end = this.#point(Math.max(span.start, span.end));
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  #point(offset: number): { line: number; column: number } {
    const inside = Math.min(Math.max(offset, 0), this.#text.length);
    const line = this.lineAt(inside);
    const width = inside - this.startOf(line);
    const mark = line === 1 && inside > 0 && this.#text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    return { line, column: width - mark + 1 };
  }
}

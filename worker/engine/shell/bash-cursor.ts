import { type ExpressionSpan, findExpressions } from "../expressions/find.ts";
import type { Command, ExpressionPlace, Quoting, Word } from "./script.ts";

export type WordDraft = { -readonly [Key in keyof Word]: Word[Key] };

/** A place in a script, and the expressions met on the way. Base of the scanner in `bash.ts`. */
export class BashCursor {
  protected readonly text: string;
  protected at = 0;
  protected isComplete = true;
  /** The command and the word that are being read. */
  protected command: Command | null = null;
  protected word: WordDraft | null = null;
  readonly #atoms: ReadonlyMap<number, ExpressionSpan>;
  readonly #places: ExpressionPlace[] = [];

  constructor(text: string) {
    this.text = text;
    this.#atoms = new Map(findExpressions(text).map((span) => [span.start, span]));
  }

  /** Every expression in order; those that the scanner never met are `unknown`. */
  protected places(): ExpressionPlace[] {
    const met = new Set(this.#places.map((place) => place.span));
    const missed = [...this.#atoms.values()].filter((span) => !met.has(span));
    const unknown = missed.map((span): ExpressionPlace => ({ span, quoting: "unknown", command: null, word: null }));
    return [...this.#places, ...unknown].sort((a, b) => a.span.start - b.span.start);
  }

  protected get char(): string {
    return this.text[this.at] ?? "";
  }

  protected get next(): string {
    return this.text[this.at + 1] ?? "";
  }

  protected get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Moves behind the expression that starts here and notes its place; false when none does. */
  protected atom(quoting: Quoting, command = this.command): boolean {
    const span = this.#atoms.get(this.at);
    if (span === undefined) return false;
    const word = quoting.startsWith("heredoc") ? null : this.word;
    this.#places.push({ span, quoting, command, word });
    this.at = span.end;
    return true;
  }

  /** Moves to `end`, noting the expressions on the way. */
  protected skipTo(end: number, quoting: Quoting, command = this.command): void {
    while (this.at < end) {
      if (!this.atom(quoting, command)) this.at += 1;
    }
  }

  /** White space and continued lines; false when there is none. */
  protected blank(): boolean {
    const blank = /(?:[ \t\r]|\\\r?\n)+/y;
    blank.lastIndex = this.at;
    const length = blank.exec(this.text)?.[0].length ?? 0;
    this.at += length;
    return length > 0;
  }
}

/** Which string literal of a JavaScript or Python text an expression stands in. Linear; never throws. */
import { type ExpressionSpan, findExpressions } from "../expressions/find.ts";

export interface StringLiteral {
  /** With quotes and prefix. */
  readonly start: number;
  readonly end: number;
  /** The opening quote: `'`, `"`, a backtick, or a triple quote. */
  readonly quote: string;
  /** Python's `f`, `r`, `b`…, lower case. */
  readonly prefix: string;
}

export interface LiteralPlace {
  readonly span: ExpressionSpan;
  /** Null outside literals. */
  readonly literal: StringLiteral | null;
  readonly inComment: boolean;
}

export interface LiteralSyntax {
  readonly quotes: readonly string[];
  readonly lineComment: string;
  readonly blockComment: readonly [string, string] | null;
  readonly prefixes: RegExp;
}

export const JAVASCRIPT: LiteralSyntax = {
  quotes: ["`", "'", '"'],
  lineComment: "//",
  blockComment: ["/*", "*/"],
  prefixes: /(?!)/,
};
export const PYTHON: LiteralSyntax = {
  quotes: ['"""', "'''", "'", '"'],
  lineComment: "#",
  blockComment: null,
  prefixes: /(?:^|[^\w])([rbfu]{1,2})$/i,
};

/** Every expression of the text, in order. */
export function literalPlaces(text: string, syntax: LiteralSyntax): LiteralPlace[] {
  return new LiteralScanner(text, syntax).scan();
}

class LiteralScanner {
  readonly #text: string;
  readonly #syntax: LiteralSyntax;
  readonly #atoms: ReadonlyMap<number, ExpressionSpan>;
  readonly #places: LiteralPlace[] = [];
  #at = 0;

  constructor(text: string, syntax: LiteralSyntax) {
    this.#text = text;
    this.#syntax = syntax;
    this.#atoms = new Map(findExpressions(text).map((span) => [span.start, span]));
  }

  scan(): LiteralPlace[] {
    while (this.#at < this.#text.length) {
      const quote = this.#syntax.quotes.find((candidate) => this.#text.startsWith(candidate, this.#at));
      if (quote !== undefined) this.#literal(quote);
      else if (!this.#comment() && !this.#atom({ literal: null, inComment: false })) this.#at += 1;
    }
    return this.#places;
  }

  #literal(quote: string): void {
    const prefix = this.#syntax.prefixes.exec(this.#text.slice(Math.max(0, this.#at - 3), this.#at))?.[1] ?? "";
    const start = this.#at - prefix.length;
    const first = this.#places.length;
    this.#at += quote.length;
    while (!this.#endsLiteral(quote)) {
      if (this.#atom({ literal: null, inComment: false })) continue;
      const isEscape = this.#text[this.#at] === "\\" && !this.#atoms.has(this.#at + 1);
      this.#at += isEscape ? 2 : 1;
    }
    this.#at += quote.length;
    const literal = { start, end: this.#at, quote, prefix: prefix.toLowerCase() };
    const inside = this.#places.splice(first).map((place) => ({ ...place, literal }));
    this.#places.push(...inside);
  }

  /** A literal of one quote ends with its line too, though that is an error. */
  #endsLiteral(quote: string): boolean {
    if (this.#at >= this.#text.length || this.#text.startsWith(quote, this.#at)) return true;
    return quote.length === 1 && quote !== "`" && this.#text[this.#at] === "\n";
  }

  #comment(): boolean {
    const { lineComment, blockComment } = this.#syntax;
    const closer = this.#text.startsWith(lineComment, this.#at) ? "\n" : this.#blockCloser(blockComment);
    if (closer === null) return false;
    const found = this.#text.indexOf(closer, this.#at);
    const end = found === -1 ? this.#text.length : found + closer.length;
    while (this.#at < end) {
      if (!this.#atom({ literal: null, inComment: true })) this.#at += 1;
    }
    return true;
  }

  #blockCloser(block: readonly [string, string] | null): string | null {
    return block !== null && this.#text.startsWith(block[0], this.#at) ? block[1] : null;
  }

  #atom(place: Omit<LiteralPlace, "span">): boolean {
    const span = this.#atoms.get(this.#at);
    if (span === undefined) return false;
    this.#places.push({ span, ...place });
    this.#at = span.end;
    return true;
  }
}

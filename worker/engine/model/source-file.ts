import type { Evidence, Range } from "../finding.ts";
import { LineIndex, type Span } from "../parse/line-index.ts";

const MAX_QUOTED_LINES = 10;

/** One file's text with what edits and findings need to know of its form. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  #lines: LineIndex | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  /** The newline that the file uses: that of its first line. */
  get newline(): "\n" | "\r\n" {
    const at = this.text.indexOf("\n");
    return at > 0 && this.text[at - 1] === "\r" ? "\r\n" : "\n";
  }

  range(span: Span): Range {
    return this.lines.range(span);
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** The whole lines under a span, at most ten: verbatim, but for asterisks in the place of what must not be shown. */
  quote(span: Span, redact: readonly Span[] = []): Evidence {
    const { line, endLine } = this.range(span);
    const last = Math.min(endLine, line + MAX_QUOTED_LINES - 1);
    const quoted = Array.from({ length: last - line + 1 }, (_, index) => this.#line(line + index, redact));
    return { path: this.path, line, endLine: last, quote: quoted.join("\n") };
  }

  #line(line: number, redact: readonly Span[]): string {
    const start = this.lines.startOf(line);
    let text = this.lines.line(line);
    for (const hidden of redact) {
      const from = Math.max(0, hidden.start - start);
      const to = Math.min(text.length, hidden.end - start);
      if (from < to) text = text.slice(0, from) + "*".repeat(to - from) + text.slice(to);
    }
    return text;
  }
}

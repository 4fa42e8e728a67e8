const MARK = /\$\{\{|\bif["']?\s*:/g;
/** An escaped line break may part the characters of a mark, as an escape may spell them. */
const ESCAPE = /\\[xuU]|[${]\\\r?\n/;

/**
 * Where in a file an expression may stand, to pass by everything else: `${{` and keys `if`. Asked in file order, as the
 * marks behind a question are forgotten. Where escapes can hide a mark, everything may hold one.
 */
export class ExpressionMarks {
  readonly #offsets: number[] = [];
  readonly #isOpen: boolean;
  #next = 0;

  constructor(text: string) {
    this.#isOpen = ESCAPE.test(text);
    if (this.#isOpen) return;
    MARK.lastIndex = 0;
    for (let match = MARK.exec(text); match; match = MARK.exec(text)) this.#offsets.push(match.index);
  }

  /** False when no expression begins in this stretch. */
  areIn(start: number, end: number): boolean {
    if (this.#isOpen) return true;
    let at = this.#offsets[this.#next];
    while (at !== undefined && at < start) {
      this.#next += 1;
      at = this.#offsets[this.#next];
    }
    return at !== undefined && at < end;
  }
}

import type { Span } from "../parse/line-index.ts";

/** A secret that stands in a text. */
export interface Secret {
  /** Which rule found it: kebab-case, of a closed set. */
  readonly rule: string;
  /** The secret itself, joined where lines or quotes split it. It must not leave the redactor. */
  readonly value: string;
  /** Where its pieces stand, in order: one piece, unless lines or quotes split it. None crosses a line's end. */
  readonly parts: readonly Span[];
}

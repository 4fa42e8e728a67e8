/**
 * Finds `${{ … }}` in any string. The end is the first `}}` outside a single-quoted literal, as GitHub's runner reads it
 * (inside a literal, `''` is one quote). Linear in the length of the text.
 */

export interface ExpressionSpan {
  /** Offset of `${{`. */
  readonly start: number;
  /** Offset just after `}}`; the end of the text where the expression is never closed. */
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
  /** What stands between the braces, untrimmed. */
  readonly inner: string;
  readonly closed: boolean;
}

const OPEN = "${{";

/** All spans in `text`, in order, never overlapping. An unclosed `${{` is the last one. */
export function findExpressions(text: string): ExpressionSpan[] {
  const spans: ExpressionSpan[] = [];
  let from = text.indexOf(OPEN);
  while (from !== -1) {
    const span = readSpan(text, from);
    spans.push(span);
    from = text.indexOf(OPEN, span.end);
  }
  return spans;
}

/** An `if:` may leave the braces out: the whole text is then the expression. With braces anywhere, those spans are returned. */
export function findConditionExpressions(text: string): ExpressionSpan[] {
  const spans = findExpressions(text);
  if (spans.length > 0 || text.trim() === "") return spans;
  return [{ start: 0, end: text.length, innerStart: 0, innerEnd: text.length, inner: text, closed: true }];
}

function readSpan(text: string, start: number): ExpressionSpan {
  const innerStart = start + OPEN.length;
  let quoted = false;
  for (let at = innerStart; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") quoted = !quoted;
    else if (char === "}" && !quoted && text[at + 1] === "}") {
      return { start, end: at + 2, innerStart, innerEnd: at, inner: text.slice(innerStart, at), closed: true };
    }
  }
  return { start, end: text.length, innerStart, innerEnd: text.length, inner: text.slice(innerStart), closed: false };
}

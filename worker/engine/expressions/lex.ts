/** Tokens of GitHub's expression language with offsets. Pure and linear; a bad character is a value, not an exception. */

type TokenKind = "name" | "string" | "number" | "literal" | "operator" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The text for names and operators; the unescaped value of strings. */
  readonly text: string;
  readonly value?: string | number | boolean | null;
  readonly start: number;
  readonly end: number;
}

export type LexResult = { ok: true; tokens: Token[] } | { ok: false; reason: string; at: number };

const PATTERN =
  /\s+|'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_-]*|[+-]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|==|!=|<=|>=|&&|\|\||[()[\],.!<>*]/y;
const NUMBER_START = /[-+0-9]/;
const LITERALS = new Map<string, boolean | null | number>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);

/** Tokens of `text`, ending with one of kind `end`. `.5` is a number unless it follows a value, as in `a.b`. */
export function lexExpression(text: string): LexResult {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at, tokens.at(-1));
    if (piece === undefined) return { ok: false, reason: `unexpected \`${text.slice(at, at + 10)}\``, at };
    const end = at + piece.length;
    if (!/^\s/.test(piece)) tokens.push(toToken({ piece, start: at, end }, tokens.at(-1)));
    at = end;
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return { ok: true, tokens };
}

function pieceAt(text: string, at: number, previous: Token | undefined): string | undefined {
  if (text[at] === "." && previous !== undefined && endsValue(previous)) return ".";
  PATTERN.lastIndex = at;
  return PATTERN.exec(text)?.[0];
}

function endsValue(token: Token): boolean {
  return token.kind === "name" || token.kind === "literal" || [")", "]", "*"].includes(token.text);
}

function toToken(raw: { piece: string; start: number; end: number }, previous: Token | undefined): Token {
  const { piece, start, end } = raw;
  const first = piece[0] ?? "";
  if (first === "'") {
    const value = piece.slice(1, -1).replaceAll("''", "'");
    return { kind: "string", text: value, value, start, end };
  }
  if (/[A-Za-z_]/.test(first)) {
    const value = LITERALS.get(piece);
    const isProperty = previous?.kind === "operator" && previous.text === ".";
    if (value === undefined || isProperty) return { kind: "name", text: piece, start, end };
    return { kind: "literal", text: piece, value, start, end };
  }
  const isNumber = NUMBER_START.test(first) || (first === "." && piece.length > 1);
  if (isNumber) return { kind: "number", text: piece, value: Number(piece), start, end };
  return { kind: "operator", text: piece, start, end };
}

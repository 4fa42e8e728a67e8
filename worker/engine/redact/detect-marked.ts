import type { Span } from "../parse/line-index.ts";
import { MARKED_FORMATS, type MarkedFormat } from "./data/marked-formats.ts";
import { bitsPerUnit, isCounted, kindsOf, wordiness } from "./randomness.ts";
import { type Finder, isWorth, spend } from "./view.ts";

/** Runs are cut here: no token's fixed part is longer, and each place costs no more than this. */
const MAX_RUN = 600;
const RUN = /[A-Za-z0-9_-]*={0,2}/y;
/** Enough of a token to judge it by. */
const JUDGED = 128;
const NAME_UNIT = /[A-Za-z0-9_]/;
const ESCAPE_BEFORE = /(?:\\[nrtbfv0]|%[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})$/;
/** Words of five letters and more: chance does not write them into a token. */
const SAMPLE_WORD = /example|sample|placeholder|dummy|changeme|redacted|x{6}|0{8}|\*{3}|abcdefgh|12345678|deadbeef/i;
/** Markers of one issuer that others may write in another case. */
const MIN_ANY_CASE = 6;

/** Whether a token may begin here: no letter or digit in front, but for one that ends an escape such as `\n` or `%3D`. */
export function startsToken(text: string, at: number): boolean {
  if (at === 0 || !NAME_UNIT.test(text.charAt(at - 1))) return true;
  return ESCAPE_BEFORE.test(text.slice(Math.max(0, at - 6), at));
}

/** Whether what follows a token's marker is random, and no sample of documentation. */
function isTokenBody(body: string, isShort: boolean): boolean {
  if (SAMPLE_WORD.test(body) || isCounted(body)) return false;
  if (bitsPerUnit(body) < (body.length < 16 ? 2 : 2.5)) return false;
  const mean = wordiness(body) / (body.length - 1);
  return mean <= (isShort ? -0.1 : mostWordy(body));
}

/** Behind a telling marker even letters that happen to look like words are a token, if digits or both cases are in it. */
function mostWordy(body: string): number {
  const { lower, upper, digits } = kindsOf(body);
  return digits > 0 || (upper > 1 && lower > 1) || lower === 0 ? 0.9 : 0.3;
}

interface Compiled extends MarkedFormat {
  readonly headPattern: RegExp | null;
  readonly bodyPattern: RegExp;
}

function compiled(format: MarkedFormat): Compiled {
  const bounded = format.body.replaceAll(/\{(\d+),\}/g, (_all, least: string) => `{${least},${MAX_RUN}}`);
  return {
    ...format,
    headPattern: format.head === "" ? null : new RegExp(`(?<=(${format.head}))`, "y"),
    bodyPattern: new RegExp(bounded, "y"),
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(format: Compiled, text: string, at: number): Span | null {
  const { marker, isShort, isAlone } = format;
  const mustFit = isAlone || marker.length < MIN_ANY_CASE;
  if (mustFit && !text.startsWith(marker, at)) return null;
  const head = format.headPattern ? matchAt(format.headPattern, text, at)?.[1] : "";
  const body = matchAt(format.bodyPattern, text, at + marker.length)?.[0];
  if (head === undefined || body === undefined) return null;
  const start = at - head.length;
  const end = at + marker.length + body.length;
  if (isAlone && !(startsToken(text, start) && !NAME_UNIT.test(text.charAt(end)))) return null;
  const judged = (head + body).slice(0, JUDGED);
  return isTokenBody(judged, isShort) && isMixed(format, judged) ? { start, end } : null;
}

/** A short marker alone may begin a name: its token holds digits, where its alphabet has them. */
function isMixed({ isShort, body }: MarkedFormat, text: string): boolean {
  if (!isShort || !/0-9|\\d/.test(body)) return true;
  const { digits, lower, upper } = kindsOf(text);
  return digits > 0 && lower + upper > 0;
}

/** Tokens that their own form tells. */
export const markedFinders: readonly Finder[] = MARKED_FORMATS.map((row) => {
  const format = compiled(row);
  return {
    words: [format.marker.toLowerCase()],
    find(view, at) {
      const { text } = view;
      if (!isWorth(view, at)) return null;
      const token = tokenAt(format, text, at);
      spend(view, at, token ? token.end - token.start : 16);
      if (!token) return null;
      const rest = format.isAlone ? "" : (matchAt(RUN, text, token.end)?.[0] ?? "");
      return { rule: format.rule, start: token.start, end: token.end + rest.length };
    },
  };
});

import type { Span } from "../parse/line-index.ts";

/** A value that a name is given. */
export interface ReadValue extends Span {
  /** In quotes, or the rest of a line: a literal, and not code. */
  readonly isLiteral: boolean;
}

const MAX_VALUE = 2048;
const QUOTE = "(?:\\\\{0,3}[\"'`])";
/** `"name": "DB_PASSWORD", "value": "…"`, `- name: DB_PASSWORD` with `value: …` below, `variable "x" { default = "…"`. */
const BESIDE = new RegExp(
  `${QUOTE}?[ \\t]{0,20}[,{:]?[ \\t]{0,20}(?:\\\\?\\r?\\n[ \\t]{0,60}(?:type[ \\t]{0,9}=[ \\t]{0,9}string\\r?\\n[ \\t]{0,60})?)?${QUOTE}?(?:value|default)${QUOTE}?[ \\t]{0,20}[:=][ \\t]{0,20}`,
  "iy",
);
const OPERATOR = new RegExp(
  `(?:[ \\t][\\w.-]{0,20}(?=["']?[ \\t]{0,9}[:=]>?[ \\t"']))?(?:${QUOTE}|[\\])]){0,3}[ \\t]{0,20}(?:\\|\\|=?|\\?\\?=?|:=|=>|\\?=|:-(?=[^\\s])|:{1,3}=?|={1,3}|%3[aAdD]|>(?=[^=\\s])|(?<=["'\`]),|\\((?=["'\`])|,(?=[ \\t]{0,3}["'\`]))[ \\t]{0,20}`,
  "y",
);
const SPACE = /[ \t]{1,20}(?=[^ \t=:|&;>*({[<,-])/y;
/** In front of a password that follows a word. */
const LOGIN = /\b(?:login|user|machine|username|identified)\b/i;
/** The next item of a list: `- --token` with `- …` below. */
const NEXT_ITEM = /["']?,?[ \t]{0,9}\r?\n[ \t]{0,60}-[ \t]{1,9}/y;
const QUOTED = /[ \t]{1,20}(?=["'])/y;
/** In front of a name whose value follows after a space. */
const COMMAND = /(?:^|[\s"'`[])(?:--?|(?:ENV|ARG|set|setx|set -x|set -gx|set -Ux|setenv)[ \t]+)$/;
const SCHEME = /(?:Bearer|Basic|Token|ApiKey|Bot|Splunk|GenieKey|SSWS|Key)[ \t]{1,3}(?=[^\s=:])/iy;
const OPENING = /(?:[rbfuRBFU@$](?=["']))?(\\{0,3}["'`]{1,3})?/y;
const NEXT_LINE = /(?:[|>][+-]?\d?[ \t]{0,9}|\(|\\)?\r?\n[ \t]{1,60}/y;
/** What ends a value that no quote ends. */
const BARE = /[^\s"'`<>\\,;)\]}&|](?:[^\s"'`<>\\;]{1,512})?/y;
const IN_QUERY = /[?&;]$|%26$/;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Where the value of a name starts; null when none follows. */
function valueStart(text: string, name: Span): number | null {
  const before = text.slice(Math.max(0, name.start - 16), name.start) + leadingDashes(text, name);
  const space = COMMAND.test(before) ? (match(SPACE, text, name.end) ?? match(NEXT_ITEM, text, name.end)) : null;
  const found =
    space ?? match(BESIDE, text, name.end) ?? match(OPERATOR, text, name.end) ?? spaceBehindWord(text, name);
  return found ? name.end + found[0].length : null;
}

/** Dashes are part of a name as it was taken: `--token` is a name with two in front. */
function leadingDashes(text: string, { start }: Span): string {
  return text.charAt(start) === "-" ? "-" : "";
}

function spaceBehindWord(text: string, name: Span): RegExpExecArray | null {
  if (isWord(text, name)) return match(SPACE, text, name.end);
  return /(?:password|passwd|passphrase|token|secret)$/i.test(text.slice(name.start, name.end))
    ? match(QUOTED, text, name.end)
    : null;
}

/** `password xyz`, as `.netrc` and login commands say it. */
function isWord(text: string, { start, end }: Span): boolean {
  return /^(?:password|passwd|token|secret|identified by|requirepass|masterauth|_authToken)$/i.test(
    text.slice(start, end),
  );
}

/** The value that a text gives to the name at `name`; null when there is none. */
export function readValue(text: string, name: Span): ReadValue | null {
  const found = valueStart(text, name);
  if (found === null) return null;
  const line = match(NEXT_LINE, text, found);
  let start = found + (line?.[0].length ?? 0);
  start += match(SCHEME, text, start)?.[0].length ?? 0;
  const opening = match(OPENING, text, start);
  const quote = opening?.[1] ?? "";
  start += opening?.[0].length ?? 0;
  start += match(SCHEME, text, start)?.[0].length ?? 0;
  const end = quote === "" ? bareEnd(text, start, name) : quotedEnd(text, start, quote);
  if (end <= start || (line && quote === "" && text.charAt(end - 1) === ":")) return null;
  return { start, end, isLiteral: quote !== "" || isPlain(text, name, end) };
}

function quotedEnd(text: string, start: number, quote: string): number {
  const sign = quote.at(-1) ?? "";
  const isEscaped = quote.startsWith("\\");
  const limit = Math.min(text.length, start + MAX_VALUE);
  for (let at = start; at < limit; at += 1) {
    const unit = text.charAt(at);
    if (unit === "\n" || unit === "\r" || unit === sign) return at;
    if (unit === "\\" && isEscaped && /^\\{1,3}["'`]/.test(text.slice(at, at + 4))) return at;
    if (unit === "\\") at += 1;
  }
  return limit;
}

/** Without quotes a value ends at white space; what closes a bracket or a list is not its own. */
function bareEnd(text: string, start: number, name: Span): number {
  const bare = match(BARE, text, start)?.[0] ?? "";
  const isQuery = IN_QUERY.test(text.slice(Math.max(0, name.start - 3), name.start));
  const cut = isQuery ? bare.search(/[&#]|%26/) : bare.search(/&&|&[\w.]+=/);
  const value = cut < 0 ? bare : bare.slice(0, cut);
  return start + value.replace(/[,)\]}|]{1,8}$/, "").length;
}

/** Without quotes, but nowhere where code could stand: configuration, environments, addresses, command lines. */
function isPlain(text: string, name: Span, end: number): boolean {
  const before = text.slice(Math.max(0, name.start - 16), name.start) + leadingDashes(text, name);
  if (/[;?&]$/.test(before) || isWholeLine(text, name, end)) return true;
  if (before.endsWith("<") || before.endsWith("$" + "{")) return true;
  const behind = text.slice(name.end, name.end + 2);
  if (/^[ \t][^ \t=:]/.test(behind))
    return COMMAND.test(before) || LOGIN.test(text.slice(Math.max(0, name.start - 80), name.start));
  const isAssigned = /^=[^=\s]/.test(behind);
  return isAssigned && (COMMAND.test(before) || /^[A-Z][A-Z0-9_]*$/.test(text.slice(name.start, name.end)));
}

/** `NAME=value` or `name: value`, and nothing else on the line: configuration, where nothing is code. */
function isWholeLine(text: string, name: Span, end: number): boolean {
  const near = text.slice(Math.max(0, name.start - 80), name.start);
  if (near.length === 80 && !near.includes("\n")) return false;
  const before = near.slice(near.lastIndexOf("\n") + 1);
  return (
    /^[ \t]*(?:export |ENV |ARG |- |set |"|'|#)?[ \t]*$/.test(before) &&
    /^[ \t\r]*(?:#.*)?(?:\n|$)/.test(text.slice(end, end + 80))
  );
}

import type { Span } from "../parse/line-index.ts";
import type { View } from "./view.ts";

const HEADER = /-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----|-----BEGIN AGE ENCRYPTED FILE-----/iy;
const END = /-----END [A-Z0-9 ]{0,60}-----/i;
const MAX_LINES = 400;
const MAX_LINE = 16_384;
/** What programs, quotes and comments write around a line of a key. */
const BEFORE = /^[\s"'`#>|+*/.;:,([\\-]*/;
/** A number that an editor or a listing writes in front of a line. */
const NUMBER = /^\s*\d{1,6}\s*[|:]\s?/;
const BODY = /^[A-Za-z0-9+/=_-]{1,200}/;
const FIELD = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID|Key-ID):/i;
const LEAST_BODY = 24;
const HEADER_LENGTH = 40;
const PUTTY = /Private-Lines: ?(\d{1,3})/iy;

/** The pieces of a private key that begins at a place: one for each line; empty when there is only its header. */
export function privateKeyAt({ text }: View, at: number): Span[] {
  HEADER.lastIndex = at;
  const header = HEADER.exec(text)?.[0];
  if (header === undefined) return [];
  const first = lineEnd(text, at);
  const inLine = END.exec(text.slice(at + header.length, Math.min(first, at + MAX_LINE)));
  if (inLine) {
    const end = at + header.length + inLine.index + inLine[0].length;
    const body = text.slice(at + header.length, end - inLine[0].length).replace(/\\[nr]|[^A-Za-z0-9+/=]/g, "");
    return body.length >= LEAST_BODY ? [{ start: at, end }] : [];
  }
  return below(
    text,
    { start: at, end: at + headLength(text.slice(at, Math.min(first, at + MAX_LINE)), header) },
    first,
  );
}

/** How keys of PKCS #1, PKCS #8 and SEC 1 begin when only their body is given: a sequence with a version in front. */
const BARE_KEY = /MII[A-Za-z][A-Za-z0-9+/]{2}IBA[AD]|MIG[A-Za-z]AgE[AB]|MH[cQ]CAQEE|MC4CAQAwBQYDK2V/y;

/** The pieces of a private key without its header. */
export function bareKeyAt({ text }: View, at: number): Span[] {
  BARE_KEY.lastIndex = at;
  if (!BARE_KEY.test(text) || /[A-Za-z0-9+/=]/.test(text.charAt(at - 1))) return [];
  const run = /[A-Za-z0-9+/=]{64,8192}/y;
  run.lastIndex = at;
  const head = run.exec(text)?.[0];
  return head === undefined ? [] : below(text, { start: at, end: at + head.length }, lineEnd(text, at));
}

/** Lines of base64 below a PuTTY key's count of them. */
export function puttyKeyAt({ text }: View, at: number): Span[] {
  PUTTY.lastIndex = at;
  const count = PUTTY.exec(text)?.[1];
  if (count === undefined) return [];
  const parts: Span[] = [];
  for (let start = lineEnd(text, at) + 1; parts.length < Number(count) && start < text.length; ) {
    const part = bodyOf(text, start, lineEnd(text, start));
    if (!part) break;
    parts.push(part);
    start = lineEnd(text, start) + 1;
  }
  return parts;
}

/** The header's line may already hold a part of the key. */
function headLength(line: string, header: string): number {
  const rest = line.slice(header.length);
  return header.length + (/^(?:\\[nr]|[A-Za-z0-9+/= ])*/.exec(rest)?.[0].trimEnd().length ?? 0);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function below(text: string, head: Span, first: number): Span[] {
  const parts = [head];
  let [length, start] = [Math.max(0, head.end - head.start - HEADER_LENGTH), first + 1];
  while (start < text.length && parts.length < MAX_LINES) {
    const end = lineEnd(text, start);
    const part = end - start > MAX_LINE ? null : bodyOf(text, start, end);
    if (part) {
      parts.push(part);
      length += part.end - part.start;
    } else if (!isBetween(text.slice(start, Math.min(end, start + 200)))) break;
    if (END.test(text.slice(start, Math.min(end, start + 400)))) break;
    start = end + 1;
  }
  return length >= LEAST_BODY ? parts : [];
}

/** Empty lines and fields of the header stand between a key's header and its body. */
function isBetween(line: string): boolean {
  const content = line.replace(NUMBER, "").replace(BEFORE, "");
  return content === "" || FIELD.test(content);
}

/** The part of a line that belongs to a key; null when there is none, or more than that. */
function bodyOf(text: string, start: number, end: number): Span | null {
  const line = text.slice(start, end);
  const last = END.exec(line.slice(0, 400));
  if (last) {
    const content = line.slice(0, last.index);
    const indent = (NUMBER.exec(content)?.[0].length ?? 0) || (BEFORE.exec(content)?.[0].length ?? 0);
    return { start: start + Math.min(indent, last.index), end: start + last.index + last[0].length };
  }
  const number = NUMBER.exec(line)?.[0].length ?? 0;
  const indent = number + (BEFORE.exec(line.slice(number))?.[0].length ?? 0);
  const body = BODY.exec(line.slice(indent))?.[0] ?? "";
  const rest = line.slice(indent + body.length);
  if (body.length < 4 || !/^(?:\\[nr])*["'`,;+.\\)\]& \t\r]*$/.test(rest)) return null;
  return { start: start + indent, end: start + indent + body.length };
}

/** Chunks of a text that tokens of Gemini's tokenizer never cross, but for a few rare ones. */
import { DIGIT, isLetter, kindAt, SIGN } from "./char-kinds.ts";

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const NINE = 57;
const LESS = 60;

/** Tags that are one token each: `added_tokens` of its tokenizer.json. */
const TAG = /<\/?(?:table|caption|thead|tbody|tfoot|t[rhd]|h[1-6]|blockquote|strong|em|[bius]|su[bp]|code)>/y;

/** Where the chunk that starts at a place ends. Each digit is one; so are words and signs with one space in front. */
export function geminiChunkEnd(text: string, at: number): number {
  const kind = kindOf(text, at);
  if (kind === DIGIT) return at + 1;
  if (kind >= 0) return endOfRun(text, at, kind);
  const end = endOfBlanks(text, at);
  if (kind !== -SPACE || end !== at + 1 || end === text.length) return end;
  const next = kindOf(text, end);
  return next === DIGIT || next < 0 || tagEnd(text, end) > 0 ? end : endOfRun(text, end, next);
}

/** What is neither a letter nor an ASCII digit nor a blank (below 0) is a sign; all letters are of one kind. */
function kindOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === SPACE || unit === NEWLINE || unit === TAB) return -unit;
  const kind = kindAt(text, at);
  if (isLetter(kind)) return 0;
  return kind === DIGIT && unit <= NINE ? DIGIT : SIGN;
}

function endOfBlanks(text: string, start: number): number {
  const unit = text.charCodeAt(start);
  let end = start + 1;
  while (text.charCodeAt(end) === unit) end += 1;
  return end;
}

function endOfRun(text: string, start: number, kind: number): number {
  if (kind === SIGN && tagEnd(text, start) > 0) return tagEnd(text, start);
  let end = start + 1;
  while (end < text.length && kindOf(text, end) === kind && !(kind === SIGN && tagEnd(text, end) > 0)) end += 1;
  return end;
}

/** 0 where no such tag starts. */
function tagEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== LESS) return 0;
  TAG.lastIndex = at;
  return TAG.test(text) ? TAG.lastIndex : 0;
}

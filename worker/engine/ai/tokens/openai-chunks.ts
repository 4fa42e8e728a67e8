/** Chunks of a text that tokens of `o200k_base` never cross: its pattern (openai/tiktoken, openai_public.py), by hand. */
import { BLANK, CASELESS, DIGIT, isLetter, kindAt, LINE_END, LOWER, MARK, SIGN, UPPER, widthAt } from "./char-kinds.ts";

const SPACE = 32;
const SLASH = 47;
const LONGEST_NUMBER = 3;

/** Where the chunk that starts at a place ends. */
export function openaiChunkEnd(text: string, at: number): number {
  const kind = kindAt(text, at);
  if (isLetter(kind)) return endOfWord(text, at);
  if (kind === DIGIT) return endOfNumber(text, at);
  const after = at + widthAt(text, at);
  const next = kindAt(text, after);
  if (kind !== LINE_END && isLetter(next)) return endOfWord(text, after);
  if (kind === SIGN || (next === SIGN && text.charCodeAt(at) === SPACE)) return endOfSigns(text, after);
  return endOfBlanks(text, at);
}

/** Capitals, then small letters; letters without case are both. */
function endOfWord(text: string, start: number): number {
  let end = start;
  let endOfCaseless = 0;
  for (let kind = kindAt(text, end); kind === UPPER || isCaseless(kind); kind = kindAt(text, end)) {
    end += 1;
    if (kind !== UPPER) endOfCaseless = end;
  }
  const endOfUpper = end;
  for (let kind = kindAt(text, end); kind === LOWER || isCaseless(kind); kind = kindAt(text, end)) end += 1;
  if (end === endOfUpper && endOfCaseless > 0) end = endOfCaseless;
  return text[end] === "'" ? endOfContraction(text, end) : end;
}

function isCaseless(kind: number): boolean {
  return kind === CASELESS || kind === MARK;
}

const CONTRACTION = /'(?:[stmd]|re|ve|ll)/iy;

function endOfContraction(text: string, at: number): number {
  CONTRACTION.lastIndex = at;
  return CONTRACTION.test(text) ? CONTRACTION.lastIndex : at;
}

function endOfNumber(text: string, start: number): number {
  let end = start;
  for (let digits = 0; digits < LONGEST_NUMBER && kindAt(text, end) === DIGIT; digits += 1) end += widthAt(text, end);
  return end;
}

/** Signs and marks, then line ends and slashes. */
function endOfSigns(text: string, from: number): number {
  let end = from;
  for (let kind = kindAt(text, end); kind === SIGN || kind === MARK; kind = kindAt(text, end)) end += 1;
  while (end < text.length && (kindAt(text, end) === LINE_END || text.charCodeAt(end) === SLASH)) end += 1;
  return end;
}

/** Up to the last line end; on one line all blanks but the last, which what follows takes. */
function endOfBlanks(text: string, start: number): number {
  let end = start;
  let endOfLines = 0;
  for (let kind = kindAt(text, end); end < text.length && kind >= BLANK && kind <= LINE_END; kind = kindAt(text, end)) {
    end += 1;
    if (kind === LINE_END) endOfLines = end;
  }
  if (endOfLines > 0) return endOfLines;
  return end === text.length || end === start + 1 ? end : end - 1;
}

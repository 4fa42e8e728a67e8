import { TOKEN_FORMATS, type TokenFormat } from "../data/token-formats.ts";
import { memo } from "../memo.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Span } from "../parse/line-index.ts";

export interface KnownToken extends Span {
  readonly what: string;
}

const BY_MARKER: ReadonlyMap<string, TokenFormat> = new Map(TOKEN_FORMATS.map((format) => [format.marker, format]));
const MARKERS = new RegExp(
  [...BY_MARKER.keys(), "-----BEGIN "].map((marker) => marker.replaceAll(".", "\\.")).join("|"),
  "g",
);
const KEY_BLOCK =
  /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:\s|\\n)+(?:[A-Za-z0-9+/=]{16,100}(?:\s|\\n)*){2,200}/y;
const NAME_UNIT = /[A-Za-z0-9_]/;
/** Shannon entropy of a random text of twenty letters is above four bits, of sixteen above three; repeated letters stay below. */
const MIN_BITS = 3;
const MIN_BITS_HEX = 2.8;
const PLACEHOLDER =
  /example|sample|placeholder|your|dummy|fake|test|token|secret|redacted|changeme|insert|replace|x{4}|0{6}|\*{3}|1234567|abcdef|qwerty|deadbeef/i;

/** Credentials in a file that can be told by their form. Placeholders, such as those of documentation, are left out. */
export const knownTokensIn = memo(({ text }: SourceFile): readonly KnownToken[] => {
  const found: KnownToken[] = [];
  MARKERS.lastIndex = 0;
  for (let match = MARKERS.exec(text); match; match = MARKERS.exec(text)) {
    const token = tokenAt(text, match.index, match[0]);
    if (!token) continue;
    found.push(token);
    MARKERS.lastIndex = token.end;
  }
  return found;
});

function tokenAt(text: string, start: number, marker: string): KnownToken | null {
  const format = BY_MARKER.get(marker);
  if (!format) return keyAt(text, start);
  if (start > 0 && NAME_UNIT.test(text[start - 1] ?? "")) return null;
  format.pattern.lastIndex = start;
  const token = format.pattern.exec(text)?.[0];
  if (token === undefined || !isRandom(token.slice(format.skip))) return null;
  return { start, end: start + token.length, what: format.name };
}

function keyAt(text: string, start: number): KnownToken | null {
  KEY_BLOCK.lastIndex = start;
  const block = KEY_BLOCK.exec(text)?.[0].trimEnd();
  if (block === undefined || !isRandom(block.slice(block.indexOf("KEY-----") + 8))) return null;
  return { start, end: start + block.length, what: "private key" };
}

/** False for texts that people write by hand: words, repeated letters, rows of the keyboard, counted digits. */
function isRandom(text: string): boolean {
  if (text.length < 100 && PLACEHOLDER.test(text)) return false;
  const isHex = /^[0-9a-f]+$/.test(text);
  return bitsPerUnit(text) >= (isHex ? MIN_BITS_HEX : MIN_BITS) && !isCounted(text);
}

function bitsPerUnit(text: string): number {
  const counts = new Map<string, number>();
  for (const unit of text) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Half of the units follow their neighbour in the alphabet. */
function isCounted(text: string): boolean {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) - text.charCodeAt(at - 1) === 1) steps += 1;
  return steps > text.length / 3;
}

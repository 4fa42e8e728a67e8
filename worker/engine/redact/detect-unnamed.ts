import type { Span } from "../parse/line-index.ts";
import { base64Text, hexText } from "./decode.ts";
import { isRandom, withoutDigests } from "./judge-value.ts";
import { kindsOf, wordiness } from "./randomness.ts";
import type { Found, View } from "./view.ts";

const RUN = /[A-Za-z0-9+/_-]{16,65536}={0,2}/g;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
/** Longer texts without a name are files written in base64, and shorter ones names. */
const [MIN_LENGTH, MAX_LENGTH] = [20, 256];
const MIN_SMALL = 30;
/** Tables that programs packed into strings are longer, or stand between signs. */
const MOST_LETTERS = 64;
const [EDGE_BEFORE, EDGE_BEHIND] = [/[\s"'`=:]/, /[\s"'`,;)]/];
/** What stands in front of digests, addresses, public keys and files in base64: random, and no secret. */
const PUBLIC_BEFORE =
  /(?:sha\d{1,3}|h1|md5|integrity|checksum|digest|fingerprint|hash|etag|commit|rev|ref|uses|nonce|uuid|guid|id|public|base64|mappings|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+|sk-\w+@openssh\.com|pubkey|verify|signature|cert|certificate|image|asset|version|secure|encrypted|boundary)[\s"'`:=,([{\\-]{0,6}$/i;
/** Certificates and public keys. */
const PUBLIC_BLOCK = /-----BEGIN (?![A-Z0-9 ]{0,60}PRIVATE)[A-Z0-9 ]{1,60}-----/g;
const BLOCK_END = "-----END ";
const MAX_BLOCK = 16_384;
/** A line of many that a file was written into, and not a token: whole lines of one alphabet above and below. */
const BLOB_LINE = /^(?:\s*\d{1,6}\s?[|:]?)?[\s"'#*>|+]*[A-Za-z0-9+/]{32,}={0,2}[\s"'+,\\]*$/;
/** Lines of generated files are longer. */
const MAX_LINE = 2000;
/** Identifiers in the comments of programs. */
const SAMPLE_BEFORE = /(?:for example|e\.g\.|such as),?[\s`'"(]{0,4}$|\*[ \t]{3,40}['"`]$/i;
const ADDRESS = /(?:https?:)?\/\/[^\s"'`<>]{0,300}$/;

/** Where certificates and public keys stand. */
export function publicBlocksOf(text: string): Span[] {
  return [...text.matchAll(PUBLIC_BLOCK)].flatMap(({ index }) => {
    const end = text.slice(index, index + MAX_BLOCK).indexOf(BLOCK_END);
    return end < 0 ? [] : [{ start: index, end: index + end }];
  });
}

/** Runs of the characters that tokens are made of. */
export function* runsOf(text: string): Generator<{ readonly run: string; readonly at: number }> {
  for (const match of text.matchAll(RUN)) yield { run: match[0], at: match.index };
}

/** The text that a run is an encoding of; null when it is none. */
export function textBehind(run: string): string | null {
  return HEX.test(run) ? (run.length >= 32 ? hexText(run) : null) : base64Text(run);
}

/** Random texts that no name explains, alone or between slashes. */
export function unnamedAt(text: string, run: string, at: number): Found[] {
  if (run.length < MIN_LENGTH || run.length > MAX_LENGTH || /^sha\d{1,3}-/.test(run)) return [];
  if (isUnnamed(run))
    return isPublic(text, at) || isPiece(text, run, at)
      ? []
      : [{ rule: "random-text", start: at, end: at + run.length }];
  const found: Found[] = [];
  let start = at;
  for (const piece of run.split("/")) {
    if (piece.length < run.length && isUnnamed(piece) && !isPublic(text, at) && !isPublic(text, start)) {
      found.push({ rule: "random-text", start, end: start + piece.length });
    }
    start += piece.length + 1;
  }
  return found;
}

/** Capital and small letters and digits as chance mixes them; small letters and digits alone when there are many. */
function isUnnamed(run: string): boolean {
  const judged = withoutDigests(run);
  const { lower, upper, digits, others } = kindsOf(judged);
  if (isIdentifier(run) || !isRandom(judged, MIN_LENGTH)) return false;
  if (digits === 0) return isLettersOnly(judged);
  if (others > judged.length / 6 || digits < (judged.length < MIN_SMALL ? 2 : 1)) return false;
  if (lower >= 3 && upper >= 3) return wordiness(judged) <= -16;
  return upper === 0 && others === 0 && isSmallOnly(judged, digits);
}

/** Names with rows of separators, numbers in hexadecimal. */
function isIdentifier(run: string): boolean {
  return run.length < MIN_LENGTH || /[-_/+]{3}|^0x[0-9a-f]+$/i.test(run);
}

function isSmallOnly(text: string, digits: number): boolean {
  const isDense = digits >= text.length / 8 && digits <= text.length / 2;
  return isDense && text.length >= MIN_SMALL && wordiness(text) <= -text.length * 0.8;
}

/** Letters of both cases in an order that no name has, and too many for chance. */
function isLettersOnly(text: string): boolean {
  const { lower, upper, others } = kindsOf(text);
  const isEven = Math.min(lower, upper) > text.length / 4 && text.length <= MOST_LETTERS;
  return isEven && others <= 2 && isRandom(text, MIN_SMALL) && wordiness(text) <= -text.length;
}

/** Whether a run without digits is a piece of something longer. */
function isPiece(text: string, run: string, at: number): boolean {
  if (/\d/.test(run)) return false;
  const [before, behind] = [text.charAt(at - 1), text.charAt(at + run.length)];
  return (before !== "" && !EDGE_BEFORE.test(before)) || (behind !== "" && !EDGE_BEHIND.test(behind));
}

function isPublic(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 60), at);
  if (isInBlob(text, at) || PUBLIC_BEFORE.test(before) || SAMPLE_BEFORE.test(before)) return true;
  return ADDRESS.test(text.slice(Math.max(0, at - 300), at));
}

const SECRET_KEY = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const NEAR = 300;

/** Secret access keys of AWS have no mark: forty characters near their public half. */
export function pairedWith({ text }: View, found: readonly Found[]): Found[] {
  return found
    .filter(({ rule }) => rule === "aws-access-token")
    .flatMap(({ start, end }) => {
      const from = Math.max(0, start - NEAR);
      return [...text.slice(from, end + NEAR).matchAll(SECRET_KEY)]
        .filter(({ 0: key }) => /[A-Z]/.test(key) && /[a-z]/.test(key) && isRandom(key, 40))
        .map(({ index }) => ({ rule: "aws-secret-key", start: from + index, end: from + index + 40 }));
    });
}

/** Whether a place is in a line of a file written as text, or in one that a program wrote. */
function isInBlob(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2 * MAX_LINE), at);
  const start = at - (before.length - before.lastIndexOf("\n") - 1);
  const end = lineEnd(text, at);
  if (end - start > MAX_LINE) return true;
  if (!BLOB_LINE.test(text.slice(start, end))) return false;
  const head = before.slice(0, Math.max(0, before.lastIndexOf("\n")));
  const above = head.slice(head.lastIndexOf("\n") + 1);
  return [above, text.slice(end + 1, lineEnd(text, end + 1))].some((line) => BLOB_LINE.test(line));
}

/** Where a line ends, as far as that matters. */
function lineEnd(text: string, at: number): number {
  const end = text.slice(at, at + 2 * MAX_LINE).indexOf("\n");
  return end < 0 ? Math.min(text.length, at + 2 * MAX_LINE) : at + end;
}

import type { Span } from "../parse/line-index.ts";
import { base64Text, hexText } from "./decode.ts";
import { isRandom, withoutDigests } from "./judge-value.ts";
import { kindsOf, wordiness } from "./randomness.ts";
import type { Found } from "./view.ts";

const RUN = /[A-Za-z0-9+/_-]{16,65536}={0,2}/g;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
/** Longer texts without a name are files written in base64, and shorter ones names. */
const [MIN_LENGTH, MAX_LENGTH] = [20, 256];
/** What stands in front of digests, addresses, public keys and files in base64: random, and no secret. */
const PUBLIC_BEFORE =
  /(?:sha\d{1,3}|h1|md5|integrity|checksum|digest|fingerprint|hash|etag|commit|rev|ref|uses|nonce|uuid|guid|id|public|base64|mappings|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+|sk-\w+@openssh\.com|pubkey|verify|signature|cert|certificate|image|asset|version|secure|encrypted|boundary)[\s"'`:=,([{\\-]{0,6}$/i;
/** Certificates and public keys. */
const PUBLIC_BLOCK = /-----BEGIN (?![A-Z0-9 ]{0,60}PRIVATE)[A-Z0-9 ]{1,60}-----/g;
const BLOCK_END = "-----END ";
const MAX_BLOCK = 16_384;
/** A line of many that a file was written into, and not a token: whole lines of one alphabet above and below. */
const BLOB_LINE = /^[\s"'#*>|+]*[A-Za-z0-9+/]{32,}={0,2}[\s"'+,\\]*$/;
/** Lines of generated files are longer. */
const MAX_LINE = 2000;
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

/** A random text that no name explains: capital and small letters and digits, as chance mixes them. */
export function unnamedAt(text: string, run: string, at: number): Found[] {
  if (run.length < MIN_LENGTH || run.length > MAX_LENGTH || /[-_/+]{3}/.test(run)) return [];
  const { lower, upper, digits, others } = kindsOf(run);
  if (lower < 3 || upper < 3 || digits < 2 || others > run.length / 6) return [];
  const judged = withoutDigests(run);
  if (!isRandom(judged, MIN_LENGTH) || wordiness(judged) > -16) return [];
  if (isInBlob(text, at)) return [];
  const before = text.slice(Math.max(0, at - 60), at);
  if (PUBLIC_BEFORE.test(before) || ADDRESS.test(text.slice(Math.max(0, at - 300), at))) return [];
  return [{ rule: "random-text", start: at, end: at + run.length }];
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

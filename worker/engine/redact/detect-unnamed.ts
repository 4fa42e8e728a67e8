import { base64Text, hexText } from "./decode.ts";
import { isRandom } from "./judge-value.ts";
import { kindsOf, wordiness } from "./randomness.ts";
import type { Found } from "./view.ts";

const RUN = /[A-Za-z0-9+/_-]{16,65536}={0,2}/g;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
/** Longer texts without a name are files written in base64, and shorter ones names. */
const [MIN_LENGTH, MAX_LENGTH] = [20, 256];
/** What stands in front of digests, addresses, public keys and files in base64: random, and no secret. */
const PUBLIC_BEFORE =
  /(?:sha\d{1,3}|h1|md5|integrity|checksum|digest|fingerprint|hash|etag|commit|rev|ref|uses|nonce|uuid|guid|id|public|base64|mappings|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+|sk-\w+@openssh\.com|pubkey|verify|signature|cert|certificate|image|asset|version)[\s"'`:=,([{\\-]{0,6}$/i;
const ADDRESS = /(?:https?:)?\/\/[^\s"'`<>]{0,300}$/;

/** Runs of the characters that tokens are made of. */
export function* runsOf(text: string): Generator<{ readonly run: string; readonly at: number }> {
  for (const match of text.matchAll(RUN)) yield { run: match[0], at: match.index };
}

/** The text that a run is an encoding of; null when it is none. */
export function textBehind(run: string): string | null {
  return HEX.test(run) ? (run.length >= 32 ? hexText(run) : null) : base64Text(run);
}

/** A random text that no name explains: capital and small letters and digits, as chance mixes them. */
export function unnamedAt(text: string, run: string, at: number): Found | null {
  if (run.length < MIN_LENGTH || run.length > MAX_LENGTH || /[-_/+]{3}/.test(run)) return null;
  const { lower, upper, digits, others } = kindsOf(run);
  if (lower < 3 || upper < 3 || digits < 2 || others > run.length / 6) return null;
  if (!isRandom(run, MIN_LENGTH) || wordiness(run) > -16) return null;
  const before = text.slice(Math.max(0, at - 60), at);
  if (PUBLIC_BEFORE.test(before) || ADDRESS.test(text.slice(Math.max(0, at - 300), at))) return null;
  return { rule: "random-text", start: at, end: at + run.length };
}

/** Invented tokens of the right form, made at run time: none of them stands in a file, none of them ever opened anything. */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ANY = `${LETTERS}0123456789`;
const HEX = "0123456789abcdef";
const DIGITS = "0123456789";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A text that looks drawn by lot, the same on every run. */
function drawn(alphabet: string, length: number, seed = 7): string {
  let state = seed * 2654435761 + length;
  let text = "";
  for (let index = 0; index < length; index += 1) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += alphabet[Math.floor(state / 65536) % alphabet.length];
  }
  return text;
}

const BODIES: Readonly<Record<string, string>> = {
  ghp_: drawn(ANY, 36),
  gho_: drawn(ANY, 36),
  ghu_: drawn(ANY, 36),
  ghs_: drawn(ANY, 36),
  ghr_: drawn(ANY, 76),
  github_pat_: `${drawn(ANY, 22)}_${drawn(ANY, 59)}`,
  "glpat-": drawn(ANY, 20),
  "gldt-": drawn(ANY, 20),
  "glptt-": drawn(HEX, 40),
  "glrt-": drawn(ANY, 20),
  AKIA: drawn(BASE32, 16),
  "xoxb-": `${drawn(DIGITS, 12)}-${drawn(DIGITS, 12, 3)}-${drawn(ANY, 24)}`,
  "xoxp-": `${drawn(DIGITS, 12)}-${drawn(DIGITS, 12, 3)}-${drawn(DIGITS, 12, 4)}-${drawn(HEX, 32)}`,
  "https://hooks.slack.com/services/": `T${drawn(BASE32, 10)}/B${drawn(BASE32, 10, 5)}/${drawn(ANY, 24)}`,
  sk_live_: drawn(ANY, 24),
  rk_live_: drawn(ANY, 24),
  npm_: drawn(ANY, 36),
  "pypi-AgE": drawn(ANY, 150),
  rubygems_: drawn(HEX, 48),
  dckr_pat_: drawn(ANY, 27),
  dop_v1_: drawn(HEX, 64),
  "SG.": `${drawn(ANY, 22)}.${drawn(ANY, 43)}`,
  hf_: drawn(LETTERS, 34),
  "sk-proj-": `${drawn(ANY, 70)}T3BlbkFJ${drawn(ANY, 70, 9)}`,
  "sk-ant-api03-": `${drawn(ANY, 93)}AA`,
  "hvs.": drawn(ANY, 95),
  dapi: drawn(HEX, 32),
};

/** A token of the format with this marker. */
export function sampleToken(marker: string): string {
  const body = BODIES[marker];
  if (body === undefined) throw new Error(`No sample for ${marker}`);
  return marker + body;
}

/** The body of a private key, without its first and last line. */
export function sampleKeyLines(): string[] {
  return [drawn(ANY, 64), drawn(ANY, 64, 3), drawn(ANY, 40, 5)];
}

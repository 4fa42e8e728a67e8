import { NAMED_FORMATS } from "./data/named-formats.ts";
import { base64Text } from "./decode.ts";
import { isHex, isRandom, isSecretValue, type Value } from "./judge-value.ts";
import { isCounted, wordiness } from "./randomness.ts";
import { type ReadValue, readValue } from "./read-value.ts";
import { type Strength, strengthOf } from "./secret-names.ts";
import { type Finder, type Found, isWorth, spend, type View } from "./view.ts";

const MAX_NAME = 60;
const NAME = /[A-Za-z0-9_.-]/;
/** Words of names that any issuer's secret may have; what they say together, `secret-names.ts` decides. */
const GENERAL: readonly string[] = [
  "pass",
  "pwd",
  "passw",
  "secret",
  "token",
  "key",
  "cred",
  "auth",
  "bearer",
  "webhook",
  "jwt",
  "connectionstring",
  "connection_string",
  "connection-string",
  "sig",
  "salt",
  "cookie",
  "session",
  "dsn",
  "hmac",
  "otp",
  "_pat",
  "-pat",
  "pat=",
  "pat:",
  "pw=",
  "pw:",
  "_pw",
  "seed",
  "license",
];

/** The name around a place: letters, digits, dots, dashes and underscores. */
function nameAround(text: string, at: number, length: number): { start: number; end: number } {
  let [start, end] = [at, at + length];
  while (start > 0 && at - start < MAX_NAME && NAME.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && end - at < MAX_NAME && NAME.test(text.charAt(end))) end += 1;
  while (end > at + length && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}

/** Issuers' own lengths leave little to chance: numbers and shorter texts will do, words will not. */
function isVendorSecret(value: string): boolean {
  if (/^\d{14,}$/.test(value)) return new Set(value).size > 4;
  if (/[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9a-f]{8}:[0-9a-f]{8}$/i.test(value)) return true;
  if (value.split(/[_.:-]/).some((part) => isHex(part, 12)) || isRandom(value, 12)) return true;
  const mean = wordiness(value) / (value.length - 1);
  return (/\d/.test(value) ? mean < 0.7 : /[a-z].*[A-Z].*[a-z]/.test(value) && mean < 0.2) && !isCounted(value);
}

/** A name with its separators left out: `new.relic`, `new_relic` and `newRelic` are one. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[._-]/g, "");
}

const VENDOR_FORMATS = NAMED_FORMATS.map((format) => ({ format, words: format.names.map(bare) }));
/** No issuer has shorter ones, and none that are told by a name longer ones. */
const [LEAST_VENDOR, MOST_VENDOR] = [14, 300];

function vendorOf(name: string, value: string): string | null {
  if (value.length < LEAST_VENDOR || value.length > MOST_VENDOR) return null;
  const own = bare(name);
  const found = VENDOR_FORMATS.find(
    ({ words, format }) => words.some((word) => own.includes(word)) && format.value.test(value),
  );
  return found && isVendorSecret(value) ? found.format.rule : null;
}

/** Whether the value is a secret written in base64: of Kubernetes, of registries, of `Authorization: Basic`. */
function isEncoded(name: string, { text, isLiteral }: Value, strength: Strength | null): boolean {
  const decoded = base64Text(text);
  if (decoded === null) return false;
  if (strength !== null && /^[^\s:]{1,100}:[^\s]{3,}$/.test(decoded)) return true;
  if (vendorOf(name, decoded.trim()) !== null) return true;
  return strength !== null && isSecretValue({ text: decoded.trim(), isLiteral }, strength);
}

function ruleOf(name: string, value: Value): string | null {
  const vendor = vendorOf(name, value.text);
  if (vendor !== null) return vendor;
  const strength = strengthOf(name);
  if (strength !== null && isSecretValue(value, strength)) return strength === "password" ? "password" : "named-secret";
  return isEncoded(name, value, strength) ? "encoded-secret" : null;
}

function foundIn(name: string, value: ReadValue, view: View): Found | null {
  const text = view.text
    .slice(value.start, value.end)
    .replace(/\\[nrt]/g, " ")
    .trim();
  const rule = ruleOf(name, { text, isLiteral: value.isLiteral });
  return rule === null ? null : { rule, start: value.start, end: value.end };
}

function findNamed(view: View, at: number, word: string): Found | null {
  if (!isWorth(view, at)) return null;
  const around = nameAround(view.text, at, word.length);
  if (view.lower.slice(around.start, at).includes(word)) return null;
  const value = readValue(view.text, around);
  spend(view, at, value ? Math.min(value.end - value.start, 512) : 8);
  return value && foundIn(view.text.slice(around.start, around.end), value, view);
}

const VENDORS = NAMED_FORMATS.flatMap(({ names }) => names);

/** Values beside names: those of issuers with their formats, and those that any secret may have. */
export const namedFinder: Finder = {
  words: [...new Set([...GENERAL, ...VENDORS.flatMap((name) => [name, name.replace(/[_-]/g, ".")])])],
  find: findNamed,
};

import { bitsPerUnit, isCounted, kindsOf, wordiness } from "./randomness.ts";
import type { Strength } from "./secret-names.ts";

/** A value beside a name, as far as it says something of itself. */
export interface Value {
  readonly text: string;
  /** In quotes, or all of a line's value: then it is a literal, and not code. */
  readonly isLiteral: boolean;
}

/** What stands for a value that is elsewhere: variables, templates, calls to a store, `<your token>`. */
const REFERENCE =
  /\$\{|\$\(|^\$[A-Za-z_]\w*|\{\{|\}\}|%\w{2,}%|%[sdv]\b|#\{|<[\w -]*>|^@\w+@$|^\{\w*\}$|⟦|^!(?:vault|secret|ref|sub)|^(?:env|vault|op|ref|secret|secrets|file|ssm|sops|arn|urn|gcpsm|awssm|keyring):|^\w+\.(?:env|secrets|vars|getenv|environ)\b|^ENC\[/i;
const CAPITAL_REFERENCE = /\$[A-Z_]{3,}[A-Z0-9_]*\b/;
/** Texts that mean that a value is to be filled in. */
const SAMPLE =
  /example|sample|placeholder|change[_-]?me|replace[_-]?me|redacted|dummy|your[_-]|insert[_-]|\byour|x{6}|^x{3}|[-_.]x{3}|\.\.\.|\*\*\*|0{8}|…|1234567|abcdefg|deadbeef|not[_-]?(?:a[_-]?)?(?:real|secret)|todo|lorem|foobar/i;
/** Words that passwords of examples are made of; what is left of such a password without them says whether it is one. */
const COMMON =
  /password|passwort|passwd|passw|pass|pwd|secret|token|admin|root|user|username|login|test|testing|tests|postgres|postgresql|mysql|mariadb|mongo|redis|rabbitmq|guest|default|change|foo|bar|baz|qux|fake|demo|letmein|qwerty|welcome|minio|docker|github|gitlab|travis|development|develop|local|localhost|host|database|string|value|hello|world|wrong|bad|good|invalid|valid|correct|incorrect|super|very|strong|weak|insert|null|none|true|false|undefined|empty|hidden|masked|service|account|client|server|application|mock|unit|integration|simple|random|some|other|another|first|second|third|old|new|current|any|not|the|this|that|with|for|and|key|api|auth|access|private|public|basic|bearer|only|real|safe|unsafe|app|web|data|name|prod|production|staging|stage|ci|my|db|sa|sql|one|two|abc|xyz|is|no|me|or|of|in|to|it|an/gi;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]+$/i;
/** Code, expressions, paths, addresses, versions, dates, permissions: what stands beside such names in programs. */
const CODE = /[(){}[\]|<>]|=>|::|->|^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+$|^!|^&|;$/;
const CALL = /^[A-Za-z_$][\w$]*(?:(?:\.|::)[\w$]+)*[([]|^[*&]\w/;
const PLACE =
  /^(?:[a-z][a-z0-9+.-]*:\/\/|[~.]{0,2}\/|[A-Za-z]:\\|\.{1,2}$)|^[\w.@-]+(?:\/[\w.@-]+){2,}$|^[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,4}|json|yaml|toml)$/i;
/** Regular expressions. */
const EXPRESSION = /\(\?[:=!<]|\[[^\]]{1,40}-[^\]]{1,40}\][+*?{]/;
const NUMERIC = /^[\d.,:_/ TZ+-]*$/;
/** Longer ones are keys: chance tells them. */
const MAX_PASSWORD = 64;
const MIN_WORD_LIKE = 3;
/** What the name of a secret is worth. */
const SLACK = 0.4;

/**
 * Whether nothing tells a text from chance: letters that no name has in this order, and digits or both cases among
 * them. `slack`: bits that a character may be more like a word, where something else says that it is a secret.
 */
export function isRandom(text: string, minLength: number, slack = 0): boolean {
  if (text.length < minLength || isCounted(text) || SAMPLE.test(text)) return false;
  const { lower, upper, digits } = kindsOf(text);
  if (lower + upper === 0 || bitsPerUnit(text) < (text.length < 20 ? 2.5 : 3)) return false;
  const mean = wordiness(text) / (text.length - 1);
  if (digits === 0) return mean < -0.6 && (lower > 0 && upper > 1 ? text.length >= 16 : text.length >= 12);
  return mean < slack - 0.25;
}

/** Whether a text is a digest or a number in hexadecimal: letters and digits, as chance mixes them. */
export function isHex(text: string, minLength: number): boolean {
  if (text.length < minLength || !HEX.test(text) || isCounted(text)) return false;
  const { digits } = kindsOf(text);
  return digits >= 2 && text.length - digits >= 2 && bitsPerUnit(text) >= 2.3;
}

/** How many kinds of characters a password mixes; separators of words are none. */
function kindsIn(text: string): { readonly kinds: number; readonly signs: number; readonly digits: number } {
  const { lower, upper, digits, others } = kindsOf(text);
  const signs = others - (text.match(/[-_./:,]/g)?.length ?? 0);
  return { kinds: [lower, upper, digits, signs].filter((count) => count > 0).length, signs, digits };
}

function isComplex({ text, isLiteral }: Value, kinds: number): boolean {
  return kinds >= 3 && text.length >= 10 && (isLiteral || /^[A-Za-z0-9]+$/.test(text)) && /[^A-Za-z]/.test(text);
}

/** Whether people would choose this as a password, and not as an example of one. */
function isPassword(value: Value): boolean {
  const { text, isLiteral } = value;
  if (text.length < 6 || text.length > MAX_PASSWORD || /\s/.test(text)) return false;
  const { kinds, signs, digits } = kindsIn(text);
  if (!/[A-Za-z]/.test(text)) return signs > 0 && digits > 0;
  if (isComplex(value, kinds)) return !isNumbered(text);
  const rest = text.replace(COMMON, "").replace(/^\d+|\d+$/g, "");
  if (rest.replace(/[^A-Za-z]/g, "").length < MIN_WORD_LIKE) return kinds > 1 && rest.length > 5;
  if (text.length >= 8 && wordiness(text) / (text.length - 1) < -0.5) return digits > 0 || isLiteral;
  return isLiteral && isOddWord(text, signs, digits);
}

/** Three kinds of characters and a sign among them: nobody names a thing so. */
function isSigned(value: Value): boolean {
  const { kinds, signs, digits } = kindsIn(value.text);
  return value.isLiteral && signs > 0 && digits > 0 && isComplex(value, kinds) && !/[\s[\]{}\\]/.test(value.text);
}

/** Whether a password of an address is one of its own: letters besides the words of examples, and a digit. */
export function isUncommon(text: string): boolean {
  if (REFERENCE.test(text) || CAPITAL_REFERENCE.test(text) || SAMPLE.test(text) || text.length > MAX_PASSWORD)
    return false;
  return (
    /^[^@[\]\\]*\d[^@[\]\\]*$/.test(text) && text.replace(COMMON, "").replace(/[^A-Za-z]/g, "").length > MIN_WORD_LIKE
  );
}

/** A word with signs or digits in it that are no count. */
function isOddWord(text: string, signs: number, digits: number): boolean {
  return signs > 0 || (digits > 0 && !isNumbered(text));
}

/** Words with a number behind them, such as `TestUser1` and `some-name-2`, and longer names. */
function isNumbered(text: string): boolean {
  const mean = wordiness(text) / (text.length - 1);
  if (mean > 0.2 && /^[A-Za-z0-9]+(?:[_.-][A-Za-z0-9]+){2,}$/.test(text)) return true;
  return /^[A-Za-z][A-Za-z_.-]*[A-Za-z][-_.]?\d{1,2}$/.test(text) && mean > 0;
}

/** Whether a value is something else by its form: a number, an example, code, a path, an address. */
function isOther({ text, isLiteral }: Value): boolean {
  if (NUMERIC.test(text) || EXPRESSION.test(text) || SAMPLE.test(text) || isCounted(text)) return true;
  if (PLACE.test(text) && !(isRandom(text, 30) && /[+=]/.test(text))) return true;
  return isLiteral ? CALL.test(text) : CODE.test(text);
}

/** Whether what is left of a text without its references is a secret. */
function hasRandomPart(text: string): boolean {
  return text.split(/\$\{\{?[^}]*\}\}?|\{\{[^}]*\}\}/).some((part) => isRandom(part, 16));
}

/** Whether a value beside a name of this strength is a secret, and not a word, a reference, code or an example. */
export function isSecretValue(value: Value, strength: Strength): boolean {
  const { text } = value;
  if (REFERENCE.test(text) || CAPITAL_REFERENCE.test(text)) return hasRandomPart(text);
  if (isOther(value)) return false;
  if (UUID.test(text)) return strength === "strong";
  if (HEX.test(text)) return isHex(text, strength === "weak" ? 32 : 12);
  if (strength === "weak") return isRandom(withoutDigests(text), 20);
  if (strength === "password" ? isPassword(value) : isSigned(value)) return true;
  return isRandom(text, value.isLiteral ? 8 : 10, slackOf(value));
}

/** The name of a secret is worth something where the value is a long literal of all kinds of characters. */
function slackOf({ text, isLiteral }: Value): number {
  const { lower, upper, digits } = kindsOf(text);
  return isLiteral && text.length >= 16 && lower > 0 && upper > 0 && digits > 0 ? SLACK : 0;
}

/** A text without the digests in it, such as those of commits and of lock files in the keys of caches. */
export function withoutDigests(text: string): string {
  return text.replace(/(?<![A-Za-z0-9])(?:[0-9a-f]{7,}|[0-9A-F]{7,})(?![A-Za-z0-9])/g, "");
}

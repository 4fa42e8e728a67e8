/** How much a name says about the value beside it. */
export type Strength = "password" | "strong" | "weak";

const PASSWORD = /(?:password|passwd|passwort|passphrase|passcode)s?$|^(?:passw|pwd|pass|pw)$/;
const STRONG =
  /^(?:secrets|tokens|apikeys|accesskey|secretkey|privatekey|clientsecret|credentials?|creds?|bearer|authorization|webhook|pat|jwt|connectionstring|passkey|sharedsecret|licensekey|authkey|deploykey|serviceaccount)$|(?:secret|token|apikey)$/;
/** With one of these in front, a key is a secret one. */
const KEY_KIND =
  /^(?:api|app|access|secret|private|auth|signing|sign|encryption|encrypt|crypto|cipher|aes|hmac|account|master|root|admin|service|client|license|licence|deploy|deployment|storage|shared|session|server|subscription|integration|ingest|insert|write|read|user|developer|dev|ssh|gpg|rsa|webhook|project|record|upload|nuget|jwt|data|org|platform|function|host|gateway|x)$/;
const WEAK =
  /^(?:key|auth|sig|signature|salt|cookie|session|sessionid|sid|dsn|hmac|seed|otp|cert|pin|nonce|license|code)\d*$|sess(?:ion)?id$/;
/** The last word says what the value is: where, how long or of what kind the secret is, and not the secret. */
const ABOUT =
  /^(?:file|files|filename|path|paths|dir|name|names|url|uri|urls|endpoint|host|length|len|size|count|limit|limits|max|min|type|types|kind|format|expiry|expires|expiration|ttl|age|duration|regex|regexp|pattern|policy|manager|store|provider|version|enabled|disabled|required|prompt|field|header|headers|label|class|column|index|ref|refs|reference|prefix|suffix|scope|scopes|status|state|mode|method|algorithm|alg|hash|hashes|digest|checksum|fingerprint|sha|sha1|sha256|sha512|md5|error|message|title|description|text|placeholder|hint|help|example|validator|validation|rule|rules|generator|factory|helper|util|utils|handler|service|client|server|module|package|plugin|action|actions|event|events|group|role|roles|level|strength|source|input|output|icon|button|form|page|view|controller|model|schema|table|resource|resources|arn|region|usage|permission|permissions|address|image|map|set|list|array|id|ids|identifier|env|var|variable|variables|ts|js|mjs|cjs|tsx|jsx|json|md|yml|yaml|py|go|rb|rs|lock|html|css|txt)$/;
/** Anywhere in a name: the value is public, or only looks like a key. */
const PUBLIC =
  /^(?:public|pub|publickey|cache|primary|foreign|unique|partition|sort|hotkey|keyword|keywords|keyboard|monkey|turkey|idempotency|restore|sitekey|csrf|xsrf|nonce|checksum|integrity|digest|fingerprint|hash|sha|sha1|sha256|sha512|md5|keyid|recv|keyserver|keyring|known|issue|ticket|translation|i18n|locale|color|integrities|commit|rev|revision|tokenizer|tokenize|tokens?_?type)$/;

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;

/** The words of a name, in lower case: `myApiKey`, `MY_API_KEY` and `my-api-key` have the same. */
function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** What the name of a value says: null when it says nothing of a secret. `_` stands for the separators of the name. */
export function strengthOf(name: string): Strength | null {
  const all = wordsOf(name);
  const words = all.filter((word) => !/^\d+$/.test(word));
  const last = words.at(-1) ?? "";
  if (words.length === 0 || words.some((word) => PUBLIC.test(word)) || ABOUT.test(last)) return null;
  if (words.some((word) => PASSWORD.test(word))) return "password";
  const joined = words.map((word, at) => (words[at - 1] ?? "") + word);
  if (words.some((word) => STRONG.test(word)) || joined.some((pair) => STRONG.test(pair) || PASSWORD.test(pair))) {
    return "strong";
  }
  const key = words.lastIndexOf("key");
  if (key > 0 && KEY_KIND.test(words[key - 1] ?? "")) return "strong";
  return words.some((word) => WEAK.test(word)) ? "weak" : null;
}

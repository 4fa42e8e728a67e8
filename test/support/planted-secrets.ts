/** Looks for secrets in text and bytes, in every writing that something on the way may give them. Works in Node and in workerd. */

/** What is looked for, by what it is. */
export type Secrets = ReadonlyMap<string, string>;

/** Shorter pieces could be found by chance. */
const LEAST_LENGTH = 8;

function base64(bytes: Buffer, encoding: "base64" | "base64url"): string {
  return bytes.toString(encoding).replace(/=+$/, "");
}

/** Every writing of a secret that is looked for. */
export function writingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const all = [
    secret,
    base64(bytes, "base64"),
    base64(bytes, "base64url"),
    bytes.toString("hex"),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    [...secret].reverse().join(""),
  ];
  return [...new Set(all)].filter((text) => text.length >= LEAST_LENGTH);
}

/** Names of the secrets that stand in `text`. */
export function foundIn(text: string | Buffer, secrets: Secrets): string[] {
  const isThere = (secret: string) => writingsOf(secret).some((writing) => text.includes(writing));
  return [...secrets].filter(([, secret]) => isThere(secret)).map(([name]) => name);
}

/** GitHub's `X-Hub-Signature-256`: HMAC-SHA-256 over the raw bytes. Nothing is parsed before it holds. */

const SHAPE = /^sha256=([0-9a-f]{64})$/;

/** True when `header` signs exactly these bytes with one of the secrets. Constant time in the signature. */
export async function isSigned(
  body: Uint8Array<ArrayBuffer>,
  header: string | undefined,
  secrets: readonly string[],
): Promise<boolean> {
  const hex = SHAPE.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const checks = await Promise.all(secrets.map((secret) => verify(secret, signature, body)));
  return checks.includes(true);
}

async function verify(
  secret: string,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, signature, body);
}

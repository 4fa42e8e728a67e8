/** GitHub's `X-Hub-Signature-256`: HMAC-SHA-256 over the raw bytes. Nothing is parsed before it holds. */
import { utf8 } from "../../platform/encoding.ts";

const SHAPE = /^sha256=([0-9a-f]{64})$/;

/** A secret as text, or as a key made of it. */
type Secret = string | CryptoKey;

/** True when `header` signs exactly these bytes with one of the secrets. Constant time in the signature. */
export async function isSigned(
  body: Uint8Array<ArrayBuffer>,
  header: string | undefined,
  secrets: readonly Secret[],
): Promise<boolean> {
  const hex = SHAPE.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const checks = await Promise.all(
    secrets.map(async (secret) => crypto.subtle.verify("HMAC", await keyOf(secret), signature, body)),
  );
  return checks.includes(true);
}

async function keyOf(secret: Secret): Promise<CryptoKey> {
  if (typeof secret !== "string") return secret;
  return crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

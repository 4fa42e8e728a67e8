/** Sub-keys by HKDF-SHA-256: one secret, one purpose, one key. */

import { utf8 } from "./encoding.ts";

export type KeyPurpose = "token" | "webhook-secret" | "ai-key" | "jwt" | "cursor";

/** 32 bytes for `purpose`, derived from `secret`. */
export async function deriveKey(
  secret: Uint8Array<ArrayBuffer>,
  purpose: KeyPurpose,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8(`ado|v1|${purpose}`) },
    key,
    256,
  );
  return new Uint8Array(bits);
}

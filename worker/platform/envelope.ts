/**
 * Secrets at rest: `enc:v1.<kid>.<iv>.<ciphertext and tag>`, AES-256-GCM, a sub-key per purpose. The associated data
 * names table, column, tenant and row, so that a sealed value moved to another row does not open.
 */
import { fromBase64url, toBase64url, utf8 } from "./encoding.ts";
import { deriveKey } from "./keys.ts";
import type { Random } from "./random.ts";

export type SealedPlace = {
  readonly purpose: "token" | "ai-key";
  readonly table: string;
  readonly column: string;
  /** Organization or user id. */
  readonly tenant: string;
  readonly row: string;
};

type Sealed = { readonly sealed: string; readonly kid: string };

export type Envelope = {
  /** Seals under the active key. */
  seal(plain: string, place: SealedPlace): Promise<Sealed>;
  /** Throws EnvelopeError when the value was altered, moved, or sealed with a key that we do not have. */
  open(sealed: string, place: SealedPlace): Promise<string>;
};

export type KeyRing = { readonly keys: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; readonly activeKid: string };

const SHAPE = /^enc:v1\.([A-Za-z0-9_-]{1,32})\.([\w-]{16})\.([\w-]{22,})$/;
const IV_BYTES = 12;

/** A sealed value that does not open. Users are asked to sign in again; the value is never shown. */
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
}

function associatedData(place: SealedPlace): Uint8Array<ArrayBuffer> {
  return utf8(`ado|v1|${place.table}|${place.column}|${place.tenant}|${place.row}`);
}

/** Keeps the keys that it derives: they are as many as there are secrets and purposes. */
export function createEnvelope(ring: KeyRing, random: Random): Envelope {
  const derived = new Map<string, CryptoKey>();
  async function keyFor(kid: string, purpose: SealedPlace["purpose"]): Promise<CryptoKey> {
    const known = derived.get(`${kid}|${purpose}`);
    if (known) return known;
    const secret = ring.keys.get(kid);
    if (!secret) throw new EnvelopeError("The key of this value is not configured.");
    const bytes = await deriveKey(secret, purpose);
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    derived.set(`${kid}|${purpose}`, key);
    return key;
  }
  return {
    async seal(plain, place) {
      const key = await keyFor(ring.activeKid, place.purpose);
      const iv = random.bytes(IV_BYTES);
      const algorithm = { name: "AES-GCM", iv, additionalData: associatedData(place) };
      const sealed = await crypto.subtle.encrypt(algorithm, key, utf8(plain));
      const text = `enc:v1.${ring.activeKid}.${toBase64url(iv)}.${toBase64url(new Uint8Array(sealed))}`;
      return { sealed: text, kid: ring.activeKid };
    },
    async open(sealed, place) {
      const [, kid, iv, body] = SHAPE.exec(sealed) ?? [];
      const ivBytes = fromBase64url(iv ?? "");
      const bytes = fromBase64url(body ?? "");
      if (!kid || !ivBytes || !bytes) throw new EnvelopeError("The value has not the shape of an envelope.");
      const key = await keyFor(kid, place.purpose);
      const algorithm = { name: "AES-GCM", iv: ivBytes, additionalData: associatedData(place) };
      try {
        return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes));
      } catch (cause) {
        throw new EnvelopeError("The value does not open in this place.", { cause });
      }
    },
  };
}

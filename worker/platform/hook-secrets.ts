/**
 * Secrets of webhooks, derived and never stored: a delivery's address names organization, repository and key, so its signature
 * is checked without asking any store. A key is `<kid>.<version>`: the encryption key it comes from, and a count that rotation raises.
 */
import { utf8 } from "./encoding.ts";
import type { KeyRing } from "./envelope.ts";
import { deriveKey } from "./keys.ts";

type HookPlace = { readonly orgId: string; readonly repositoryId: string };

export type HookSecrets = {
  /** The key after `previous` under the active encryption key; the first one without. */
  nextKey(previous?: string): string;
  /** True for a key of the active encryption key. */
  isActive(key: string): boolean;
  /** 64 hex digits; undefined for a key that is none, or whose encryption key we do not have. */
  secretOf(key: string, place: HookPlace): Promise<string | undefined>;
  /** The same secret, ready to check signatures with. */
  verifierOf(key: string, place: HookPlace): Promise<CryptoKey | undefined>;
};

const SHAPE = /^([A-Za-z0-9_-]{1,32})\.(\d{1,9})$/;
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** Verifiers that are kept: deriving one takes six calls to the platform, checking with it one. */
const KEPT = 1_000;

/** Keeps what it derives: nothing of it ever changes. */
export function createHookSecrets(ring: KeyRing): HookSecrets {
  const masters = new Map<string, CryptoKey>();
  const verifiers = new Map<string, CryptoKey>();

  async function masterOf(master: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    return crypto.subtle.importKey("raw", await deriveKey(master, "webhook-secret"), HMAC, false, ["sign"]);
  }

  async function secretOf(key: string, { orgId, repositoryId }: HookPlace): Promise<string | undefined> {
    const [, kid = "", version = ""] = SHAPE.exec(key) ?? [];
    const master = ring.keys.get(kid);
    if (!master) return undefined;
    const signing = masters.get(kid) ?? (await masterOf(master));
    masters.set(kid, signing);
    const signed = await crypto.subtle.sign("HMAC", signing, utf8(`${orgId}|${repositoryId}|${version}`));
    return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  return {
    nextKey(previous = "") {
      const version = Number(SHAPE.exec(previous)?.[2] ?? 0) + 1;
      return `${ring.activeKid}.${version}`;
    },
    isActive: (key) => SHAPE.exec(key)?.[1] === ring.activeKid,
    secretOf,
    async verifierOf(key, place) {
      const name = `${key}|${place.orgId}|${place.repositoryId}`;
      const known = verifiers.get(name);
      if (known) return known;
      const secret = await secretOf(key, place);
      if (secret === undefined) return undefined;
      const verifier = await crypto.subtle.importKey("raw", utf8(secret), HMAC, false, ["verify"]);
      const [oldest] = verifiers.keys();
      if (verifiers.size >= KEPT && oldest !== undefined) verifiers.delete(oldest);
      verifiers.set(name, verifier);
      return verifier;
    },
  };
}

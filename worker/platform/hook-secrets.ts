/**
 * Secrets of webhooks, derived and never stored: a delivery's address names organization, repository and key, so its signature
 * is checked without asking any store. A key is `<kid>.<version>`: the encryption key it comes from, and a count that rotation raises.
 */
import { utf8 } from "./encoding.ts";
import type { KeyRing } from "./envelope.ts";
import { deriveKey } from "./keys.ts";

export type HookPlace = { readonly orgId: string; readonly repositoryId: string };

export type HookSecrets = {
  /** The key after `previous` under the active encryption key; the first one without. */
  nextKey(previous?: string): string;
  /** True for a key of the active encryption key. */
  isActive(key: string): boolean;
  /** 64 hex digits; undefined for a key that is none, or whose encryption key we do not have. */
  secretOf(key: string, place: HookPlace): Promise<string | undefined>;
};

const SHAPE = /^([A-Za-z0-9_-]{1,32})\.(\d{1,9})$/;
const HMAC = { name: "HMAC", hash: "SHA-256" };

export function createHookSecrets(ring: KeyRing): HookSecrets {
  return {
    nextKey(previous = "") {
      const version = Number(SHAPE.exec(previous)?.[2] ?? 0) + 1;
      return `${ring.activeKid}.${version}`;
    },
    isActive: (key) => SHAPE.exec(key)?.[1] === ring.activeKid,
    async secretOf(key, { orgId, repositoryId }) {
      const [, kid = "", version = ""] = SHAPE.exec(key) ?? [];
      const master = ring.keys.get(kid);
      if (!master) return undefined;
      const bytes = await deriveKey(master, "webhook-secret");
      const signing = await crypto.subtle.importKey("raw", bytes, HMAC, false, ["sign"]);
      const signed = await crypto.subtle.sign("HMAC", signing, utf8(`${orgId}|${repositoryId}|${version}`));
      return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}

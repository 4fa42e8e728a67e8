import type { Asked } from "./app-env.ts";

const BEARER = /^bearer(?: +(.*))?$/i;

/**
 * The text after `Authorization: Bearer`; undefined without that header, or with another scheme. A browser never sends one by
 * itself, so such a request needs no other proof that it was meant, and its cookies count for nothing.
 */
export function bearerOf(c: Asked): string | undefined {
  const match = BEARER.exec(c.req.header("authorization")?.trim() ?? "");
  return match ? (match[1] ?? "") : undefined;
}

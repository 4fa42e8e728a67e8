import { findLiveToken, touchToken } from "../../db/api-tokens.ts";
import { forOrg } from "../../db/for-org.ts";
import { TOKEN_SCOPES, type TokenScope } from "../../permissions.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { SignedIn } from "../auth/read-session.ts";
import type { Scope } from "../context.ts";
import { isToken } from "./secret.ts";

const USE_NOTED_EVERY_MS = 5 * 60_000;

/** Scopes as a token's row holds them; words that we do not know count for nothing. */
export function scopesOf(text: string): TokenScope[] {
  const words = text.split(" ");
  return TOKEN_SCOPES.filter((scope) => words.includes(scope));
}

/** Who an API token stands for, read anew on every request; undefined for one that is unknown, expired, revoked, or a former member's. */
export async function readToken(scope: Scope, token: string): Promise<SignedIn | undefined> {
  if (!isToken(token)) return undefined;
  const at = scope.clock.now();
  const row = await findLiveToken(scope.db, await sha256Hex(token), at);
  if (!row) return undefined;
  const before = at - USE_NOTED_EVERY_MS;
  if (row.lastUsedAt === null || row.lastUsedAt <= before)
    await touchToken(forOrg(scope.db, row.orgId), row.id, { at, before, network: scope.from?.network ?? null });
  return {
    credential: { kind: "token", id: row.id },
    userId: row.userId,
    orgId: row.orgId,
    role: row.role,
    scopes: scopesOf(row.scopes),
    signedInAt: null,
  };
}

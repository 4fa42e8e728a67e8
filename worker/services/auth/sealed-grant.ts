/** What is kept of GitHub's permission to act for a user: sealed, in one row of the user's. */
import type { OauthGrant } from "../../adapters/oauth.ts";
import type { GithubToken } from "../../db/identity.ts";
import type { SealedPlace } from "../../platform/envelope.ts";
import type { Scope } from "../context.ts";
import { scopesFor } from "./scopes.ts";

/** Where a user's token stands; part of what its seal protects. */
export function tokenPlace(userId: string, rowId: string): SealedPlace {
  return { purpose: "token", table: "github_tokens", column: "sealed", tenant: userId, row: rowId };
}

/** Where that which renews a token stands. */
export function refreshTokenPlace(userId: string, rowId: string): SealedPlace {
  return { ...tokenPlace(userId, rowId), column: "refresh_sealed" };
}

type GrantColumns = Pick<
  GithubToken,
  "sealed" | "kid" | "scopes" | "state" | "expiresAt" | "refreshSealed" | "refreshExpiresAt"
>;

/** Scopes as they are stored. A GitHub App's token has none: the app may do what it was installed with. */
export function scopesOf(grant: OauthGrant): readonly string[] {
  return grant.isOfApp ? scopesFor("repositories") : grant.scopes;
}

/** The columns that hold a grant which GitHub gave just now. Both values are sealed under one key. */
export async function sealGrant(scope: Scope, row: { userId: string; id: string }, grant: OauthGrant) {
  const now = scope.clock.now();
  const { lifeMs, refresh } = grant;
  const [token, renewal] = await Promise.all([
    scope.envelope.seal(grant.token, tokenPlace(row.userId, row.id)),
    refresh && scope.envelope.seal(refresh.token, refreshTokenPlace(row.userId, row.id)),
  ]);
  return {
    ...token,
    scopes: scopesOf(grant).join(" "),
    state: "valid",
    expiresAt: lifeMs === null ? null : now + lifeMs,
    refreshSealed: renewal?.sealed ?? null,
    refreshExpiresAt: refresh?.lifeMs ? now + refresh.lifeMs : null,
  } satisfies GrantColumns;
}

/** True while the token can be renewed: GitHub takes what renews it once, and for six months. */
export function isRenewable(row: GithubToken, now: number): boolean {
  return row.refreshSealed !== null && (row.refreshExpiresAt === null || row.refreshExpiresAt > now);
}

/** True when GitHub takes the token, or will take the one that it is renewed to. */
export function isUsable(row: GithubToken, now: number): boolean {
  return row.state === "valid" && (row.expiresAt === null || row.expiresAt > now || isRenewable(row, now));
}

import type { BatchItem } from "drizzle-orm/batch";
import type { OauthGrant, Profile } from "../../adapters/oauth.ts";
import { forOrg } from "../../db/for-org.ts";
import { findToken, type GithubToken, storeToken, type User, upsertUser } from "../../db/identity.ts";
import { insertSession, revokeOldest, revokeSession } from "../../db/sessions.ts";
import { sha256Hex, toBase64url } from "../../platform/encoding.ts";
import { audit, auditIfChanged } from "../audit.ts";
import type { Scope } from "../context.ts";
import { ensureHomeOrganization } from "../organizations/ensure-home-organization.ts";
import { signAccessToken } from "./access-token.ts";
import { MAX_SESSIONS, SESSION_LIFE_MS } from "./limits.ts";
import type { SignedIn } from "./read-session.ts";
import { isUsable, scopesOf, sealGrant } from "./sealed-grant.ts";
import { usedFrom } from "./used-from.ts";

/** What the browser keeps of a session, in its two cookies. */
export type SessionSecrets = { readonly accessToken: string; readonly refreshToken: string };

type Statement = BatchItem<"sqlite">;

const REFRESH_BYTES = 32;

export function newRefreshToken(scope: Scope): string {
  return toBase64url(scope.random.bytes(REFRESH_BYTES));
}

/** True when the stored token still works and may do more than the new one: then it stays. */
function isStoredWider(stored: GithubToken, granted: readonly string[], now: number): boolean {
  if (!isUsable(stored, now)) return false;
  const scopes = stored.scopes.split(" ");
  return scopes.length > granted.length && granted.every((scope) => scopes.includes(scope));
}

/** What keeps the user's token, sealed; nothing when the stored one is the better. */
async function keepToken(scope: Scope, user: User, grant: OauthGrant): Promise<Statement[]> {
  const stored = await findToken(scope.db, user.id);
  const now = scope.clock.now();
  if (stored && isStoredWider(stored, scopesOf(grant), now)) return [];
  const row = { id: stored?.id ?? scope.random.uuidv7(), userId: user.id };
  const columns = await sealGrant(scope, row, grant);
  return [storeToken(scope.db, { ...row, ...columns, createdAt: stored?.createdAt ?? now, updatedAt: now })];
}

function actorOf(session: { userId: string; sessionId: string }) {
  return { kind: "user", userId: session.userId, credential: { kind: "session", id: session.sessionId } } as const;
}

/** The browser forgets the session that it had, so nobody shall have it. Of another user, that is a sign-out of its own. */
function endReplaced(scope: Scope, replaced: SignedIn | undefined, userId: string): Statement[] {
  if (!replaced) return [];
  const { id: sessionId } = replaced.credential;
  const ended = revokeSession(scope.db, sessionId, scope.clock.now());
  if (replaced.userId === userId) return [ended];
  const source = { ...scope, actor: actorOf({ ...replaced, sessionId }), data: forOrg(scope.db, replaced.orgId) };
  return [ended, auditIfChanged(source, { action: "auth.signed_out", targetKind: "session", targetId: sessionId })];
}

type SignIn = {
  readonly grant: OauthGrant;
  readonly profile: Profile;
  /** To work in again, for a member of it. */
  readonly orgId: string | null;
  /** The session that this browser had. */
  readonly replaced: SignedIn | undefined;
};

/**
 * Signs a GitHub user in: user and organization on first sight, token sealed, a session of its own in place of the one that
 * the browser had, the oldest beyond ten revoked.
 */
export async function openSession(scope: Scope, signIn: SignIn): Promise<SessionSecrets & { readonly orgId: string }> {
  const { db } = scope;
  const now = scope.clock.now();
  const user = await upsertUser(db, signIn.profile, { newId: scope.random.uuidv7(), now });
  const orgId = await ensureHomeOrganization(scope, user, signIn.orgId);
  const ids = { id: scope.random.uuidv7(), userId: user.id, orgId };
  const refreshToken = newRefreshToken(scope);
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + SESSION_LIFE_MS };
  const refreshHash = await sha256Hex(refreshToken);
  const signedIn = { action: "auth.signed_in", targetKind: "user", targetId: user.id };
  const source = { ...scope, actor: actorOf({ userId: user.id, sessionId: ids.id }), data: forOrg(db, orgId) };
  await db.batch([
    insertSession(db, { ...ids, ...times, ...usedFrom(scope), epoch: user.sessionEpoch, refreshHash }),
    ...endReplaced(scope, signIn.replaced, user.id),
    revokeOldest(db, user.id, { keep: MAX_SESSIONS, now }),
    audit(source, signedIn),
    ...(await keepToken(scope, user, signIn.grant)),
  ]);
  scope.log.info("signed_in", { org_id: orgId, user_id: user.id });
  return { accessToken: await signAccessToken(scope, { userId: user.id, sessionId: ids.id }), refreshToken, orgId };
}

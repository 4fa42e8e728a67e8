import type { BatchItem } from "drizzle-orm/batch";
import type { OauthGrant, Profile } from "../../adapters/oauth.ts";
import { forOrg } from "../../db/for-org.ts";
import { findToken, storeToken, type User, upsertUser } from "../../db/identity.ts";
import { insertSession, revokeOldest } from "../../db/sessions.ts";
import { sha256Hex, toBase64url } from "../../platform/encoding.ts";
import { audit } from "../audit.ts";
import type { Scope } from "../context.ts";
import { ensureHomeOrganization } from "../organizations/ensure-home-organization.ts";
import { signAccessToken } from "./access-token.ts";
import { MAX_SESSIONS, SESSION_LIFE_MS } from "./limits.ts";
import { tokenPlace } from "./user-tokens.ts";

/** What the browser keeps of a session, in its two cookies. */
export type SessionSecrets = { readonly accessToken: string; readonly refreshToken: string };

type Statement = BatchItem<"sqlite">;

const REFRESH_BYTES = 32;
const MAX_USER_AGENT = 256;

export function newRefreshToken(scope: Scope): string {
  return toBase64url(scope.random.bytes(REFRESH_BYTES));
}

/** True when the stored token still works and may do more than the new one: then it stays. */
function isStoredWider(stored: { state: string; scopes: string } | undefined, granted: readonly string[]): boolean {
  if (stored?.state !== "valid") return false;
  const scopes = stored.scopes.split(" ");
  return scopes.length > granted.length && granted.every((scope) => scopes.includes(scope));
}

/** What keeps the user's token, sealed; nothing when the stored one is the better. */
async function keepToken(scope: Scope, user: User, grant: OauthGrant): Promise<Statement[]> {
  const stored = await findToken(scope.db, user.id);
  if (isStoredWider(stored, grant.scopes)) return [];
  const id = stored?.id ?? scope.random.uuidv7();
  const { sealed, kid } = await scope.envelope.seal(grant.token, tokenPlace(user.id, id));
  const updatedAt = scope.clock.now();
  const createdAt = stored?.createdAt ?? updatedAt;
  const scopes = grant.scopes.join(" ");
  return [storeToken(scope.db, { id, userId: user.id, sealed, kid, scopes, state: "valid", createdAt, updatedAt })];
}

function sessionRow(
  user: User,
  ids: { sessionId: string; orgId: string },
  facts: { hash: string; now: number; userAgent: string | undefined },
) {
  return {
    id: ids.sessionId,
    userId: user.id,
    orgId: ids.orgId,
    epoch: user.sessionEpoch,
    refreshHash: facts.hash,
    userAgent: facts.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    createdAt: facts.now,
    lastSeenAt: facts.now,
    expiresAt: facts.now + SESSION_LIFE_MS,
  };
}

/** Signs a GitHub user in: user and organization on first sight, token sealed, a session of its own, the oldest beyond ten revoked. */
export async function openSession(
  scope: Scope,
  identity: { grant: OauthGrant; profile: Profile; userAgent: string | undefined },
): Promise<SessionSecrets & { readonly orgId: string }> {
  const { db } = scope;
  const now = scope.clock.now();
  const user = await upsertUser(db, identity.profile, { newId: scope.random.uuidv7(), now });
  const orgId = await ensureHomeOrganization(scope, user);
  const sessionId = scope.random.uuidv7();
  const refreshToken = newRefreshToken(scope);
  const hash = await sha256Hex(refreshToken);
  const actor = { kind: "user", userId: user.id, sessionId } as const;
  const signedIn = { action: "auth.signed_in", targetKind: "user", targetId: user.id };
  await db.batch([
    insertSession(db, sessionRow(user, { sessionId, orgId }, { hash, now, userAgent: identity.userAgent })),
    revokeOldest(db, user.id, { keep: MAX_SESSIONS, now }),
    audit({ ...scope, actor, data: forOrg(db, orgId) }, signedIn),
    ...(await keepToken(scope, user, identity.grant)),
  ]);
  scope.log.info("signed_in", { org_id: orgId, user_id: user.id });
  return { accessToken: await signAccessToken(scope, { userId: user.id, sessionId }), refreshToken, orgId };
}

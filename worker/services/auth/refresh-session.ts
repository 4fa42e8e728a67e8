import { forOrg } from "../../db/for-org.ts";
import { findByPreviousRefresh, revokeSession, rotateRefresh, type SessionRow } from "../../db/sessions.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import type { Scope } from "../context.ts";
import { signAccessToken } from "./access-token.ts";
import { ACCESS_LIFE_MS, REFRESH_GRACE_MS, SESSION_IDLE_MS } from "./limits.ts";
import { newRefreshToken } from "./open-session.ts";
import { usedFrom } from "./used-from.ts";

export type Refreshed = {
  readonly accessToken: string;
  /** The next refresh token; undefined when another tab has it already. */
  readonly refreshToken: string | undefined;
  /** End of the access token, ms since the epoch. */
  readonly expiresAt: number;
};

function signInAgain(): AppError {
  return new AppError("unauthenticated", "Your session has ended. Sign in with GitHub again.", {
    actionUrl: "/api/auth/github",
  });
}

async function answer(scope: Scope, session: SessionRow, refreshToken: string | undefined): Promise<Refreshed> {
  const accessToken = await signAccessToken(scope, { userId: session.userId, sessionId: session.id });
  return { accessToken, refreshToken, expiresAt: scope.clock.now() + ACCESS_LIFE_MS };
}

/** Somebody has a token that was exchanged before: thief or owner, the session ends for both. */
async function endReused(scope: Scope, session: SessionRow): Promise<never> {
  const actor = { kind: "user", userId: session.userId, credential: { kind: "session", id: session.id } } as const;
  const reused = { action: "session.reuse_detected", targetKind: "session", targetId: session.id };
  await scope.db.batch([
    revokeSession(scope.db, session.id, scope.clock.now()),
    auditIfChanged({ ...scope, actor, data: forOrg(scope.db, session.orgId) }, reused),
  ]);
  scope.log.warning("session_reuse_detected", { user_id: session.userId, org_id: session.orgId });
  throw signInAgain();
}

/** `at` is when the request came: how long our database took is no sign of a thief. */
async function refreshByPrevious(scope: Scope, hash: string, at: number): Promise<Refreshed> {
  const session = await findByPreviousRefresh(scope.db, hash);
  if (!session || session.expiresAt <= at) throw signInAgain();
  if (at - (session.rotatedAt ?? 0) > REFRESH_GRACE_MS) return endReused(scope, session);
  return answer(scope, session, undefined);
}

/**
 * A new access token for a refresh token, which is spent. The token before it is good for ten more seconds, because
 * several tabs refresh at once; later its use ends the session. Throws unauthenticated.
 */
export async function refreshSession(scope: Scope, refreshToken: string | undefined): Promise<Refreshed> {
  if (!refreshToken) throw signInAgain();
  const at = scope.clock.now();
  const old = await sha256Hex(refreshToken);
  const next = newRefreshToken(scope);
  const hashes = { old, next: await sha256Hex(next) };
  const session = await rotateRefresh(scope.db, hashes, { at, idleSince: at - SESSION_IDLE_MS, from: usedFrom(scope) });
  return session ? answer(scope, session, next) : refreshByPrevious(scope, old, at);
}

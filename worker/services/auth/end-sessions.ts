/** Sessions that their own user ends from another one: one, or all. Anybody signed in may, in whatever role. */
import { forOrg } from "../../db/for-org.ts";
import { raiseSessionEpoch } from "../../db/identity.ts";
import { revokeAllSessions, revokeOwnSession } from "../../db/sessions.ts";
import { AppError } from "../../errors.ts";
import { audit, auditIfChanged } from "../audit.ts";
import type { Scope } from "../context.ts";
import type { SignedIn } from "./read-session.ts";

function sourceOf(scope: Scope, session: SignedIn) {
  const actor = { kind: "user", userId: session.userId, credential: session.credential } as const;
  return { ...scope, actor, data: forOrg(scope.db, session.orgId) };
}

/** Ends one session of the signed-in user; it is refused at its next request. Throws not_found for any other id. */
export async function endSession(scope: Scope, session: SignedIn, id: string): Promise<void> {
  const revoked = { action: "session.revoked", targetKind: "session", targetId: id };
  const [ended] = await scope.db.batch([
    revokeOwnSession(scope.db, { id, userId: session.userId, now: scope.clock.now() }),
    auditIfChanged(sourceOf(scope, session), revoked),
  ]);
  if (ended.length === 0) throw new AppError("not_found", "You have no such session. It may have ended already.");
}

/**
 * Ends every session of the signed-in user, this one too, and those that open while it runs. API tokens stay: each ends
 * by itself or is revoked where it was made.
 */
export async function endAllSessions(scope: Scope, session: SignedIn): Promise<void> {
  const everywhere = { action: "auth.signed_out_everywhere", targetKind: "user", targetId: session.userId };
  await scope.db.batch([
    raiseSessionEpoch(scope.db, session.userId),
    revokeAllSessions(scope.db, session.userId, scope.clock.now()),
    audit(sourceOf(scope, session), everywhere),
  ]);
}

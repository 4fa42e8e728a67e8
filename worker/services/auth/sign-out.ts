import { forOrg } from "../../db/for-org.ts";
import { findByRefresh, revokeSession } from "../../db/sessions.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { auditIfChanged } from "../audit.ts";
import type { Scope } from "../context.ts";
import { readSession } from "./read-session.ts";

export type Credentials = { readonly accessToken: string | undefined; readonly refreshToken: string | undefined };
type Owned = { readonly sessionId: string; readonly userId: string; readonly orgId: string };

async function sessionOf(scope: Scope, credentials: Credentials): Promise<Owned | undefined> {
  const signedIn = await readSession(scope, credentials.accessToken);
  if (signedIn) return { sessionId: signedIn.credential.id, userId: signedIn.userId, orgId: signedIn.orgId };
  if (!credentials.refreshToken) return undefined;
  const row = await findByRefresh(scope.db, await sha256Hex(credentials.refreshToken));
  return row && { sessionId: row.id, userId: row.userId, orgId: row.orgId };
}

/** Ends the session of either cookie. Without a session there is nothing to do, which is no error. */
export async function signOut(scope: Scope, credentials: Credentials): Promise<void> {
  const session = await sessionOf(scope, credentials);
  if (!session) return;
  const { sessionId, userId, orgId } = session;
  const actor = { kind: "user", userId, credential: { kind: "session", id: sessionId } } as const;
  const signedOut = { action: "auth.signed_out", targetKind: "session", targetId: sessionId };
  await scope.db.batch([
    revokeSession(scope.db, sessionId, scope.clock.now()),
    auditIfChanged({ ...scope, actor, data: forOrg(scope.db, orgId) }, signedOut),
  ]);
}

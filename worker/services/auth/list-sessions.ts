import { listSessionsOf } from "../../db/sessions.ts";
import type { Scope } from "../context.ts";
import { SESSION_IDLE_MS } from "./limits.ts";
import type { SignedIn } from "./read-session.ts";

/** The live sessions of the signed-in user, the newest first; the one that asks is `isCurrent`. */
export async function listSessions(scope: Scope, session: SignedIn) {
  const at = scope.clock.now();
  const rows = await listSessionsOf(scope.db, session.userId, { at, idleSince: at - SESSION_IDLE_MS });
  return rows.map((row) => ({ ...row, isCurrent: row.id === session.credential.id }));
}

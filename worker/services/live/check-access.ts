import { findLiveSession } from "../../db/sessions.ts";
import { SESSION_IDLE_MS } from "../auth/limits.ts";
import type { Scope } from "../context.ts";

/** Whether the holder of an open socket may go on looking at the organization. */
export async function checkAccess(
  scope: Scope,
  viewer: { readonly sessionId: string; readonly userId: string; readonly orgId: string },
): Promise<"ok" | "signed_out" | "forbidden"> {
  const at = scope.clock.now();
  const session = await findLiveSession(scope.db, viewer.sessionId, { at, idleSince: at - SESSION_IDLE_MS });
  if (!session || session.userId !== viewer.userId) return "signed_out";
  return session.orgId === viewer.orgId && session.role !== null ? "ok" : "forbidden";
}

import { forOrg } from "../../db/for-org.ts";
import { findJob } from "../../db/jobs.ts";
import { liveSessionsAmong } from "../../db/sessions.ts";
import { SESSION_IDLE_MS } from "../auth/limits.ts";
import type { Scope } from "../context.ts";
import type { Viewer } from "./live-request.ts";

/** `signed_out`: no live session. `forbidden`: no member any more. `gone`: what they looked at is not there any more. */
export type Access = "ok" | "signed_out" | "forbidden" | "gone";

async function isMissing(scope: Scope, orgId: string, jobId: string): Promise<boolean> {
  return (await findJob(forOrg(scope.db, orgId), jobId)) === undefined;
}

/** Whether the holders of open sockets may go on looking, in their order; at a job only while it exists. */
export async function checkAccess(scope: Scope, viewers: readonly Viewer[], jobId?: string): Promise<Access[]> {
  const at = scope.clock.now();
  const ids = [...new Set(viewers.map(({ sessionId }) => sessionId))];
  const orgId = viewers[0]?.orgId;
  const [live, isGone] = await Promise.all([
    liveSessionsAmong(scope.db, ids, { at, idleSince: at - SESSION_IDLE_MS }),
    jobId !== undefined && orgId !== undefined && isMissing(scope, orgId, jobId),
  ]);
  const byId = new Map(live.map((session) => [session.id, session]));
  return viewers.map((viewer) => {
    const session = byId.get(viewer.sessionId);
    if (session?.userId !== viewer.userId) return "signed_out";
    if (session.orgId !== viewer.orgId || session.role === null) return "forbidden";
    return isGone ? "gone" : "ok";
  });
}

import { liveTokensAmong } from "../../db/api-tokens.ts";
import { forOrg } from "../../db/for-org.ts";
import { findJob } from "../../db/jobs.ts";
import { liveSessionsAmong } from "../../db/sessions.ts";
import { SESSION_IDLE_MS } from "../auth/limits.ts";
import type { Scope } from "../context.ts";
import type { Viewer } from "./live-request.ts";

/** `signed_out`: no live session or token. `forbidden`: no member any more. `gone`: what they looked at is not there any more. */
export type Access = "ok" | "signed_out" | "forbidden" | "gone";

async function isMissing(scope: Scope, orgId: string, jobId: string): Promise<boolean> {
  return (await findJob(forOrg(scope.db, orgId), jobId)) === undefined;
}

function mapOf<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function idsOf(viewers: readonly Viewer[], kind: Viewer["credential"]["kind"]): string[] {
  const held = viewers.map(({ credential }) => credential).filter((credential) => credential.kind === kind);
  return [...new Set(held.map(({ id }) => id))];
}

/** Whether the holders of open sockets may go on looking, in their order; at a job only while it exists. */
export async function checkAccess(scope: Scope, viewers: readonly Viewer[], jobId?: string): Promise<Access[]> {
  const at = scope.clock.now();
  const [sessions, tokens] = [idsOf(viewers, "session"), idsOf(viewers, "token")];
  const orgId = viewers[0]?.orgId;
  const [liveSessions, liveTokens, isGone] = await Promise.all([
    sessions.length === 0 ? [] : liveSessionsAmong(scope.db, sessions, { at, idleSince: at - SESSION_IDLE_MS }),
    tokens.length === 0 ? [] : liveTokensAmong(scope.db, tokens, at),
    jobId !== undefined && orgId !== undefined && isMissing(scope, orgId, jobId),
  ]);
  const byId = { session: mapOf(liveSessions), token: mapOf(liveTokens) };
  return viewers.map((viewer) => {
    const live = byId[viewer.credential.kind].get(viewer.credential.id);
    if (live?.userId !== viewer.userId) return "signed_out";
    if (live.orgId !== viewer.orgId || live.role === null) return "forbidden";
    return isGone ? "gone" : "ok";
  });
}

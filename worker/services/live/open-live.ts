import { findJob, latestSeq } from "../../db/jobs.ts";
import { AppError } from "../../errors.ts";
import type { SignedIn } from "../auth/read-session.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type LiveRefusal, liveRequest } from "./live-request.ts";

function requireUpgrade(request: Request): void {
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return;
  throw new AppError("invalid_input", "This address speaks WebSocket only: ask for an upgrade.");
}

function viewerOf(ctx: Ctx, session: SignedIn) {
  return { credential: session.credential, userId: session.userId, orgId: ctx.orgId };
}

const REFUSED: Readonly<Record<LiveRefusal, string>> = {
  user_full: "Too many live connections are open. Close other tabs and reload.",
  feed_full: "1,000 pages follow this already, and there can be no more. Try again later.",
};

/** An object answers 101, or 429 when the user has too many sockets open, or too many follow the same. */
async function requireOpened(response: Response): Promise<Response> {
  if (response.status === 101) return response;
  throw new AppError("rate_limited", REFUSED[(await response.text()) === "feed_full" ? "feed_full" : "user_full"]);
}

/** The events of one job, from `since` on. Throws not_found for another organization's. */
export async function openJobLive(
  ctx: Ctx,
  ask: { readonly jobId: string; readonly since: number; readonly session: SignedIn; readonly upgrade: Request },
): Promise<Response> {
  requirePermission(ctx, "job.read");
  requireUpgrade(ask.upgrade);
  const job = await findJob(ctx.data, ask.jobId);
  if (!job) throw new AppError("not_found", "There is no such job in this organization.");
  const { since, jobId: feed } = ask;
  const latest = await latestSeq(ctx.data, feed);
  const request = liveRequest(ask.upgrade, { viewer: viewerOf(ctx, ask.session), feed, since, latest });
  return requireOpened(await ctx.objects.repoJobs(ctx.orgId, job.repositoryId).fetch(request));
}

/** The summary events of the whole organization, from `since` on. */
export async function openOrgLive(
  ctx: Ctx,
  ask: { readonly since: number; readonly session: SignedIn; readonly upgrade: Request },
): Promise<Response> {
  requirePermission(ctx, "job.read");
  requireUpgrade(ask.upgrade);
  const viewer = viewerOf(ctx, ask.session);
  const request = liveRequest(ask.upgrade, { viewer, feed: ctx.orgId, since: ask.since, latest: 0 });
  return requireOpened(await ctx.objects.orgLive(ctx.orgId).fetch(request));
}

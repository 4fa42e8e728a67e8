/** Set-aside jobs, many at a time: run again or deleted. */
import { countDeadLetters, type DeadLetterFilter, deadLetterDeletes, deadLetterIds } from "../../db/dead-letters.ts";
import { toAppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requireRole } from "../context.ts";
import { retryJob } from "./retry-job.ts";

/** Jobs of one call. */
const AT_MOST = 100;
/** Jobs that are made at the same time. */
const TOGETHER = 5;

export type Retried = {
  readonly jobId: string;
  /** The job that runs in its place; null when it cannot run. */
  readonly newJobId: string | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
};

/** Runs the named jobs again, else the oldest hundred that none runs again yet. What cannot run says why; the others do. */
export async function retryDeadLetters(
  ctx: Ctx,
  filter: DeadLetterFilter,
): Promise<{ items: Retried[]; remaining: number }> {
  requireRole(ctx, "admin");
  const ids = filter.ids ?? (await deadLetterIds(ctx.data, filter, AT_MOST));
  const items: Retried[] = [];
  for (let at = 0; at < ids.length; at += TOGETHER)
    items.push(...(await Promise.all(ids.slice(at, at + TOGETHER).map((id) => retried(ctx, id)))));
  return { items, remaining: await countDeadLetters(ctx.data, all(filter), { unlessRunAgain: true }) };
}

async function retried(ctx: Ctx, jobId: string): Promise<Retried> {
  try {
    const { jobId: newJobId } = await retryJob(ctx, jobId);
    return { jobId, newJobId, problem: null };
  } catch (error) {
    const { problemCode: code, detail } = toAppError(error);
    return { jobId, newJobId: null, problem: { code, detail } };
  }
}

/** Deletes the named ones, else the oldest hundred, with their logs. */
export async function deleteDeadLetters(
  ctx: Ctx,
  filter: DeadLetterFilter,
): Promise<{ deleted: number; remaining: number }> {
  requireRole(ctx, "admin");
  const { kind = null, repositoryId = null } = filter;
  const meta = { kind, repository_id: repositoryId, named: filter.ids?.length ?? null };
  const [, deleted] = await ctx.data.db.batch([
    ...deadLetterDeletes(ctx.data, filter, AT_MOST),
    auditIfChanged(ctx, { action: "job.deleted", targetKind: "job", targetId: null, meta }),
  ]);
  const remaining = await countDeadLetters(ctx.data, all(filter), { unlessRunAgain: false });
  return { deleted: deleted.length, remaining };
}

/** What is left is counted over all that the filter means, not over the named ones. */
function all(filter: DeadLetterFilter): DeadLetterFilter {
  return { ...filter, ids: undefined };
}

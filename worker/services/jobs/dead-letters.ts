/** Set-aside jobs, many at a time: counted, run again or deleted. */
import {
  areOwnJobs,
  countDeadLetters,
  type DeadLetterFilter,
  deadLetterDeletes,
  deadLetterIds,
  deadLetterKinds,
} from "../../db/dead-letters.ts";
import { findPlacedJobs, type JobRow, type PlacedJob } from "../../db/jobs.ts";
import { AppError, toAppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { runAgain } from "./retry-job.ts";

/** Jobs of one call that names none and no lower number. */
const AT_MOST = 100;
const MOST_COUNTED = 10_000;
/** Jobs that are made at the same time. */
const TOGETHER = 5;

type SetAside = Readonly<Record<JobRow["kind"], number>>;

/** How many jobs of each kind are set aside, however long ago, among the `most` oldest. */
export async function countSetAside(ctx: Ctx, most = MOST_COUNTED): Promise<SetAside> {
  requirePermission(ctx, "job.read");
  const kinds = await deadLetterKinds(ctx.data, most);
  const of = (kind: JobRow["kind"]) => kinds.find((each) => each.kind === kind)?.count ?? 0;
  return { analysis: of("analysis"), sync: of("sync"), ci_generation: of("ci_generation") };
}

export type Retried = {
  readonly jobId: string;
  /** The job that runs in its place; null when it cannot run. */
  readonly newJobId: string | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
};

/**
 * Runs the named jobs again, else the `atMost` oldest that none runs again yet, those of connected repositories first. What cannot
 * run says why; the others do. Throws not_found before anything runs when one of the named is no job of the organization.
 */
export async function retryDeadLetters(
  ctx: Ctx,
  filter: DeadLetterFilter,
  atMost = AT_MOST,
): Promise<{ items: Retried[]; remaining: number }> {
  requirePermission(ctx, "job.manage");
  await requireOwn(ctx, filter);
  const ids = filter.ids ?? (await deadLetterIds(ctx.data, filter, atMost));
  const found = new Map((await findPlacedJobs(ctx.data, ids)).map((placed) => [placed.job.id, placed]));
  const items: Retried[] = [];
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const together = ids.slice(at, at + TOGETHER);
    items.push(...(await Promise.all(together.map((id) => retried(ctx, id, found.get(id))))));
  }
  return { items, remaining: await countDeadLetters(ctx.data, all(filter), { unlessRunAgain: true }) };
}

async function requireOwn(ctx: Ctx, { ids }: DeadLetterFilter): Promise<void> {
  if (ids === undefined || (await areOwnJobs(ctx.data, ids))) return;
  throw new AppError(
    "not_found",
    "At least one of these jobs is not there (any more), so nothing was done. Load the list again and choose anew.",
  );
}

async function retried(ctx: Ctx, jobId: string, found: PlacedJob | undefined): Promise<Retried> {
  try {
    const { jobId: newJobId } = await runAgain(ctx, found);
    return { jobId, newJobId, problem: null };
  } catch (error) {
    const { problemCode: code, detail } = toAppError(error);
    return { jobId, newJobId: null, problem: { code, detail } };
  }
}

/** Deletes the named ones, else the `atMost` oldest, with their logs. Throws not_found when one of the named is no job of the organization. */
export async function deleteDeadLetters(
  ctx: Ctx,
  filter: DeadLetterFilter,
  atMost = AT_MOST,
): Promise<{ deleted: number; remaining: number }> {
  requirePermission(ctx, "job.manage");
  await requireOwn(ctx, filter);
  const { kind = null, repositoryId = null } = filter;
  const meta = { kind, repository_id: repositoryId, named: filter.ids?.length ?? null };
  const [, deleted] = await ctx.data.db.batch([
    ...deadLetterDeletes(ctx.data, filter, atMost),
    auditIfChanged(ctx, { action: "job.deleted", targetKind: "job", targetId: null, meta }),
  ]);
  const remaining = await countDeadLetters(ctx.data, all(filter), { unlessRunAgain: false });
  return { deleted: deleted.length, remaining };
}

/** What is left is counted over all that the filter means, not over the named ones. */
function all(filter: DeadLetterFilter): DeadLetterFilter {
  return { ...filter, ids: undefined };
}

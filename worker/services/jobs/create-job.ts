import type { BatchItem } from "drizzle-orm/batch";
import type { AdmittedJob } from "../../db/admission.ts";
import {
  analysisInsert,
  eventInsert,
  findSameJob,
  type JobLogRow,
  jobInsert,
  type NewJob,
  priorityRaise,
} from "../../db/jobs.ts";
import { type Audited, audit } from "../audit.ts";
import { actingUser, type Ctx } from "../context.ts";
import { admission, admitOrWake, announceAdmitted, wakeOrg } from "./admission.ts";
import { coalesceKeyOf, inputOf, type JobSpec, priorityOf } from "./job-spec.ts";
import type { JobKind } from "./retry-schedule.ts";
import { sendEvents } from "./send-events.ts";

export type { AnalysisType, JobSpec, JobTrigger } from "./job-spec.ts";

export type CreatedJob = {
  readonly jobId: string;
  /** Set for jobs that fill an analysis. */
  readonly analysisId: string | null;
  /** True when an identical request was already waiting and this is its job. */
  readonly coalesced: boolean;
};

type Statement = BatchItem<"sqlite">;
type Statements = readonly Statement[];

/** The row of a new job. */
export function newJobOf(ctx: Ctx, spec: JobSpec): NewJob & { readonly id: string } {
  const now = ctx.clock.now();
  return {
    id: ctx.random.uuidv7(),
    repositoryId: spec.repositoryId,
    kind: spec.kind,
    trigger: spec.trigger,
    state: "pending",
    input: JSON.stringify(inputOf(spec)),
    coalesceKey: coalesceKeyOf(spec),
    priority: priorityOf(spec.trigger),
    retryOf: spec.retryOf ?? null,
    requestedBy: actingUser(ctx),
    correlationId: ctx.correlationId,
    nextRunAt: now,
    createdAt: now,
  };
}

/** The first event and the audit row of a new job. */
export function newJobRecords(job: NewJob & { readonly id: string }) {
  const { id: jobId, createdAt: at, kind, trigger, repositoryId, retryOf = null } = job;
  const said = {
    type: "state",
    level: "info",
    message: "Waiting for a worker.",
    state: "pending",
    step: null,
  } as const;
  const meta = { kind, trigger, repository_id: repositoryId, ...(retryOf !== null && { retry_of: retryOf }) };
  const audited: Audited = { action: "job.created", targetKind: "job", targetId: jobId, meta };
  return { event: { ...said, jobId, at }, audited };
}

type JobStatements = CreatedJob & {
  readonly statements: readonly [Statement, ...Statement[]];
  readonly first: JobLogRow;
};

/**
 * The rows of a new job, for a batch of the caller's, which fails when an identical one waits. Put `admission` at the end of
 * the batch, or call `announceJob` afterwards.
 */
export function jobStatements(ctx: Ctx, spec: JobSpec): JobStatements {
  const job = newJobOf(ctx, spec);
  const { event, audited } = newJobRecords(job);
  const statements: [Statement, ...Statement[]] = [
    jobInsert(ctx.data, job),
    eventInsert(ctx.data, event),
    audit(ctx, audited),
  ];
  const fills = spec.kind === "analysis" && !("pull" in spec) ? spec : null;
  const analysisId = fills && ctx.random.uuidv7();
  if (fills && analysisId !== null) {
    const { repositoryId, type, branch } = fills;
    const { id: jobId, createdAt } = job;
    statements.push(analysisInsert(ctx.data, { id: analysisId, repositoryId, jobId, type, branch, createdAt }));
  }
  return { jobId: job.id, analysisId, coalesced: false, statements, first: { ...event, orgId: ctx.orgId, seq: 1 } };
}

function isDuplicate(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : "";
  return /UNIQUE constraint failed: jobs\.(?:org_id, jobs\.)?(?:coalesce_key|retry_of)/.test(text);
}

/**
 * Creates a job in one batch with what `alongside` adds, and lets it into the queue when there is room. An identical request
 * that waits already is answered with its job, which goes earlier when this one is more urgent; `alongside` is written too.
 */
export async function createJob(
  ctx: Ctx,
  spec: JobSpec,
  alongside: (job: CreatedJob) => Statements = () => [],
): Promise<CreatedJob> {
  const same = await findSame(ctx, spec);
  if (same) return join(ctx, spec, { ...same, alongside });
  const { statements, first, ...created } = jobStatements(ctx, spec);
  const put = () => write(ctx, spec.kind, [...statements, ...alongside(created)]);
  let admitted: readonly AdmittedJob[];
  try {
    admitted = await put();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const winner = await findSame(ctx, spec);
    if (winner) return join(ctx, spec, { ...winner, alongside });
    // The one that was first has begun by now, so that this request needs a job of its own.
    admitted = await put();
  }
  const { jobId, analysisId } = created;
  await sendEvents(ctx, { id: jobId, repositoryId: spec.repositoryId, state: "pending", analysisId }, [first]);
  await announceCreated(ctx, jobId, admitted);
  return created;
}

async function write(
  ctx: Ctx,
  kind: JobKind,
  statements: readonly [Statement, ...Statement[]],
): Promise<readonly AdmittedJob[]> {
  const results: readonly unknown[] = await ctx.data.db.batch([...statements, ...admission(ctx, kind).statements]);
  return results[statements.length] as readonly AdmittedJob[];
}

/**
 * Announces what the batch of a new job, or of one that goes earlier now, let in. A job that has to wait is looked after by the
 * organization's object.
 */
export async function announceCreated(ctx: Ctx, jobId: string, admitted: readonly AdmittedJob[]): Promise<void> {
  await announceAdmitted(ctx, admitted);
  if (!admitted.some(({ id }) => id === jobId)) await wakeOrg(ctx, ctx.clock.now());
}

type Same = {
  readonly waiting: CreatedJob;
  /** True while it waits for its turn behind what is as urgent as this request. */
  readonly isBehind: boolean;
};

/** The job that waits for the same, or that runs the same job again. */
async function findSame(ctx: Ctx, spec: JobSpec): Promise<Same | undefined> {
  const found = await findSameJob(ctx.data, { retryOf: spec.retryOf, key: coalesceKeyOf(spec) });
  if (!found) return undefined;
  const isBehind = found.publishedAt === null && found.priority > priorityOf(spec.trigger);
  return { waiting: { jobId: found.id, analysisId: found.analysisId, coalesced: true }, isBehind };
}

type Joining = Same & { readonly alongside: (job: CreatedJob) => Statements };

async function join(ctx: Ctx, spec: JobSpec, { waiting, isBehind, alongside }: Joining): Promise<CreatedJob> {
  const { jobId } = waiting;
  const statements = alongside(waiting);
  const [first, ...rest] = statements;
  if (isBehind) {
    const { trigger } = spec;
    const raise = priorityRaise(ctx.data, jobId, { trigger, priority: priorityOf(trigger) });
    const admitted = await write(ctx, spec.kind, [raise, ...statements]);
    await announceCreated(ctx, jobId, admitted);
  } else if (first) await ctx.data.db.batch([first, ...rest]);
  ctx.log.info("job_coalesced", { job_id: jobId, kind: spec.kind });
  return waiting;
}

type Made = { readonly jobId: string; readonly kind: JobKind; readonly repositoryId: string };

/** Lets in what may go on of a kind, after a batch that made `jobId` and had no `admission` in it. Never throws. */
export async function announceJob(ctx: Ctx, { jobId, kind }: Made): Promise<void> {
  const admitted = await admitOrWake(ctx, kind);
  if (!admitted.some(({ id }) => id === jobId)) await wakeOrg(ctx, ctx.clock.now());
}

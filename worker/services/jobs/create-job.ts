import type { BatchItem } from "drizzle-orm/batch";
import {
  analysisInsert,
  eventInsert,
  findByCoalesceKey,
  type JobLogRow,
  jobInsert,
  publishedUpdate,
} from "../../db/jobs.ts";
import { reasonOf } from "../../errors.ts";
import { audit } from "../audit.ts";
import { actingUser, type Ctx } from "../context.ts";
import { LOST_AFTER_MS } from "./due-action.ts";
import type { GenerationRequest } from "./generation-request.ts";
import type { JobKind } from "./retry-schedule.ts";
import { sendEvents } from "./send-events.ts";

export type JobTrigger = "connect" | "manual" | "push" | "pull_request" | "schedule" | "retry";
export type AnalysisType = "full" | "security" | "performance" | "ci_cd";

export type JobSpec =
  | {
      readonly kind: "analysis";
      readonly trigger: JobTrigger;
      readonly repositoryId: string;
      readonly type: AnalysisType;
      readonly branch: string | null;
      /** Asks the AI about dependencies too. */
      readonly dependencies?: boolean;
    }
  | { readonly kind: "sync"; readonly trigger: JobTrigger; readonly repositoryId: string }
  | {
      readonly kind: "ci_generation";
      readonly trigger: JobTrigger;
      readonly repositoryId: string;
      readonly input: GenerationInput;
    };

/** What a job of kind `ci_generation` is asked for. */
type GenerationInput = {
  readonly request: GenerationRequest;
  /** Hash of the request: equal ones are one job while it waits. */
  readonly key: string;
};

export type CreatedJob = {
  readonly jobId: string;
  /** Set for jobs of kind `analysis`. */
  readonly analysisId: string | null;
  /** True when an identical request was already waiting and this is its job. */
  readonly coalesced: boolean;
};

type Statements = readonly BatchItem<"sqlite">[];

/** Identical requests share one job while none of them has started. */
function coalesceKeyOf(spec: JobSpec): string {
  if (spec.kind === "analysis")
    return `analysis:${spec.repositoryId}:${spec.type}${spec.dependencies ? ":dependencies" : ""}`;
  return spec.kind === "sync" ? `sync:${spec.repositoryId}` : `ci_generation:${spec.repositoryId}:${spec.input.key}`;
}

function inputOf(spec: JobSpec): object {
  if (spec.kind === "sync") return {};
  return spec.kind === "analysis"
    ? { type: spec.type, branch: spec.branch, dependencies: spec.dependencies ?? false }
    : spec.input;
}

/** The rows of a new job, for a batch of the caller's, which fails when an identical one waits. Call `announceJob` afterwards. */
export function jobStatements(
  ctx: Ctx,
  spec: JobSpec,
): CreatedJob & { readonly statements: Statements; readonly first: JobLogRow } {
  const now = ctx.clock.now();
  const jobId = ctx.random.uuidv7();
  const analysisId = spec.kind === "analysis" ? ctx.random.uuidv7() : null;
  const { kind, trigger, repositoryId } = spec;
  const event = {
    jobId,
    at: now,
    type: "state" as const,
    level: "info" as const,
    message: "Waiting for a worker.",
    state: "pending" as const,
    step: null,
  };
  const statements: BatchItem<"sqlite">[] = [
    jobInsert(ctx.data, {
      id: jobId,
      repositoryId,
      kind,
      trigger,
      state: "pending",
      input: JSON.stringify(inputOf(spec)),
      coalesceKey: coalesceKeyOf(spec),
      requestedBy: actingUser(ctx),
      correlationId: ctx.correlationId,
      nextRunAt: now,
      createdAt: now,
    }),
    eventInsert(ctx.data, event),
    audit(ctx, {
      action: "job.created",
      targetKind: "job",
      targetId: jobId,
      meta: { kind, trigger, repository_id: repositoryId },
    }),
  ];
  if (spec.kind === "analysis" && analysisId !== null) {
    const { type, branch } = spec;
    statements.push(analysisInsert(ctx.data, { id: analysisId, repositoryId, jobId, type, branch, createdAt: now }));
  }
  return { jobId, analysisId, coalesced: false, statements, first: { ...event, orgId: ctx.orgId, seq: 1 } };
}

function isDuplicate(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : "";
  return /UNIQUE constraint failed: jobs\.(?:org_id, jobs\.coalesce_key|coalesce_key)/.test(text);
}

/**
 * Creates a job in one batch with what `alongside` adds, then announces it. An identical request that waits already is
 * answered with its job, and `alongside` is written alone.
 */
export async function createJob(
  ctx: Ctx,
  spec: JobSpec,
  alongside: (job: CreatedJob) => Statements = () => [],
): Promise<CreatedJob> {
  const waiting = await findWaiting(ctx, spec);
  if (waiting) return join(ctx, spec, { waiting, alongside });
  const { statements, first, ...created } = jobStatements(ctx, spec);
  const [head, ...rest] = [...statements, ...alongside(created)];
  try {
    if (head) await ctx.data.db.batch([head, ...rest]);
  } catch (error) {
    const winner = isDuplicate(error) ? await findWaiting(ctx, spec) : undefined;
    if (!winner) throw error;
    return join(ctx, spec, { waiting: winner, alongside });
  }
  const { jobId, analysisId } = created;
  const { kind, repositoryId } = spec;
  await sendEvents(ctx, { id: jobId, repositoryId, state: "pending", analysisId }, [first]);
  await announceJob(ctx, { jobId, kind, repositoryId });
  return created;
}

async function findWaiting(ctx: Ctx, spec: JobSpec): Promise<CreatedJob | undefined> {
  const found = await findByCoalesceKey(ctx.data, coalesceKeyOf(spec));
  return found && { jobId: found.id, analysisId: found.analysisId, coalesced: true };
}

type Joining = { readonly waiting: CreatedJob; readonly alongside: (job: CreatedJob) => Statements };

async function join(ctx: Ctx, spec: JobSpec, { waiting, alongside }: Joining): Promise<CreatedJob> {
  const [first, ...rest] = alongside(waiting);
  if (first) await ctx.data.db.batch([first, ...rest]);
  ctx.log.info("job_coalesced", { job_id: waiting.jobId, kind: spec.kind });
  return waiting;
}

/** Sends the hint that a job is due and asks its object to look after it. Never throws: whoever finds the row will run it. */
export async function announceJob(
  ctx: Ctx,
  job: { readonly jobId: string; readonly kind: JobKind; readonly repositoryId: string },
  delayMs = 0,
): Promise<void> {
  const { jobId, kind, repositoryId } = job;
  const dueAt = ctx.clock.now() + delayMs;
  try {
    await ctx.publisher.publish(kind, { v: 1, job_id: jobId }, Math.ceil(delayMs / 1_000));
    await publishedUpdate(ctx.data, jobId, dueAt).run();
  } catch (error) {
    ctx.log.warning("job_not_published", { job_id: jobId, reason: reasonOf(error) });
  }
  try {
    await ctx.objects
      .repoJobs(ctx.orgId, repositoryId)
      .watch({ orgId: ctx.orgId, repositoryId, at: dueAt + LOST_AFTER_MS });
  } catch (error) {
    ctx.log.warning("job_not_watched", { job_id: jobId, reason: reasonOf(error) });
  }
}

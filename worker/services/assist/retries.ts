/** An analysis whose AI stage was put off or failed is done again by itself: rules and cached answers cost nothing then. */
import type { BatchItem } from "drizzle-orm/batch";
import { aiRetryDelete, aiRetryUpsert, dueAiRetries, findAiRetry } from "../../db/ai-retries.ts";
import { findRepository } from "../../db/repositories.ts";
import { reasonOf } from "../../errors.ts";
import type { AiSummary } from "../ai/summary.ts";
import type { Ctx, Scope } from "../context.ts";
import { type AnalysisType, createJob } from "../jobs/create-job.ts";
import { systemCtx } from "../jobs/system-ctx.ts";

const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = 5 * MINUTE_MS;
/** After so many failures in a row only somebody's own request asks again. */
const ATTEMPTS = 6;
/** A due analysis that never ends (its repository is unreachable) is looked at again after a day. */
const RUNNING_MS = 24 * 60 * MINUTE_MS;
/** Each takes some ten statements; D1 allows a Worker 1,000 in an invocation, and the cron has more to do in it. */
const SWEEP = 30;

export type Planned = { readonly summary: AiSummary; readonly statements: readonly BatchItem<"sqlite">[] };

/** The summary with the time of the next try, and the statements that see to it: none is planned once the AI has answered or can never answer. */
export async function planRetry(
  ctx: Ctx,
  of: { readonly repositoryId: string; readonly type: AnalysisType },
  summary: AiSummary,
): Promise<Planned> {
  const known = await findAiRetry(ctx.data, of);
  const attempt = (known?.attempt ?? 0) + 1;
  if (summary.retryAt === null || attempt > ATTEMPTS) {
    return { summary: { ...summary, retryAt: null }, statements: known ? [aiRetryDelete(ctx.data, of)] : [] };
  }
  const dueAt = Math.max(summary.retryAt, ctx.clock.now() + FIRST_WAIT_MS * 2 ** (attempt - 1));
  return { summary: { ...summary, retryAt: dueAt }, statements: [aiRetryUpsert(ctx.data, { ...of, attempt, dueAt })] };
}

/** Starts the analyses that are due, in all organizations. Answers how many. */
export async function runDueRetries(scope: Scope): Promise<number> {
  const due = await dueAiRetries(scope.db, scope.clock.now(), SWEEP);
  for (const { orgId, ...retry } of due) {
    try {
      await startRetry(systemCtx(scope, orgId), retry);
    } catch (error) {
      // One repository must not keep the sweep from the others.
      scope.log.error("ai_retry_failed", { org_id: orgId, repository_id: retry.repositoryId, reason: reasonOf(error) });
    }
  }
  return due.length;
}

type Retry = { readonly repositoryId: string; readonly type: AnalysisType; readonly attempt: number };

async function startRetry(ctx: Ctx, { repositoryId, type, attempt }: Retry): Promise<void> {
  const repository = await findRepository(ctx.data, repositoryId);
  if (repository?.state !== "connected") {
    await aiRetryDelete(ctx.data, { repositoryId, type });
    return;
  }
  const waiting = aiRetryUpsert(ctx.data, { repositoryId, type, attempt, dueAt: ctx.clock.now() + RUNNING_MS });
  const branch = repository.defaultBranch;
  await createJob(ctx, { kind: "analysis", trigger: "schedule", repositoryId, type, branch }, () => [waiting]);
}

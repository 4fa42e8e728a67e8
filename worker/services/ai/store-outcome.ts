import type { BatchItem } from "drizzle-orm/batch";
import { answerUpsert } from "../../db/ai-cache.ts";
import { type AiRequestRow, requestInsert, type UsageShare, usageAdd } from "../../db/ai-requests.ts";
import { alertsInsert } from "../../db/ai-usage.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { toAppError } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import { passedShares } from "./alerts.ts";
import { type Cached, touchCached } from "./cached-answer.ts";
import type { Asked, Bid } from "./prepare.ts";
import { type Answered, type Result, spentOf, type Tally } from "./result.ts";

const MAX_TRIES = 3;
const BACKOFF_MS = 100;

export type Ended<T extends AiTask> = {
  readonly result: Result<T> | { readonly status: "cached"; readonly cached: Cached<T> };
  readonly tally: Tally;
};

/** What is told of a question; without bids where it was refused before anybody could be asked. */
type Stored<T extends AiTask> = Asked<T> & { readonly bids: readonly Bid[] };

/** The question's row, its share of usage, its answer and its alerts in one atomic batch. Answers with the row's id. */
export async function storeOutcome<T extends AiTask>(ctx: Ctx, asking: Stored<T>, ended: Ended<T>): Promise<string> {
  const row = rowOf(ctx, asking, ended);
  const statements = [
    requestInsert(ctx.data, row),
    ...sharesOf(row, ended).map((share) => usageAdd(ctx.data, row, share)),
    ...answerStatements(ctx, asking, ended.result),
    ...alertStatements(ctx, asking, ended.tally),
  ] as const;
  await persist(ctx, statements);
  const { id, task, outcome, reason, durationMs } = row;
  ctx.log.info("ai_question", { kind: task, state: outcome, reason, duration_ms: durationMs });
  return id;
}

function rowOf<T extends AiTask>(ctx: Ctx, asking: Stored<T>, { result, tally }: Ended<T>): AiRequestRow {
  const { question, startedAt, bids, promptVersion } = asking;
  const now = ctx.clock.now();
  const bid = "bid" in result ? result.bid : bids[0];
  const { input, output, costMicros } = spentOf(tally);
  return {
    id: ctx.random.uuidv7(),
    at: now,
    repositoryId: question.repository.id,
    jobId: question.jobId,
    userId: question.userId,
    task: question.task,
    ...sourceOf(result, tally),
    promptVersion,
    contextHash: question.context.hash,
    outcome: result.status,
    reason: reasonOfResult(result),
    estimatedTokens: bid ? bid.inputTokens + bid.maxOutputTokens : 0,
    inputTokens: input,
    outputTokens: output,
    costMicros,
    attempts: tally.attempts,
    durationMs: Math.max(0, now - startedAt),
    kept: 0,
    dropped: 0,
  };
}

type AnyResult = Ended<AiTask>["result"];

function sourceOf(result: AnyResult, { last }: Tally): Pick<AiRequestRow, "provider" | "model"> {
  if (result.status === "cached") return { provider: result.cached.bid.provider, model: result.cached.model };
  return { provider: last?.provider ?? null, model: last?.model ?? null };
}

/** `cut` on an answered question: only half of its files were read. */
function reasonOfResult(result: AnyResult): string | null {
  if (result.status === "deferred") return result.cap;
  if (result.status === "degraded") return result.reason;
  return result.status === "answered" && result.isHalf ? "cut" : null;
}

/** One share counts the question, with its own model; calls of other models that were charged before count tokens alone. */
function sharesOf(row: AiRequestRow, { result, tally }: Ended<AiTask>): UsageShare[] {
  const isAnswered = result.status === "answered" || result.status === "cached";
  const own = (isAnswered || tally.charges.some(({ model }) => model === row.model) ? row.model : null) ?? "";
  const models = new Set([own, ...tally.charges.map(({ model }) => model)]);
  return [...models].map((model) => {
    const { input, output, costMicros } = spentOf({
      charges: tally.charges.filter((charge) => charge.model === model),
    });
    const isOwn = model === own;
    return {
      model,
      requests: isOwn ? 1 : 0,
      cached: isOwn && result.status === "cached" ? 1 : 0,
      inputTokens: input,
      outputTokens: output,
      costMicros,
    };
  });
}

function answerStatements(ctx: Ctx, asking: Stored<AiTask>, result: AnyResult): BatchItem<"sqlite">[] {
  if (result.status === "cached") return [touchCached(ctx, result.cached, ctx.clock.now())];
  return result.status === "answered" ? [storedAnswer(ctx, asking, result)] : [];
}

function storedAnswer(ctx: Ctx, { question }: Stored<AiTask>, { answer, bid, model }: Answered<AiTask>) {
  const now = ctx.clock.now();
  return answerUpsert(ctx.data, {
    key: bid.cacheKey,
    answer: JSON.stringify(answer),
    provider: bid.provider,
    model,
    repositoryId: question.repository.id,
    answeredAt: now,
    usedAt: now,
  });
}

function alertStatements(ctx: Ctx, { policy }: Stored<AiTask>, { month }: Tally): BatchItem<"sqlite">[] {
  const [first, ...more] = month ? passedShares(month, policy.caps.organizationMonth, ctx.clock.now()) : [];
  return first ? [alertsInsert(ctx.data, [first, ...more])] : [];
}

/** Sent again when the database did not answer: a question's row is written once, and its usage with it. */
async function persist(ctx: Ctx, statements: readonly [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]]): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await ctx.data.db.batch([...statements]);
      return;
    } catch (error) {
      if (tried >= MAX_TRIES || toAppError(error).code !== "unavailable") throw error;
      await scheduler.wait(ctx.random.fraction() * BACKOFF_MS * 2 ** tried);
    }
  }
}

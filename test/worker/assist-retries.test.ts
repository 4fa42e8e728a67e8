import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { aiRetryUpsert, findAiRetry } from "../../worker/db/ai-retries.ts";
import { jobs, repositories } from "../../worker/db/schema.ts";
import type { AiSummary } from "../../worker/services/ai/summary.ts";
import { planRetry, runDueRetries } from "../../worker/services/assist/retries.ts";
import { offSummary } from "../../worker/services/assist/summarize.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const MINUTE = 60_000;

async function place(state: "connected" | "suspended" = "connected") {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
  const caller = await as();
  const ctx = testCtx(caller);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  if (state === "suspended") await ctx.db.update(repositories).set({ state });
  return { ctx, of: { repositoryId, type: "full" as const } };
}

function failed(retryAt: number | null): AiSummary {
  return { ...offSummary("no_key"), status: "degraded", reason: "server", retryAt };
}

async function plan({ ctx, of }: Awaited<ReturnType<typeof place>>, summary: AiSummary) {
  const planned = await planRetry(ctx, of, summary);
  const [first, ...rest] = planned.statements;
  if (first) await ctx.db.batch([first, ...rest]);
  return planned.summary.retryAt;
}

describe("an analysis whose AI stage failed", () => {
  it("is asked for again when the provider says, at the earliest after five minutes, then after twice the wait each time", async () => {
    const here = await place();
    const now = here.ctx.clock.now();
    expect(await plan(here, failed(now + 60 * MINUTE))).toBe(now + 60 * MINUTE);
    const waits: number[] = [];
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      const at = await plan(here, failed(now));
      waits.push(Math.round(((at ?? 0) - now) / MINUTE));
    }
    expect(waits).toEqual([10, 20, 40, 80, 160]);
  });

  it("is left alone after six failures in a row, and where asking again cannot help", async () => {
    const here = await place();
    const now = here.ctx.clock.now();
    for (let attempt = 1; attempt <= 6; attempt += 1) expect(await plan(here, failed(now))).not.toBeNull();
    expect(await plan(here, failed(now))).toBeNull();
    expect(await findAiRetry(here.ctx.data, here.of)).toBeUndefined();
    expect(await plan(here, failed(null))).toBeNull();
  });

  it("counts anew once the AI has answered", async () => {
    const here = await place();
    const now = here.ctx.clock.now();
    await plan(here, failed(now));
    await plan(here, { ...failed(null), status: "done", reason: null });
    const at = await plan(here, failed(now));
    expect(Math.round(((at ?? 0) - now) / MINUTE)).toBe(5);
  });
});

describe("the sweep", () => {
  it("starts what is due, once, and leaves the rest", async () => {
    const here = await place();
    const { ctx, of } = here;
    const now = ctx.clock.now();
    const later = { ...of, type: "security" as const, attempt: 1, dueAt: now + MINUTE };
    await ctx.db.batch([
      aiRetryUpsert(ctx.data, { ...of, attempt: 2, dueAt: now - 1 }),
      aiRetryUpsert(ctx.data, later),
    ]);
    expect(await runDueRetries(ctx)).toBe(1);
    expect(await runDueRetries(ctx)).toBe(0);
    const made = await ctx.db.select().from(jobs);
    expect(made.map(({ kind, trigger, input }) => ({ kind, trigger, ...JSON.parse(input) }))).toEqual([
      { kind: "analysis", trigger: "schedule", type: "full", branch: "main", dependencies: false },
    ]);
    expect(await findAiRetry(ctx.data, of)).toMatchObject({ attempt: 2 });
  });

  it("forgets a repository that cannot be reached", async () => {
    const { ctx, of } = await place("suspended");
    await aiRetryUpsert(ctx.data, { ...of, attempt: 1, dueAt: 0 });
    await runDueRetries(ctx);
    expect(await findAiRetry(ctx.data, of)).toBeUndefined();
    expect(await ctx.db.select().from(jobs)).toEqual([]);
  });
});

import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { aiRequests, analyses, jobs, recommendations } from "../../worker/db/schema.ts";
import { readAiSummary } from "../../worker/services/ai/summary.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { createPlatform, openScope } from "../../worker/wiring.ts";
import { type AiFault, GARBAGE, markedFiles, WORKER_FAULTS } from "../support/ai-faults.ts";
import { aiControl } from "./support/ai.ts";
import { as } from "./support/as.ts";
import { makeRepository } from "./support/github.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed-analysis.ts";

const KEYS = { GEMINI_API_KEY: "scripted-key", GEMINI_PLAN: "paid" };
/** What a minute is in tests of calls that take one. */
const MINUTE_MS = 1_500;

beforeEach(() => {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
});

async function place(files: Record<string, string>) {
  const caller = await as({ github: {} });
  const made = await makeRepository({ files });
  const { id } = await seedRepository(caller, made);
  const ctx = testCtx(caller);
  const scope = openScope(createPlatform({ ...env, ...KEYS } as Env, { sleep: async () => undefined }));
  return { repositoryId: id, off: ctx, on: { ...ctx, ...scope } satisfies Ctx };
}

async function analyse(ctx: Ctx, repositoryId: string) {
  const { jobId, analysisId } = await startAnalysis(ctx, { repositoryId, type: "full", trigger: "manual" });
  await runJob(ctx, jobId, jobHandlers);
  const row = (await ctx.db.select().from(analyses)).find(({ id }) => id === analysisId);
  const job = (await ctx.db.select().from(jobs)).find(({ id }) => id === jobId);
  const found = (await ctx.db.select().from(recommendations)).filter((one) => one.analysisId === analysisId);
  const ofRules = found.filter(({ ai }) => ai === null);
  const stable = ofRules.map(({ id: _id, analysisId: _of, remediationId: _fix, ...rest }) => rest);
  return { row, job, ofRules: JSON.stringify(stable), claims: found.length - ofRules.length };
}

function script({ answer, isSlow }: AiFault) {
  if (isSlow) {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms >= 60_000 ? MINUTE_MS : ms));
  }
  const isLate = answer.transport?.delayMs !== undefined;
  return aiControl.script({
    times: -1,
    answer: isLate ? { ...answer, transport: { delayMs: 2 * MINUTE_MS } } : answer,
  });
}

it.each(WORKER_FAULTS.map((fault) => [fault.name, fault] as const))("an analysis survives %s", async (_name, fault) => {
  const { on, off, repositoryId } = await place(markedFiles("a-fault"));
  await script(fault);
  const { row, job, ofRules, claims } = await analyse(on, repositoryId);
  const ai = readAiSummary(row?.ai ?? null);
  const calls = (await aiControl.journal()).length;
  expect({ job: job?.state, status: ai?.status, reason: ai?.reason, calls }).toEqual({
    job: "completed",
    status: fault.status,
    reason: fault.reason,
    calls: fault.calls,
  });
  const meters = await on.objects
    .quota(on.orgId)
    .apply({ orgId: on.orgId, event: { type: "read", userId: null }, now: on.clock.now() });
  expect(meters).toMatchObject({ meters: { organizationMonth: { reserved: 0 } } });
  const without = await analyse(off, repositoryId);
  expect(ofRules).toBe(without.ofRules);
  expect(ofRules).not.toBe("[]");
  const isAnswer = fault.status === "done" && fault.answer.text === undefined;
  expect(claims).toBe(isAnswer ? 1 : 0);
  const stored = [
    await on.db.select().from(analyses),
    await on.db.select().from(recommendations),
    await on.db.select().from(aiRequests),
  ];
  expect(JSON.stringify(stored)).not.toContain(GARBAGE);
});

import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { findAiRetry } from "../../worker/db/ai-retries.ts";
import { listEvents } from "../../worker/db/jobs.ts";
import { setAiKey } from "../../worker/services/ai/ai-keys.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { aiControl } from "./support/ai.ts";
import { as, type Caller } from "./support/as.ts";
import { makeRepository } from "./support/github.ts";
import { seedRepository } from "./support/seed-analysis.ts";

const CI = ".github/workflows/ci.yml";
const WORKFLOW = `# Checks of every push.
name: checks
on: [push]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v7
      - name: Start the server
        run: ./server &
      # Give it time.
      - name: Wait for the server
        run: sleep 30
      - run: npm install
      - run: npm test
`;
const FILES = { [CI]: WORKFLOW, "package.json": '{"name":"flawed","scripts":{"test":"vitest run"}}\n' };

/** The line as the model got it: comments are not sent. */
const WAIT = { line: 14, endLine: 14, quote: "        run: sleep 30" };
const CLAIM = {
  topic: "fixed-wait",
  category: "ci_cd",
  severity: "medium",
  title: "The tests wait a fixed time",
  message: "Ask the server until it answers instead of sleeping.",
  path: CI,
  ...WAIT,
};

type Place = { readonly caller: Caller; readonly ctx: Ctx; readonly repositoryId: string };

async function place(): Promise<Place> {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
  const caller = await as({ github: {} });
  const { ctx, id } = await seedRepository(caller, await makeRepository({ files: FILES }));
  return { caller, ctx, repositoryId: id };
}

async function withKey(): Promise<Place> {
  const here = await place();
  await aiControl.script({ answer: { json: { ok: true } } });
  await setAiKey(here.ctx, { provider: "gemini", key: `key-of-${crypto.randomUUID()}`, plan: "paid" });
  await aiControl.clearJournal();
  return here;
}

type Found = { origin: string; rule: string; line: number; source: unknown; evidence: { quote: string }[] };

async function analyse({ caller, ctx, repositoryId }: Place) {
  const { jobId, analysisId } = await startAnalysis(ctx, { repositoryId, type: "full", trigger: "manual" });
  await runJob(ctx, jobId, jobHandlers);
  const analysis = (await (await caller.get(`/api/analysis/${analysisId}`)).json()) as Record<string, unknown>;
  const page = await caller.get(`/api/analysis/${analysisId}/recommendations?limit=100`);
  const { items } = (await page.json()) as { items: Found[] };
  return { jobId, analysis, items };
}

const ofRules = (items: readonly Found[]) =>
  items.filter(({ origin }) => origin === "rule").map(({ rule, line }) => [rule, line]);

describe("an analysis with AI", { timeout: 20_000 }, () => {
  it("lists a claim whose quote stands behind the findings of the rules, with its model, and counts what it dropped", async () => {
    const here = await withKey();
    const lie = { ...CLAIM, quote: "        run: sleep 300" };
    await aiControl.script({ answer: { json: { claims: [CLAIM, lie] }, usage: { input: 900, output: 80 } } });
    const { analysis, items } = await analyse(here);
    expect(analysis).toMatchObject({
      state: "completed",
      ai_status: "done",
      ai: { asked: 1, cached: 0, kept: 1, dropped: { quote_mismatch: 1 }, input_tokens: 900, output_tokens: 80 },
    });
    expect(items.at(-1)).toMatchObject({
      origin: "ai",
      rule: "ai/fixed-wait",
      severity: "medium",
      line: 16,
      source: { provider: "gemini", cached: false },
      evidence: [{ line: 16, quote: "        run: sleep 30" }],
    });
    const off = await analyse(await place());
    expect(ofRules(items)).toEqual(ofRules(off.items));
    expect(analysis.scores).toEqual(off.analysis.scores);
    expect(analysis.counts).toEqual(off.analysis.counts);
  });

  it("waits in the state ai_request", async () => {
    const here = await withKey();
    await aiControl.script({ answer: { json: { claims: [] } } });
    const { jobId } = await analyse(here);
    const events = await listEvents(here.ctx.data, jobId, { since: 0, limit: 100 });
    const states = events.filter(({ type }) => type === "state").map(({ state }) => state);
    expect(states).toEqual(["pending", "ai_request", "processing", "completed"]);
  });

  it("asks nothing again for an unchanged repository, nor for another one with the same pipeline", async () => {
    const here = await withKey();
    await aiControl.script({ times: -1, answer: { json: { claims: [CLAIM] } } });
    await analyse(here);
    const twin = await seedRepository(
      here.caller,
      await makeRepository({ files: { ...FILES, "README.md": "# Twin\n" } }),
    );
    const again = await analyse(here);
    const other = await analyse({ ...here, repositoryId: twin.id });
    expect(await aiControl.journal()).toHaveLength(1);
    for (const { analysis, items } of [again, other]) {
      expect(analysis.ai).toMatchObject({ cached: 1, kept: 1, input_tokens: 0 });
      expect(items.at(-1)).toMatchObject({ origin: "ai", line: 16, source: { cached: true } });
    }
  });

  it("is complete without it where the provider fails, says so, and is done again later", async () => {
    const here = await withKey();
    await aiControl.script({ times: -1, answer: { kind: "internal" } });
    const { analysis, items } = await analyse(here);
    expect(analysis).toMatchObject({ state: "completed", ai_status: "degraded", ai: { reason: "server", kept: 0 } });
    expect((analysis.ai as { retry_at: string | null }).retry_at).not.toBeNull();
    expect(items.length).toBeGreaterThan(0);
    expect(await findAiRetry(here.ctx.data, { repositoryId: here.repositoryId, type: "full" })).toMatchObject({
      attempt: 1,
    });
  });

  it("is off without a key, and nothing is asked", async () => {
    const { analysis } = await analyse(await place());
    expect(analysis).toMatchObject({ ai_status: "off", ai: { reason: "no_key", asked: 0 } });
  });
});

import { describe, expect, it } from "vitest";
import { AiError } from "../../worker/adapters/ai/ai-error.ts";
import { askAi } from "../../worker/services/ai/ask-ai.ts";
import { recordVerdict } from "../../worker/services/ai/record-verdict.ts";
import { asking, contextOf, monthOf, questionOf, rowsOf, withAi } from "./support/ai-ctx.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

describe("a question", () => {
  it("is answered, charged and written down, without a word of its content", async () => {
    const { ctx, caller } = await asking();
    const outcome = await askAi(ctx, questionOf(caller));
    expect(outcome).toMatchObject({
      status: "answered",
      answer: { claims: [] },
      source: { provider: "gemini", isCached: false },
      spent: { input: 100, output: 20 },
    });
    const [row] = await rowsOf("ai_requests");
    expect(row).toMatchObject({
      outcome: "answered",
      input_tokens: 100,
      output_tokens: 20,
      attempts: 1,
      user_id: caller.userId,
    });
    expect(row?.model).toMatch(/-001$/);
    expect(JSON.stringify(row)).not.toContain("ubuntu-latest");
    expect(await rowsOf("ai_usage")).toMatchObject([{ requests: 1, cached: 0, input_tokens: 100, output_tokens: 20 }]);
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 120, reserved: 0 });
  });

  it("is written down once when the database fails after it stored it", async () => {
    let batches = 0;
    const after = ({ name }: { readonly name: string }) => {
      if (name === "batch") batches += 1;
      // The first batch reads the settings.
      if (batches === 2) throw new Error("Network connection lost.");
    };
    const { ctx, caller } = await asking(() => ({}), { hooks: { database: { after } } });
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "answered" });
    expect(batches).toBe(3);
    expect(await rowsOf("ai_requests")).toHaveLength(1);
    expect(await rowsOf("ai_usage")).toMatchObject([{ requests: 1, input_tokens: 100 }]);
  });

  it("costs nothing the second time, and nobody else gets its answer", async () => {
    const { ctx, caller, journal } = await asking();
    await askAi(ctx, questionOf(caller));
    const again = await askAi(ctx, questionOf(caller));
    expect(again).toMatchObject({ status: "answered", source: { isCached: true }, spent: { input: 0, output: 0 } });
    expect(journal).toHaveLength(1);
    expect((await rowsOf("ai_requests")).map(({ outcome }) => outcome).sort()).toEqual(["answered", "cached"]);
    expect(await rowsOf("ai_usage")).toMatchObject([{ requests: 2, cached: 1, input_tokens: 100 }]);
    const other = await as();
    const stranger = withAi(testCtx(other), () => ({}), { gemini: "paid" });
    await askAi(stranger.ctx, questionOf(other));
    expect(stranger.journal).toHaveLength(1);
  });

  it.each([
    ["another context", { context: contextOf({ hash: "1".repeat(64) }) }],
    ["another request", { request: ["The rule is X."] }],
    ["another task", { task: "security" as "analysis", context: contextOf({ task: "security" }) }],
  ])("is another one with %s", async (_name, change) => {
    const { ctx, caller, journal } = await asking();
    await askAi(ctx, questionOf(caller));
    await askAi(ctx, questionOf(caller, change));
    expect(journal).toHaveLength(2);
  });

  it("is asked once when a dozen ask at once", async () => {
    const { ctx, caller, journal } = await asking(async () => {
      await scheduler.wait(300);
      return {};
    });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => askAi(ctx, questionOf(caller))));
    expect(outcomes.filter(({ status }) => status === "answered")).toHaveLength(12);
    expect(journal).toHaveLength(1);
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 120, reserved: 0 });
  });

  it("fails once when many wait for it", async () => {
    const { ctx, caller, journal } = await asking(async () => {
      await scheduler.wait(300);
      return new AiError("blocked", "x");
    });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => askAi(ctx, questionOf(caller))));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set([JSON.stringify({ status: "degraded", reason: "blocked", retryAt: null })]),
    );
    expect(journal).toHaveLength(1);
  });

  it("is led by another when its leader died", async () => {
    let now = Date.UTC(2026, 10, 21, 12);
    const { ctx, caller, journal } = await asking(() => ({}), { hooks: { clock: () => now } });
    const abort = new AbortController();
    const silent = askAi(
      { ...ctx, ai: () => aborted(abort.signal) },
      questionOf(caller, { key: "same", signal: abort.signal }),
    );
    await Promise.race([silent, scheduler.wait(300)]);
    now += 61_000;
    expect(await askAi(ctx, questionOf(caller, { key: "same" }))).toMatchObject({ status: "answered" });
    expect(journal).toHaveLength(1);
    abort.abort(new Error("at last"));
    await expect(silent).rejects.toThrow("at last");
    expect(await monthOf(caller.orgId, now)).toMatchObject({ used: 120, reserved: 0 });
  });
});

describe("an aborted question", () => {
  it("throws its reason and holds nothing", async () => {
    const abort = new AbortController();
    const { ctx, caller, journal } = await asking(async ({ signal }) => {
      abort.abort(new Error("cancelled"));
      await scheduler.wait(10_000, { signal });
      return {};
    });
    await expect(askAi(ctx, questionOf(caller, { signal: abort.signal }))).rejects.toThrow("cancelled");
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
    const next = withAi(ctx, () => ({}), { gemini: "paid" });
    expect(await askAi(next.ctx, questionOf(caller))).toMatchObject({ status: "answered" });
    expect(journal).toHaveLength(1);
  });
});

describe("a verdict", () => {
  it("completes the question's row and its usage once", async () => {
    const { ctx, caller } = await asking();
    const outcome = await askAi(ctx, questionOf(caller));
    const requestId = outcome.status === "answered" ? outcome.requestId : "";
    await recordVerdict(ctx, { requestId, kept: 3, dropped: 1 });
    await recordVerdict(ctx, { requestId, kept: 3, dropped: 1 });
    expect(await rowsOf("ai_requests")).toMatchObject([{ kept: 3, dropped: 1 }]);
    expect(await rowsOf("ai_usage")).toMatchObject([{ kept: 3, dropped: 1, requests: 1 }]);
  });
});

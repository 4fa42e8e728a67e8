import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { AiError, type AiErrorKind } from "../../worker/adapters/ai/ai-error.ts";
import { askAi } from "../../worker/services/ai/ask-ai.ts";
import { recordVerdict } from "../../worker/services/ai/record-verdict.ts";
import { asking, contextOf, questionOf, withAi } from "./support/ai-ctx.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";

const HOUR = 3_600_000;

async function rows(table: string): Promise<Record<string, unknown>[]> {
  return (await env.DB.prepare(`select * from ${table}`).all()).results;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

async function meter(orgId: string, now: number) {
  const reply = await env.QUOTA.getByName(`${orgId}:quota`).apply({ type: "read", userId: null }, now);
  return "meters" in reply ? reply.meters.organizationMonth : undefined;
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
    const [row] = await rows("ai_requests");
    expect(row).toMatchObject({
      outcome: "answered",
      input_tokens: 100,
      output_tokens: 20,
      attempts: 1,
      user_id: caller.userId,
    });
    expect(row?.model).toMatch(/-001$/);
    expect(JSON.stringify(row)).not.toContain("ubuntu-latest");
    expect(await rows("ai_usage")).toMatchObject([{ requests: 1, cached: 0, input_tokens: 100, output_tokens: 20 }]);
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 120, reserved: 0 });
  });

  it("costs nothing the second time, and nobody else gets its answer", async () => {
    const { ctx, caller, journal } = await asking();
    await askAi(ctx, questionOf(caller));
    const again = await askAi(ctx, questionOf(caller));
    expect(again).toMatchObject({ status: "answered", source: { isCached: true }, spent: { input: 0, output: 0 } });
    expect(journal).toHaveLength(1);
    expect((await rows("ai_requests")).map(({ outcome }) => outcome).sort()).toEqual(["answered", "cached"]);
    expect(await rows("ai_usage")).toMatchObject([{ requests: 2, cached: 1, input_tokens: 100 }]);
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

  it("is asked once when twenty ask at once", async () => {
    const { ctx, caller, journal } = await asking(async () => {
      await scheduler.wait(300);
      return {};
    });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => askAi(ctx, questionOf(caller))));
    expect(outcomes.filter(({ status }) => status === "answered")).toHaveLength(20);
    expect(journal).toHaveLength(1);
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 120, reserved: 0 });
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
    expect(await meter(caller.orgId, now)).toMatchObject({ used: 120, reserved: 0 });
  });
});

describe("what stands before a provider", () => {
  it("a secret that is still in the prompt", async () => {
    const token = ["gh", "p_", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"].join("");
    const { ctx, caller, journal } = await asking();
    const file = {
      path: "a.yml",
      sha: "a".repeat(40),
      role: "subject" as const,
      lines: [{ line: 1, text: `t: ${token}` }],
    };
    const outcome = await askAi(ctx, questionOf(caller, { context: contextOf({ files: [file] }) }));
    expect(outcome).toEqual({ status: "degraded", reason: "redaction_failed", retryAt: null });
    expect(journal).toHaveLength(0);
    expect(JSON.stringify(await rows("ai_requests"))).not.toContain(token);
  });

  it.each([
    ["the question's budget", {}, { budget: 100 }],
    ["the cap of a task", { cap_task: 1_000 }, {}],
  ])("%s", async (_name, caps, change) => {
    const { ctx, caller, journal } = await asking();
    if ("cap_task" in caps) await setCap(caller.orgId, "cap_task", caps.cap_task ?? 0);
    const outcome = await askAi(ctx, questionOf(caller, change));
    expect(outcome).toEqual({ status: "degraded", reason: "task_too_large", retryAt: null });
    expect(journal).toHaveLength(0);
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
  });

  it.each([
    ["cap_user_day", "user_day", Date.UTC(2026, 10, 22)],
    ["cap_user_month", "user_month", Date.UTC(2026, 11, 1)],
    ["cap_organization_month", "organization_month", Date.UTC(2026, 11, 1)],
  ])("%s, until it is reset", async (column, cap, retryAt) => {
    const { ctx, caller, journal } = await asking(() => ({}), { hooks: { clock: () => Date.UTC(2026, 10, 21, 12) } });
    await setCap(caller.orgId, column, 200);
    expect(await askAi(ctx, questionOf(caller))).toEqual({ status: "deferred", cap, retryAt });
    expect(journal).toHaveLength(0);
    expect(await rows("ai_requests")).toMatchObject([{ outcome: "deferred", reason: cap, provider: null }]);
  });

  it("no user's cap where nobody asked by hand", async () => {
    const { ctx, caller } = await asking();
    await setCap(caller.orgId, "cap_user_day", 200);
    expect(await askAi(ctx, questionOf(caller, { userId: null }))).toMatchObject({ status: "answered" });
  });

  it("a circuit that five failures opened, for a minute", async () => {
    let now = Date.UTC(2026, 10, 21, 12);
    const { ctx, caller, journal } = await asking((_sent, n) => (n < 5 ? new AiError("server", "x") : {}), {
      hooks: { clock: () => now },
    });
    for (let call = 0; call < 5; call += 1) await askAi(ctx, questionOf(caller));
    expect(await askAi(ctx, questionOf(caller))).toEqual({
      status: "degraded",
      reason: "circuit_open",
      retryAt: now + 60_000,
    });
    expect(journal).toHaveLength(5);
    now += 60_000;
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "answered" });
    expect(await meter(caller.orgId, now)).toMatchObject({ used: 120, reserved: 0 });
  });

  it("no circuit for one organization because another one's questions fail", async () => {
    const { ctx, caller } = await asking(() => new AiError("server", "x"));
    for (let call = 0; call < 12; call += 1) await askAi(ctx, questionOf(caller));
    const other = await as();
    const { ctx: served } = withAi(testCtx(other), () => ({}), { gemini: "paid" });
    expect(await askAi(served, questionOf(other))).toMatchObject({ status: "answered" });
  });

  it.each(["key", "rate", "malformed", "request"] as const)("no circuit after %s", async (kind) => {
    const { ctx, caller, journal } = await asking(() => new AiError(kind, "x"));
    for (let call = 0; call < 7; call += 1) await askAi(ctx, questionOf(caller));
    expect(journal).toHaveLength(7);
  });
});

async function setCap(orgId: string, column: string, tokens: number): Promise<void> {
  await env.DB.prepare(
    `insert into ai_settings (org_id, is_enabled, providers, private_code, updated_at, ${column}) values (?, 1, '["gemini"]', 'paid_keys', 1, ?)`,
  )
    .bind(orgId, tokens)
    .run();
}

describe("a failed call", () => {
  it.each([
    ["key", "openai"],
    ["billing", "openai"],
    ["server", "openai"],
    ["timeout", "openai"],
    ["network", "openai"],
    ["rate", "openai"],
    ["blocked", "openai"],
    ["malformed", "openai"],
    ["model", "gemini"],
  ] as [AiErrorKind, string][])("of kind %s is followed by a call of %s", async (kind, next) => {
    const { ctx, caller, journal } = await asking((_sent, n) => (n === 0 ? new AiError(kind, "x") : {}), {
      keys: { gemini: "paid", openai: "paid" },
    });
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "answered", source: { provider: next } });
    expect(journal.map(({ provider }) => provider)).toEqual(["gemini", next]);
    expect(new Set(journal.map(({ model }) => model)).size).toBe(2);
  });

  it.each(["blocked", "malformed"] as const)("of kind %s is followed by one more call, not two", async (kind) => {
    const keys = { gemini: "paid", anthropic: "paid", openai: "paid" } as const;
    const { ctx, caller, journal } = await asking(() => new AiError(kind, "x"), { keys });
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "degraded", reason: kind });
    expect(journal).toHaveLength(2);
  });

  it("is charged when the provider says so, and again when it is asked again", async () => {
    const tokens = { input: 50, output: 5 };
    const { ctx, caller } = await asking((_sent, n) => (n === 0 ? new AiError("malformed", "x", { tokens }) : {}));
    const question = questionOf(caller);
    expect(await askAi(ctx, question)).toMatchObject({ status: "degraded", reason: "malformed" });
    expect(await askAi(ctx, question)).toMatchObject({ status: "answered" });
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 175, reserved: 0 });
    expect((await rows("ai_requests")).map((row) => row.input_tokens)).toEqual([50, 100]);
  });

  it("is charged by its estimate when the provider does not say what it wrote", async () => {
    const { ctx, caller } = await asking(() => ({ tokens: null }));
    await askAi(ctx, questionOf(caller));
    const [row] = await rows("ai_requests");
    expect(Number(row?.input_tokens) + Number(row?.output_tokens)).toBe(row?.estimated_tokens);
  });

  it("that was cut is made once more with half of the files", async () => {
    const { ctx, caller, journal } = await asking((_sent, n) => (n === 0 ? new AiError("cut", "x") : {}));
    const [file] = contextOf().files;
    const files = ["a.yml", "b.yml", "c.yml", "d.yml"].flatMap((path) => (file ? [{ ...file, path }] : []));
    const outcome = await askAi(ctx, questionOf(caller, { context: contextOf({ files }) }));
    expect(outcome).toMatchObject({ status: "answered" });
    expect(journal.map(({ prompt }) => files.filter(({ path }) => prompt.data.includes(path)).length)).toEqual([4, 2]);
    expect(await rows("ai_requests")).toMatchObject([{ outcome: "answered", reason: "cut" }]);
  });

  it("that was cut with one file alone is the last", async () => {
    const { ctx, caller, journal } = await asking(() => new AiError("cut", "x"));
    expect(await askAi(ctx, questionOf(caller))).toEqual({ status: "degraded", reason: "cut", retryAt: null });
    expect(journal).toHaveLength(1);
  });

  it("tells when to ask again", async () => {
    const now = Date.UTC(2026, 10, 21, 12);
    const { ctx, caller } = await asking(() => new AiError("day_quota", "x", { retryAt: now + 5 * HOUR }), {
      hooks: { clock: () => now },
    });
    expect(await askAi(ctx, questionOf(caller))).toEqual({
      status: "degraded",
      reason: "day_quota",
      retryAt: now + 5 * HOUR,
    });
  });

  it("of our own becomes a degraded answer, never a throw", async () => {
    const { ctx, caller } = await asking(() => new TypeError("a mistake of ours"));
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "degraded", reason: "unavailable" });
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
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
    expect(await meter(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
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
    expect(await rows("ai_requests")).toMatchObject([{ kept: 3, dropped: 1 }]);
    expect(await rows("ai_usage")).toMatchObject([{ kept: 3, dropped: 1, requests: 1 }]);
  });
});

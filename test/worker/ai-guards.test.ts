import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { AiError, type AiErrorKind } from "../../worker/adapters/ai/ai-error.ts";
import { askAi } from "../../worker/services/ai/ask-ai.ts";
import { asking, contextOf, monthOf, questionOf, rowsOf, withAi } from "./support/ai-ctx.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";

const HOUR = 3_600_000;

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
    expect(JSON.stringify(await rowsOf("ai_requests"))).not.toContain(token);
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
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
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
    expect(await rowsOf("ai_requests")).toMatchObject([{ outcome: "deferred", reason: cap, provider: null }]);
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
    expect(await monthOf(caller.orgId, now)).toMatchObject({ used: 120, reserved: 0 });
  });

  it("no circuit for one organization because another one's questions fail", async () => {
    const { ctx, caller } = await asking(() => new AiError("server", "x"));
    for (let call = 0; call < 6; call += 1) await askAi(ctx, questionOf(caller));
    const other = await as();
    const { ctx: served } = withAi(testCtx(other), () => ({}), { gemini: "paid" });
    expect(await askAi(served, questionOf(other))).toMatchObject({ status: "answered" });
  });

  it("no circuit after failures that say nothing of the provider's health", async () => {
    const kinds = ["key", "rate", "malformed", "request", "blocked", "billing"] as const;
    const { ctx, caller, journal } = await asking((_sent, n) => new AiError(kinds[n] ?? "key", "x"));
    for (const _ of kinds) await askAi(ctx, questionOf(caller));
    expect(journal).toHaveLength(kinds.length);
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
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 175, reserved: 0 });
    expect((await rowsOf("ai_requests")).map((row) => row.input_tokens)).toEqual([50, 100]);
  });

  it("is charged by its estimate when the provider does not say what it wrote", async () => {
    const { ctx, caller } = await asking(() => ({ tokens: null }));
    await askAi(ctx, questionOf(caller));
    const [row] = await rowsOf("ai_requests");
    expect(Number(row?.input_tokens) + Number(row?.output_tokens)).toBe(row?.estimated_tokens);
  });

  it("that was cut is made once more with half of the files", async () => {
    const { ctx, caller, journal } = await asking((_sent, n) => (n === 0 ? new AiError("cut", "x") : {}));
    const [file] = contextOf().files;
    const files = ["a.yml", "b.yml", "c.yml", "d.yml"].flatMap((path) => (file ? [{ ...file, path }] : []));
    const outcome = await askAi(ctx, questionOf(caller, { context: contextOf({ files }) }));
    expect(outcome).toMatchObject({ status: "answered" });
    expect(journal.map(({ prompt }) => files.filter(({ path }) => prompt.data.includes(path)).length)).toEqual([4, 2]);
    expect(await rowsOf("ai_requests")).toMatchObject([{ outcome: "answered", reason: "cut" }]);
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
    expect(await monthOf(caller.orgId, ctx.clock.now())).toMatchObject({ used: 0, reserved: 0 });
  });
});

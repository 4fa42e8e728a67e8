import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { AiError } from "../../worker/adapters/ai/ai-error.ts";
import { AppError } from "../../worker/errors.ts";
import { removeAiKey, setAiKey, testAiKey } from "../../worker/services/ai/ai-keys.ts";
import { changeAiSettings, readAiSettings } from "../../worker/services/ai/ai-settings.ts";
import { askAi } from "../../worker/services/ai/ask-ai.ts";
import { estimateQuestion } from "../../worker/services/ai/estimate-question.ts";
import { listAiRequests, readUsage } from "../../worker/services/ai/usage.ts";
import { disconnectRepository } from "../../worker/services/repositories/disconnect-repository.ts";
import { asking, questionOf, rowsOf, withAi } from "./support/ai-ctx.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const KEY = "own-key-of-the-organization";
const MILLION = 1_000_000;

const actions = async () => (await rowsOf("audit_log")).map(({ action }) => action);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof AppError ? error.problemCode : String(error)),
  );

describe("settings", () => {
  it("have defaults that grow with the members", async () => {
    const { ctx, caller } = await asking();
    await as({ orgId: caller.orgId });
    const settings = await readAiSettings(ctx);
    const caps = { task: 32_000, userDay: 100_000, userMonth: 2 * MILLION, organizationMonth: 4 * MILLION };
    expect(settings).toMatchObject({
      isEnabled: true,
      isAvailable: true,
      privateCode: "paid_keys",
      caps,
      defaultCaps: caps,
    });
    expect(settings.order).toEqual(["gemini", "anthropic", "openai"]);
    expect(settings.providers.map(({ key, state }) => [key, state])).toEqual([
      ["operator", "unchecked"],
      ["none", null],
      ["none", null],
    ]);
  });

  it("change one by one, go back to their defaults, and leave audit rows", async () => {
    const { ctx } = await asking();
    await changeAiSettings(ctx, { caps: { task: 5_000 } });
    await changeAiSettings(ctx, { order: ["openai", "gemini"], isEnabled: false });
    const changed = await readAiSettings(ctx);
    expect(changed).toMatchObject({
      isEnabled: false,
      isAvailable: false,
      caps: { task: 5_000 },
      order: ["openai", "gemini"],
    });
    expect(changed.providers.map(({ provider }) => provider)).toEqual(["openai", "gemini", "anthropic"]);
    expect((await changeAiSettings(ctx, { caps: { task: null } })).caps.task).toBe(32_000);
    expect(await actions()).toEqual(Array(3).fill("ai.settings_changed"));
  });

  it.each(["viewer", "member"] as const)("are read, not changed, by a %s", async (role) => {
    const { ctx } = await asking(undefined, { caller: await as({ role }) });
    const low = { ...ctx, role };
    await readAiSettings(low);
    for (const change of [
      changeAiSettings(low, {}),
      setAiKey(low, { provider: "gemini", key: KEY, plan: "paid" }),
      removeAiKey(low, "gemini"),
      testAiKey(low, "gemini"),
    ])
      expect(await codeOf(change)).toBe("forbidden");
  });
});

describe("switching", () => {
  it.each([
    ["no key", {}, {}, false, "no_key"],
    ["only free keys and private code", { gemini: "free" }, {}, true, "private_code"],
    ["AI switched off", { gemini: "paid" }, { isEnabled: false }, false, "switched_off"],
    ["no provider in the order", { gemini: "paid" }, { order: [] }, false, "no_key"],
  ] as const)("is off with %s, and says nothing to anybody", async (_name, keys, change, isPrivate, reason) => {
    const { ctx, caller, journal } = await asking(() => ({}), { keys });
    await changeAiSettings(ctx, change);
    const question = questionOf(caller, { repository: { id: "r", isPrivate } });
    expect(await askAi(ctx, question)).toEqual({ status: "off", reason });
    expect(await estimateQuestion(ctx, question)).toMatchObject({ isAvailable: false, reason });
    expect(journal).toHaveLength(0);
    expect(await rowsOf("ai_requests")).toEqual([]);
  });

  it.each([
    ["public code", false, {}, "gemini"],
    ["private code", true, {}, "anthropic"],
    ["private code that may go anywhere", true, { privateCode: "any_key" }, "gemini"],
    ["another order", false, { order: ["anthropic", "gemini"] }, "anthropic"],
  ] as const)("sends %s where it may go", async (_name, isPrivate, change, provider) => {
    const { ctx, caller, journal } = await asking(() => ({}), { keys: { gemini: "free", anthropic: "paid" } });
    await changeAiSettings(ctx, change);
    await askAi(ctx, questionOf(caller, { repository: { id: "r", isPrivate } }));
    expect(journal.map((sent) => sent.provider)).toEqual([provider]);
  });
});

describe("an own key", () => {
  it("is tried, sealed, used before the operator's, and shown to nobody", async () => {
    const { ctx, caller, journal } = await asking();
    const settings = await setAiKey(ctx, { provider: "gemini", key: KEY, plan: "paid" });
    expect(settings.providers[0]).toMatchObject({ key: "own", plan: "paid", state: "works" });
    expect(JSON.stringify([settings, await rowsOf("ai_keys"), await rowsOf("audit_log")])).not.toContain(KEY);
    await askAi(ctx, questionOf(caller));
    expect(journal.map(({ key }) => key)).toEqual([KEY, KEY]);
    expect(await actions()).toEqual(["ai.key_set"]);
  });

  it.each([
    ["key", "ai_key_refused"],
    ["billing", "ai_key_refused"],
    ["server", "ai_provider_unavailable"],
    ["timeout", "ai_provider_unavailable"],
  ] as const)("is not stored after a failure of kind %s", async (kind, code) => {
    const { ctx } = await asking(() => new AiError(kind, "x"));
    expect(await codeOf(setAiKey(ctx, { provider: "gemini", key: KEY, plan: "paid" }))).toBe(code);
    expect(await rowsOf("ai_keys")).toEqual([]);
  });

  it("is marked when the provider refuses it, is not tried again, and works again once tested", async () => {
    const { ctx, caller, journal } = await asking((_sent, n) => (n === 1 ? new AiError("key", "x") : {}));
    await setAiKey(ctx, { provider: "gemini", key: KEY, plan: "paid" });
    const refused = { status: "degraded", reason: "key", retryAt: null };
    expect(await askAi(ctx, questionOf(caller))).toEqual(refused);
    expect((await readAiSettings(ctx)).providers[0]).toMatchObject({ key: "own", state: "refused" });
    expect(await askAi(ctx, questionOf(caller))).toEqual(refused);
    expect(journal).toHaveLength(2);
    expect((await testAiKey(ctx, "gemini")).providers[0]).toMatchObject({ state: "works" });
    expect(await askAi(ctx, questionOf(caller))).toMatchObject({ status: "answered" });
  });

  it("does not open in another organization's row", async () => {
    const { ctx, caller } = await asking();
    await setAiKey(ctx, { provider: "gemini", key: KEY, plan: "paid" });
    const thief = await as();
    await env.DB.prepare("update ai_keys set org_id = ?").bind(thief.orgId).run();
    const other = withAi(testCtx(thief), () => ({}), {});
    expect(await askAi(other.ctx, questionOf(thief))).toMatchObject({ status: "degraded", reason: "key" });
    expect(other.journal).toHaveLength(0);
    expect(caller.orgId).not.toBe(thief.orgId);
  });

  it("is replaced by a new one and forgotten when removed", async () => {
    const { ctx } = await asking();
    await setAiKey(ctx, { provider: "gemini", key: KEY, plan: "free" });
    await setAiKey(ctx, { provider: "gemini", key: `${KEY}-2`, plan: "paid" });
    expect(await rowsOf("ai_keys")).toMatchObject([{ plan: "paid" }]);
    expect((await removeAiKey(ctx, "gemini")).providers[0]).toMatchObject({ key: "operator" });
    expect(await codeOf(removeAiKey(ctx, "gemini"))).toBe("not_found");
    expect(await actions()).toEqual(["ai.key_set", "ai.key_set", "ai.key_removed"]);
    expect(await codeOf(testAiKey(ctx, "gemini"))).toBe("not_found");
  });
});

describe("answers", () => {
  it("go with the repository that they were first given for", async () => {
    const { ctx, caller, journal } = await asking();
    const [{ id }, other] = [await seedRepository(caller.orgId), await seedRepository(caller.orgId)];
    await askAi(ctx, questionOf(caller, { repository: { id, isPrivate: false } }));
    await disconnectRepository(ctx, other.id);
    expect(await rowsOf("ai_cache")).toHaveLength(1);
    await disconnectRepository(ctx, id);
    expect(await rowsOf("ai_cache")).toEqual([]);
    await askAi(ctx, questionOf(caller));
    expect(journal).toHaveLength(2);
  });
});

describe("usage", () => {
  const NOW = Date.UTC(2026, 10, 21, 12);

  it("is added up by day, user, task and model, and shown beside the caps", async () => {
    const { ctx, caller } = await asking(() => ({}), { hooks: { clock: () => NOW } });
    await askAi(ctx, questionOf(caller));
    await askAi(ctx, questionOf(caller, { userId: null, request: ["More."] }));
    const usage = await readUsage(ctx, undefined);
    const spent = { requests: 2, cached: 0, inputTokens: 200, outputTokens: 40 };
    expect(usage).toMatchObject({ month: "2026-11", total: spent, byDay: [{ ...spent, day: "2026-11-21" }] });
    expect(usage.byUser.map(({ userId, login }) => [userId, login !== null])).toEqual(
      expect.arrayContaining([
        [null, false],
        [caller.userId, true],
      ]),
    );
    expect(usage.byTask).toMatchObject([{ ...spent, task: "analysis" }]);
    expect(usage.byModel).toMatchObject([{ requests: 2 }]);
    expect(usage.total.costMicros).toBeGreaterThan(0);
    expect(usage.userDay).toEqual({ used: 120, reserved: 0, cap: 100_000, resetsAt: Date.UTC(2026, 10, 22) });
    expect(usage.organizationMonth).toMatchObject({ used: 240, cap: 2 * MILLION });
    expect((await readUsage(ctx, "2026-10")).total.requests).toBe(0);
  });

  it("raises each alert once in a month", async () => {
    const inputs = [99_000, 1_500, 50_000, 30_000];
    const script = (_sent: unknown, n: number) => ({ tokens: { input: inputs[n] ?? 0, output: 0 } });
    const { ctx, caller } = await asking(script, { hooks: { clock: () => NOW } });
    await changeAiSettings(ctx, { caps: { organizationMonth: 200_000, userDay: 900_000 } });
    const seen: unknown[][] = [];
    for (let call = 0; call < 4; call += 1) {
      await askAi(ctx, questionOf(caller, { request: [`${call}`] }));
      seen.push((await rowsOf("ai_alerts")).map(({ percent }) => percent));
    }
    expect(seen).toEqual([[], [50], [50, 75], [50, 75, 90]]);
    const { alerts } = await readUsage(ctx, undefined);
    expect(alerts.map(({ percent, at }) => [percent, at])).toEqual([50, 75, 90].map((percent) => [percent, NOW]));
  });

  it("lists questions page by page, newest first", async () => {
    let now = NOW;
    const { ctx, caller } = await asking(() => ({}), { hooks: { clock: () => now } });
    for (let call = 0; call < 3; call += 1) {
      now += 1_000;
      await askAi(ctx, questionOf(caller, { request: [`${call}`] }));
    }
    const first = await listAiRequests(ctx, { after: undefined, limit: 2 });
    const second = await listAiRequests(ctx, { after: first.next ?? undefined, limit: 2 });
    expect([...first.items, ...second.items].map(({ at }) => at)).toEqual([NOW + 3_000, NOW + 2_000, NOW + 1_000]);
    expect(second.next).toBeNull();
    const stranger = testCtx(await as());
    expect((await listAiRequests(stranger, { after: undefined, limit: 9 })).items).toEqual([]);
  });

  it("is estimated without spending, and nothing is for what is known", async () => {
    const { ctx, caller, journal } = await asking();
    const question = questionOf(caller);
    const before = await estimateQuestion(ctx, question);
    expect(before).toMatchObject({ isAvailable: true, isCached: false });
    expect(Math.min(before.inputTokens, before.maxOutputTokens, before.maxCostMicros)).toBeGreaterThan(0);
    expect(journal).toHaveLength(0);
    await askAi(ctx, question);
    expect(await estimateQuestion(ctx, question)).toMatchObject({ isCached: true, inputTokens: 0, maxCostMicros: 0 });
  });
});

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { userTokens } from "../../worker/services/auth/user-tokens.ts";
import { connectRepositories } from "../../worker/services/repositories/connect-repositories.ts";
import { hookSpec, hookUrl } from "../../worker/services/repositories/ensure-hook.ts";
import { getRepository } from "../../worker/services/repositories/read-repository.ts";
import { renewHook, rotateHookKey } from "../../worker/services/repositories/rotate-hook-key.ts";
import { as } from "./support/as.ts";
import { forgetRequests, githubAs, makeRepository, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { testCtx } from "./support/scope.ts";
import { deliver } from "./support/webhook.ts";

const DAY_MS = 24 * 60 * 60_000;
const PING = { event: "ping", payload: { zen: "z" } };

beforeEach(() => {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
});

async function connected() {
  const caller = await as({ github: {} });
  const made = await makeRepository({ files: { "README.md": "a" } });
  const ctx = testCtx(caller);
  const [item] = await connectRepositories(ctx, [made.fullName]);
  if (!item?.repositoryId) throw new Error(JSON.stringify(item));
  return { caller, made, ctx, repositoryId: item.repositoryId };
}

type World = Awaited<ReturnType<typeof connected>>;

async function change({ repositoryId }: World, set: string, ...values: unknown[]): Promise<void> {
  await env.DB.prepare(`update repositories set ${set} where id = ?`)
    .bind(...values, repositoryId)
    .run();
}

/** A delivery that GitHub would sign with this key. */
async function statusUnder({ caller, ctx, made, repositoryId }: World, key: string): Promise<number> {
  const { hookId } = await getRepository(ctx, repositoryId);
  const secret = (await ctx.hookSecrets.secretOf(key, { orgId: caller.orgId, repositoryId })) ?? "";
  return (await deliver({ caller, ctx, made, repositoryId, key, secret, hookId: hookId ?? 0 }, PING)).status;
}

/** As a sync does it. */
async function renew({ caller, ctx, made, repositoryId }: World): Promise<void> {
  const repository = await getRepository(ctx, repositoryId);
  await renewHook(ctx, ctx.github(userTokens(ctx, caller.userId)), { repository, name: made });
}

const keysOf = async ({ made }: World) =>
  (await (await githubAs()).hooks(made)).map(({ url }) => new URL(url).searchParams.get("key"));

describe("rotating the secret of a webhook", () => {
  it("lets both keys count for a day, and GitHub signs with the new one", async () => {
    const here = await connected();
    const { previousValidUntil } = await rotateHookKey(here.ctx, here.repositoryId);
    expect(previousValidUntil - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
    expect(await keysOf(here)).toEqual(["test1.2"]);
    expect([await statusUnder(here, "test1.1"), await statusUnder(here, "test1.2")]).toEqual([200, 200]);
    await change(here, "previous_hook_key_until = ?", Date.now() - 1);
    expect([await statusUnder(here, "test1.1"), await statusUnder(here, "test1.2")]).toEqual([401, 200]);
    const audited = env.DB.prepare(
      "select count(*) as n from audit_log where org_id = ? and action = 'webhook.rotated'",
    );
    expect(await audited.bind(here.caller.orgId).first("n")).toBe(1);
  });

  it.each([
    ["before GitHub was told", { action: { status: 502 } }, "test1.1"],
    ["although GitHub was told", { action: { after: "apply", drop: "headers" } }, "test1.2"],
  ])("that failed %s loses no delivery, and a sync ends it", async (_case, fault, used) => {
    const here = await connected();
    await spoil(here.made, { match: { method: "PATCH" }, ...fault, times: 3 });
    await expect(rotateHookKey(here.ctx, here.repositoryId)).rejects.toThrow();
    expect(await keysOf(here)).toEqual([used]);
    expect([await statusUnder(here, "test1.1"), await statusUnder(here, "test1.2")]).toEqual([200, 200]);
    await controlGithub("faults", {}, "DELETE");
    await renew(here);
    expect(await keysOf(here)).toEqual(["test1.2"]);
    expect([await statusUnder(here, "test1.1"), await statusUnder(here, "test1.2")]).toEqual([200, 200]);
  });

  it("by two at once leaves one webhook whose secret counts", async () => {
    const here = await connected();
    await Promise.allSettled([1, 2, 3].map(() => rotateHookKey(here.ctx, here.repositoryId)));
    const [key, ...others] = await keysOf(here);
    expect(others).toEqual([]);
    expect(await statusUnder(here, key ?? "")).toBe(200);
    await renew(here);
    expect((await getRepository(here.ctx, here.repositoryId)).hookKey).toBe((await keysOf(here))[0]);
  });

  it("does not let an old key in again that somebody wrote into the webhook's address", async () => {
    const here = await connected();
    await change(here, "hook_key = 'test1.7'");
    await rotateHookKey(here.ctx, here.repositoryId);
    expect([await statusUnder(here, "test1.1"), await statusUnder(here, "test1.8")]).toEqual([401, 200]);
  });

  it("makes the webhook anew when somebody deleted it", async () => {
    const here = await connected();
    const { hookId } = await getRepository(here.ctx, here.repositoryId);
    await (await githubAs()).deleteHook(here.made, hookId ?? 0);
    await rotateHookKey(here.ctx, here.repositoryId);
    expect(await keysOf(here)).toEqual(["test1.2"]);
    expect(await statusUnder(here, "test1.2")).toBe(200);
  });

  it("takes away webhooks of ours that no row knows", async () => {
    const here = await connected();
    const url =
      (await (await githubAs()).hooks(here.made))[0]?.url.replace(/repository=[^&]+/, "repository=lost") ?? "";
    await (await githubAs()).createHook(here.made, { url, secret: "s", events: ["push"] });
    await rotateHookKey(here.ctx, here.repositoryId);
    expect(await keysOf(here)).toEqual(["test1.2"]);
  });

  it("is for administrators", async () => {
    const here = await connected();
    await expect(rotateHookKey({ ...here.ctx, role: "member" }, here.repositoryId)).rejects.toThrow("admin");
  });
});

describe("a sync", () => {
  it("asks GitHub nothing about a webhook whose key is the active one", async () => {
    const here = await connected();
    await forgetRequests();
    await renew(here);
    expect(await requestsMade()).toEqual([]);
  });

  it.each([
    ["without a key", ""],
    ["of an encryption key that is retired", "retired.4"],
  ])("sets a webhook %s anew", async (_case, key) => {
    const here = await connected();
    await change(here, "hook_key = ?", key);
    await renew(here);
    const { hookKey } = await getRepository(here.ctx, here.repositoryId);
    expect(hookKey).toMatch(/^test1\.\d+$/);
    expect(await keysOf(here)).toEqual([hookKey]);
    expect(await statusUnder(here, hookKey)).toBe(200);
  });

  it("sets a webhook anew that names another repository, although its key is the row's", async () => {
    const here = await connected();
    const { hookId } = await getRepository(here.ctx, here.repositoryId);
    await rotateHookKey(here.ctx, here.repositoryId);
    const lost = { repositoryId: here.ctx.random.uuidv7(), key: "test1.2" };
    await (await githubAs()).updateHook(here.made, hookId ?? 0, await hookSpec(here.ctx, lost));
    await renew(here);
    const target = { repositoryId: here.repositoryId, key: "test1.3" };
    expect(await (await githubAs()).hooks(here.made)).toEqual([{ id: hookId, url: hookUrl(here.ctx, target) }]);
  });

  it("forgets the key before once its time is over", async () => {
    const here = await connected();
    await rotateHookKey(here.ctx, here.repositoryId);
    await change(here, "previous_hook_key_until = ?", Date.now() - 1);
    await renew(here);
    const { previousHookKey, hookKey } = await getRepository(here.ctx, here.repositoryId);
    expect([previousHookKey, hookKey]).toEqual([null, "test1.2"]);
  });

  it("goes on when GitHub refuses to show the webhooks", async () => {
    const here = await connected();
    await change(here, "hook_key = ''");
    const path = `/repos/${here.made.fullName}/hooks`;
    await spoil(here.made, { match: { method: "GET", path }, action: { status: 404, body: { message: "Not Found" } } });
    await renew(here);
    expect((await getRepository(here.ctx, here.repositoryId)).hookKey).toBe("");
  });
});

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { hookSpec, hookUrl } from "../../worker/services/repositories/ensure-hook.ts";
import { sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { forgetRequests, githubAs, pushTo, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { attempts, handOver, type Missing, missing, rowOf, setRow } from "./support/missed.ts";
import { testCtx, testScope } from "./support/scope.ts";
import { seedGap } from "./support/seed.ts";

const MINUTE_MS = 60_000;

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

/** Pushes that change nothing for the rules: the deliveries alone are looked at. */
async function push(here: Missing, count = 1): Promise<void> {
  for (let at = 0; at < count; at += 1) await pushTo(here.made.fullName, { "README.md": `${at} ${Math.random()}\n` });
  await controlGithub("settle");
}

async function later(minutes: number): Promise<void> {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: now + minutes * MINUTE_MS });
}

function sweep() {
  return sweepWebhooks(testScope());
}

async function gaps({ caller }: Missing, event = "push") {
  const statement = env.DB.prepare(
    "select state, asks, reason, status_code, closed_at is not null as closed from webhook_gaps where org_id = ? and event = ?",
  );
  return (await statement.bind(caller.orgId, event).all<Record<string, unknown>>()).results;
}

async function redeliveries(here: Missing): Promise<number> {
  return (await attempts(here)).filter(({ redelivery, event }) => redelivery && event === "push").length;
}

/** Runs the sync that waits. */
async function sync({ repositoryId }: Missing): Promise<void> {
  const waiting = env.DB.prepare("select id from jobs where repository_id = ? and kind = 'sync'").bind(repositoryId);
  await runJob(testScope(), String(await waiting.first("id")), jobHandlers);
}

/** GitHub's log has one delivery, which something answered. */
function answered(statusCode: number): void {
  const real = globalThis.fetch;
  const [guid, at] = [crypto.randomUUID(), new Date().toISOString()];
  const sent = { id: 7, guid, event: "push", action: null, delivered_at: at, redelivery: false, duration: 0.1 };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/deliveries")) {
      return Response.json([{ ...sent, status: statusCode < 300 ? "OK" : "Unauthorized", status_code: statusCode }]);
    }
    return real(request);
  });
}

const listed = async () => (await requestsMade()).filter(({ path }) => path.endsWith("/hooks")).length;

const UNREACHED = { reason: "failed to connect to host", status_code: 502 };

describe("a delivery that GitHub could not hand over", () => {
  it("is noted and asked for again, once in ten minutes, three times in all", async () => {
    const here = await missing();
    await push(here, 2);
    expect(await sweep()).toMatchObject({ repositories: 1, gapsFound: 3, asked: 3 });
    expect(await gaps(here)).toEqual(Array(2).fill({ state: "asked", asks: 1, closed: 0, ...UNREACHED }));
    expect(await redeliveries(here)).toBe(2);
    for (const asks of [2, 3, 3]) {
      await later(15);
      await sweep();
      expect(await gaps(here)).toMatchObject(Array(2).fill({ asks }));
      expect(await redeliveries(here)).toBe(2 * asks);
    }
  });

  it("is asked for once by two sweeps at once", async () => {
    const here = await missing();
    await push(here);
    const swept = await Promise.all([sweep(), sweep(), sweep()]);
    expect(swept.map(({ asked }) => asked).toSorted()).toEqual([0, 0, 2]);
    expect(await redeliveries(here)).toBe(1);
  });

  it("is recovered when it came, which the list says at once", async () => {
    const here = await missing();
    await push(here);
    await sweep();
    const answers = await handOver(here, ({ redelivery }) => redelivery);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 202]);
    const listed = await (await here.caller.get("/api/webhooks/gaps")).json<{ items: { state: string }[] }>();
    expect(listed.items.map(({ state }) => state)).toEqual(["recovered", "recovered"]);
    expect(await gaps(here)).toMatchObject([{ state: "asked" }]);
    await later(15);
    await sweep();
    expect(await gaps(here)).toMatchObject([{ state: "recovered", closed: 1 }]);
  });

  it("is made up for by the state once asking did not help", async () => {
    const here = await missing();
    await push(here);
    for (const _ask of [1, 2, 3, 4]) {
      await sweep();
      await later(15);
    }
    expect(await gaps(here)).toMatchObject([{ state: "asked", asks: 3 }]);
    const head = await (await githubAs()).branchSha(here.made, "main");
    await setRow(here.repositoryId, { headSha: head, headEtag: null });
    await sweep();
    expect(await gaps(here)).toMatchObject([{ state: "read_anew", closed: 1 }]);
  });

  it("is no gap when it came although GitHub got no answer", async () => {
    const here = await missing();
    await push(here);
    await handOver(here);
    expect(await sweep()).toMatchObject({ gapsFound: 0, asked: 0 });
  });

  it("of a webhook that is another one by now is made up for by the state", async () => {
    const here = await missing();
    await seedGap(here.caller.orgId, { repositoryId: here.repositoryId, hookId: 1 });
    await sweep();
    expect(await gaps(here)).toMatchObject([{ state: "read_anew", asks: 0, closed: 1 }]);
  });

  it("is no longer asked for when GitHub forgot it", async () => {
    const here = await missing();
    await push(here);
    await spoil(here.made, { status: 404, times: -1, match: { method: "POST" }, action: { status: 404, body: {} } });
    await sweep();
    expect(await gaps(here)).toMatchObject([{ state: "asked", asks: 1 }]);
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1" });
  });

  it("keeps all digits of its number", async () => {
    await missing();
    const real = globalThis.fetch;
    const asked: string[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const url = new URL(new Request(input, init).url);
      if (!url.pathname.includes("/deliveries")) return real(input, init);
      asked.push(url.pathname.split("/deliveries")[1] ?? "");
      if (url.pathname.endsWith("/attempts")) return new Response("{}", { status: 202 });
      const at = new Date().toISOString();
      const rest = `"delivered_at":"${at}","redelivery":false,"duration":0.1,"status":"timed out","status_code":504,"event":"push","action":null`;
      return new Response(`[{"id":3804004623172239367,"guid":"${crypto.randomUUID()}",${rest}}]`);
    });
    await sweep();
    expect(asked).toEqual(["", "/3804004623172239367/attempts"]);
  });
});

describe("GitHub's log of a webhook", () => {
  it("is read on from where it was, with an overlap", async () => {
    const here = await missing();
    await push(here);
    await sweep();
    const { deliveries_cursor: first } = await rowOf(here);
    expect(first).toEqual(expect.any(Number));
    await later(15);
    expect(await sweep()).toMatchObject({ gapsFound: 0 });
  });

  it("that is gone with its webhook makes a sync set a new one", async () => {
    const here = await missing();
    await (await githubAs()).deleteHook(here.made, here.hookId);
    expect(await sweep()).toMatchObject({ syncsStarted: 1 });
    await sync(here);
    const { hook_key: key, hook_id: id } = await rowOf(here);
    const target = { repositoryId: here.repositoryId, key: String(key) };
    expect(await (await githubAs()).hooks(here.made)).toEqual([{ id, url: hookUrl(testCtx(here.caller), target) }]);
  });

  it("that is gone brings no key back that was rotated away", async () => {
    const here = await missing();
    await setRow(here.repositoryId, { hookKey: "test1.2" });
    await (await githubAs()).deleteHook(here.made, here.hookId);
    await sweep();
    await sync(here);
    const { hook_key: key, previous_hook_key: previous } = await rowOf(here);
    expect([previous, Number(String(key).replace("test1.", ""))]).toEqual([null, expect.toSatisfy((n) => n > 2)]);
  });

  it("that is gone leaves a key alone that somebody rotates just then", async () => {
    const here = await missing();
    await (await githubAs()).deleteHook(here.made, here.hookId);
    const match = { path: `/repos/${here.made.fullName}/hooks/*` };
    await spoil(here.made, { times: -1, match, action: { status: 404, body: { message: "Not Found" } } });
    const real = globalThis.fetch;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      if (new URL(request.url).pathname.endsWith("/hooks")) {
        await setRow(here.repositoryId, { hookKey: "test1.2", previousHookKey: "test1.1" });
      }
      return real(request);
    });
    expect(await sweep()).toMatchObject({ syncsStarted: 1 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.2", previous_hook_key: "test1.1" });
  });

  it.each([202, 401])("with an answer of %i to what never came makes a sync set the address right", async (status) => {
    const here = await missing();
    const ctx = testCtx(here.caller);
    const lost = { repositoryId: ctx.random.uuidv7(), key: "test1.1" };
    await (await githubAs()).updateHook(here.made, here.hookId, await hookSpec(ctx, lost));
    answered(status);
    expect(await sweep()).toMatchObject({ syncsStarted: 1 });
    await sync(here);
    const target = { repositoryId: here.repositoryId, key: String((await rowOf(here)).hook_key) };
    expect(await (await githubAs()).hooks(here.made)).toEqual([{ id: here.hookId, url: hookUrl(ctx, target) }]);
  });

  it("with an answer to what never came leaves a webhook alone whose address is right, and asks once", async () => {
    const here = await missing();
    answered(202);
    await forgetRequests();
    expect(await sweep()).toMatchObject({ gapsFound: 0, syncsStarted: 0 });
    expect([await listed(), (await rowOf(here)).hook_key]).toEqual([1, "test1.1"]);
    await later(15);
    await sweep();
    expect(await listed()).toBe(1);
  });

  it("that is hidden from somebody who may not administrate the repository leaves the webhook as it is", async () => {
    const here = await missing();
    const match = { path: `/repos/${here.made.fullName}/hooks*` };
    await spoil(here.made, { times: -1, match, action: { status: 404, body: { message: "Not Found" } } });
    expect(await sweep()).toMatchObject({ repositories: 1, syncsStarted: 0 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1", checked_at: expect.any(Number) });
  });

  it("that cannot be read keeps nobody from looking at the state", async () => {
    const here = await missing();
    const match = { path: `/repos/${here.made.fullName}/hooks*` };
    await spoil(here.made, { preset: "unicorn", times: -1, match });
    await pushTo(here.made.fullName, { "README.md": "moved\n" });
    expect(await sweep()).toMatchObject({ gapsFound: 0, syncsStarted: 1 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1" });
  });

  it("of an account that GitHub refuses holds up no other", async () => {
    const here = await missing();
    await setRow(here.repositoryId, { connectedBy: testScope().random.uuidv7() });
    const other = await missing();
    await pushTo(other.made.fullName, { "README.md": "moved\n" });
    expect(await sweep()).toMatchObject({ repositories: 1, syncsStarted: 1 });
  });
});

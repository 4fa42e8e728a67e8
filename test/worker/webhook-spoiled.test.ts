import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { hookUrl } from "../../worker/services/repositories/ensure-hook.ts";
import { sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { forgetRequests, githubAs, requestsMade, spoil } from "./support/github.ts";
import { type Missing, missing, rowOf } from "./support/missed.ts";
import { askGithub } from "./support/pulls.ts";
import { testCtx, testScope } from "./support/scope.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type HookConfig = { config: { url: string; content_type: string } };

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

/** Somebody edited our webhook on GitHub, and left its address alone. */
async function edited(): Promise<Missing> {
  const here = await missing();
  const { config } = await askGithub<HookConfig>(here, `hooks/${here.hookId}`);
  const body = { config: { ...config, secret: "another one", content_type: "form" } };
  await askGithub(here, `hooks/${here.hookId}`, { method: "PATCH", body });
  return here;
}

/** GitHub's log has these answers of ours, each to a delivery that nobody knows. */
function answered(...statusCodes: readonly number[]): void {
  const real = globalThis.fetch;
  const at = new Date().toISOString();
  const rest = { event: "push", action: null, delivered_at: at, redelivery: false, duration: 0.1 };
  const log = statusCodes.map((code, id) => {
    const status = code < 300 ? "OK" : "Invalid HTTP Response";
    return { ...rest, id: id + 1, guid: crypto.randomUUID(), status, status_code: code };
  });
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).pathname.endsWith("/deliveries") ? Response.json(log) : real(request);
  });
}

async function sweep(...statusCodes: readonly number[]) {
  answered(...statusCodes);
  const swept = await sweepWebhooks(testScope());
  vi.mocked(globalThis.fetch).mockRestore();
  return swept;
}

/** Runs the syncs that wait. */
async function sync({ repositoryId }: Missing): Promise<void> {
  const waiting = env.DB.prepare("select id from jobs where repository_id = ? and kind = 'sync' and state = 'pending'");
  const { results } = await waiting.bind(repositoryId).all<{ id: string }>();
  for (const { id } of results) await runJob(testScope(), id, jobHandlers);
}

function later(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

describe("a webhook whose deliveries we refuse", () => {
  it.each([401, 415])("with %i is set anew, and none is asked for before that", async (status) => {
    const here = await edited();
    expect(await sweep(status, status)).toMatchObject({ gapsFound: 2, asked: 0, syncsStarted: 1 });
    await sync(here);
    const { hook_key: key } = await rowOf(here);
    expect(key).toBe("test1.2");
    const url = hookUrl(testCtx(here.caller), { repositoryId: here.repositoryId, key: String(key) });
    expect(await (await githubAs()).hooks(here.made)).toEqual([{ id: here.hookId, url }]);
    const { config } = await askGithub<HookConfig>(here, `hooks/${here.hookId}`);
    expect(config).toMatchObject({ url, content_type: "json" });
  });

  it("is set anew once a day at most", async () => {
    const here = await edited();
    await sweep(401);
    await sync(here);
    later(HOUR_MS);
    expect(await sweep(401)).toMatchObject({ gapsFound: 1, syncsStarted: 0 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.2" });
    later(24 * HOUR_MS);
    await sweep(401);
    await sync(here);
    later(HOUR_MS);
    await sweep(401);
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.3" });
  });

  it("once is left alone while we take others", async () => {
    const here = await missing();
    expect(await sweep(401, 202)).toMatchObject({ gapsFound: 1, syncsStarted: 0 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1" });
  });

  it("for another reason is left alone", async () => {
    const here = await missing();
    expect(await sweep(404, 429)).toMatchObject({ gapsFound: 2, syncsStarted: 0 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1" });
  });

  it("is left alone when GitHub does not show it to us", async () => {
    const here = await missing();
    const match = { path: `/repos/${here.made.fullName}/hooks` };
    await spoil(here.made, { times: -1, match, action: { status: 404, body: { message: "Not Found" } } });
    await forgetRequests();
    expect(await sweep(401)).toMatchObject({ gapsFound: 1, syncsStarted: 0 });
    expect(await rowOf(here)).toMatchObject({ hook_key: "test1.1" });
    expect((await requestsMade()).some(({ path }) => path.endsWith("/hooks"))).toBe(true);
  });
});

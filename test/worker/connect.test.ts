import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import type { ConnectResult } from "../../worker/http/schemas/repositories.ts";
import { utf8 } from "../../worker/platform/encoding.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { hookUrl } from "../../worker/services/repositories/ensure-hook.ts";
import { signedBy } from "../../worker/services/webhooks/verify-delivery.ts";
import { as, type Caller } from "./support/as.ts";
import {
  forgetRequests,
  githubAs,
  type MadeRepository,
  makeRepository,
  requestsMade,
  spoil,
} from "./support/github.ts";
import { controlGithub, githubToken } from "./support/github-control.ts";
import { testScope } from "./support/scope.ts";

type Result = z.infer<typeof ConnectResult>;
type Row = { id: string; hook_id: number; hook_key: string; state: string };

const FILES = { ".github/workflows/ci.yml": "on: push\njobs: {}\n" };

beforeEach(() => {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
});

const connect = (caller: Caller, ...names: string[]) =>
  caller.post("/api/repositories/connect", { repositories: names });

async function connected(caller: Caller, ...names: string[]): Promise<Result["items"]> {
  const response = await connect(caller, ...names);
  expect(response.status).toBe(200);
  return ((await response.json()) as Result).items;
}

async function rows(caller: Caller): Promise<Row[]> {
  const { results } = await env.DB.prepare("select * from repositories where org_id = ?").bind(caller.orgId).all<Row>();
  return results;
}

async function count(table: string, caller: Caller): Promise<number> {
  const row = await env.DB.prepare(`select count(*) as n from ${table} where org_id = ?`).bind(caller.orgId).first("n");
  return Number(row);
}

async function hooksOf(made: MadeRepository) {
  return (await githubAs()).hooks(made);
}

/** A ping that the local GitHub sends anew, as it shows it in the webhook's deliveries. */
async function lastDelivery(made: MadeRepository, hookId: number) {
  const headers = { "user-agent": "test", authorization: `Bearer ${await githubToken()}` };
  const root = `${env.GITHUB_API_URL}/repos/${made.fullName}/hooks/${hookId}`;
  await fetch(`${root}/pings`, { method: "POST", headers });
  await controlGithub("settle");
  const [newest] = await (await fetch(`${root}/deliveries`, { headers })).json<{ id: number }[]>();
  const delivery = await fetch(`${root}/deliveries/${newest?.id}`, { headers });
  const { request } = await delivery.json<{ request: { headers: Record<string, string>; payload: unknown } }>();
  const body = utf8(JSON.stringify(request.payload));
  return { body, signature: request.headers["X-Hub-Signature-256"] };
}

describe("connecting a repository", () => {
  it("creates the webhook, the row and the first analysis, and announces it", async () => {
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    const [item] = await connected(caller, made.fullName);
    expect(item).toMatchObject({ full_name: made.fullName, problem: null });
    const [row] = await rows(caller);
    expect(row).toMatchObject({ id: item?.repository_id, state: "connected" });
    const target = { repositoryId: row?.id ?? "", key: "test1.1" };
    expect(row?.hook_key).toBe("test1.1");
    expect(await hooksOf(made)).toEqual([{ id: row?.hook_id, url: hookUrl({ ...testScope(), ...caller }, target) }]);
    const job = await env.DB.prepare("select id, kind, state, trigger from jobs where org_id = ?")
      .bind(caller.orgId)
      .first();
    expect(job).toEqual({ id: item?.job_id, kind: "analysis", state: "pending", trigger: "connect" });
    expect(await count("analyses", caller)).toBe(1);
    expect(env.Q_ANALYSIS.send).toHaveBeenCalledWith({ v: 1, job_id: item?.job_id }, expect.anything());
  });

  it("changes nothing the second time", async () => {
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    const [first] = await connected(caller, made.fullName);
    await forgetRequests();
    const [second] = await connected(caller, made.fullName);
    expect(second).toEqual({ ...first, job_id: null, analysis_id: null });
    expect(await count("jobs", caller)).toBe(1);
    expect((await requestsMade()).every(({ method }) => method === "GET")).toBe(true);
  });

  it("makes one row and one webhook when two do it at once, and the webhook has the row's secret", async () => {
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    const both = await Promise.all([connected(caller, made.fullName), connected(caller, made.fullName)]);
    const ids = new Set(both.flat().map(({ repository_id }) => repository_id));
    expect(ids.size).toBe(1);
    const [row, ...others] = await rows(caller);
    expect(others).toEqual([]);
    expect(await hooksOf(made)).toHaveLength(1);
    expect(await count("jobs", caller)).toBe(1);
    const { body, signature } = await lastDelivery(made, row?.hook_id ?? 0);
    const from = { orgId: caller.orgId, repositoryId: row?.id, key: row?.hook_key };
    const headers = { hookId: undefined, guid: undefined, event: undefined, signature };
    expect(await signedBy(testScope(), { ...from, ...headers, body })).toMatchObject({ repositoryId: row?.id });
  });

  it("has a sync set the webhook right that the loser of a race adopted and could not give back", async () => {
    vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    const real = globalThis.fetch;
    const winning: Promise<Result["items"]>[] = [];
    let told = 0;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const { method, url } = request;
      const { pathname } = new URL(url);
      if (method === "GET" && pathname.endsWith("/hooks") && winning.length === 0) {
        winning.push(connected(caller, made.fullName));
        await winning[0];
      }
      if (method === "PATCH") told += 1;
      return method === "PATCH" && told > 1
        ? Response.json({ message: "Bad Gateway" }, { status: 502 })
        : real(request);
    });
    const [item] = await connected(caller, made.fullName);
    vi.mocked(globalThis.fetch).mockRestore();
    expect(item).toMatchObject({ repository_id: (await winning[0])?.[0]?.repository_id, problem: null });
    const sync = env.DB.prepare("select id from jobs where org_id = ? and kind = 'sync'").bind(caller.orgId);
    await runJob(testScope(), String(await sync.first("id")), jobHandlers);
    const [row] = await rows(caller);
    const target = { repositoryId: row?.id ?? "", key: row?.hook_key ?? "" };
    expect(await hooksOf(made)).toEqual([{ id: row?.hook_id, url: hookUrl({ ...testScope(), ...caller }, target) }]);
  });

  it("adopts the webhook whose creation's answer got lost", async () => {
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    const match = { method: "POST", path: `/repos/${made.fullName}/hooks` };
    await spoil(made, { match, action: { after: "apply", drop: "headers" } });
    const [item] = await connected(caller, made.fullName);
    expect(item?.problem).toBeNull();
    expect(await hooksOf(made)).toHaveLength(1);
  });

  it("gives each organization a webhook of its own", async () => {
    const made = await makeRepository({ files: FILES });
    const [one, two] = [await as({ github: {} }), await as({ github: {} })];
    await connected(one, made.fullName);
    await connected(two, made.fullName);
    expect(await hooksOf(made)).toHaveLength(2);
  });

  it("asks for the scopes first, and touches nothing without them", async () => {
    const caller = await as({ github: { scopes: ["repo"] } });
    const made = await makeRepository({ files: FILES });
    await forgetRequests();
    const response = await connect(caller, made.fullName);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      type: "/problems/missing_scope",
      detail: expect.stringContaining("`workflow`"),
      action_url: "/api/auth/github?access=repositories&return_to=%2Fonboarding",
    });
    expect(await requestsMade()).toEqual([]);
  });

  it("connects the others when some cannot be, and says why for each", async () => {
    const caller = await as({ github: {} });
    const good = await makeRepository({ files: FILES });
    const foreign = await makeRepository({ files: FILES, owner: "somebody" });
    const old = await makeRepository({ files: FILES });
    await controlGithub("archive", { repo: old.fullName });
    const items = await connected(caller, "dev/not-there", foreign.fullName, old.fullName, good.fullName);
    expect(items.map(({ full_name, problem }) => [full_name, problem?.code ?? null])).toEqual([
      ["dev/not-there", "github_not_found"],
      [foreign.fullName, "github_permission"],
      [old.fullName, "repository_archived"],
      [good.fullName, null],
    ]);
    expect(await rows(caller)).toHaveLength(1);
  });

  it("says what to do when GitHub cannot reach us", async () => {
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: FILES });
    await spoil(made, { preset: "hook-localhost", match: { path: `/repos/${made.fullName}/hooks` } });
    const [item] = await connected(caller, made.fullName);
    expect(item?.problem).toMatchObject({
      code: "github_hook_unreachable",
      detail: expect.stringContaining("PUBLIC_URL"),
    });
    expect(await rows(caller)).toEqual([]);
  });

  it("is for administrators", async () => {
    const member = await as({ role: "member", github: {} });
    expect((await connect(member, "dev/any")).status).toBe(403);
  });

  it.each([
    [[]],
    [["no-slash"]],
    [["a/b/c"]],
    [["../x"]],
    [Array.from({ length: 101 }, (_, index) => `dev/r${index}`)],
  ])("refuses the list %j", async (names) => {
    expect((await connect(await as({ github: {} }), ...names)).status).toBe(422);
  });
});

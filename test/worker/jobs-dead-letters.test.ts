import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { AppError } from "../../worker/errors.ts";
import { createJob, type JobSpec } from "../../worker/services/jobs/create-job.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./support/as.ts";
import { handlers, place, putJobs, rowOf, succeed } from "./support/jobs.ts";
import { seedRepository } from "./support/seed.ts";

type Items = { items: { job_id: string; new_job_id: string | null; problem: { code: string } | null }[] };
type Answer = Items & { remaining: number; deleted: number };

const POISON = new AppError("forbidden", "Sign in with GitHub again.", { problemCode: "github_token_refused" });
const poison = handlers(() => Promise.reject(POISON));

const post = async (who: Caller, what: "retry" | "delete", body: unknown) => {
  const response = await who.post(`/api/jobs/dead-letter/${what}`, body);
  return { status: response.status, answer: (await response.json()) as Answer };
};

/** Jobs that were set aside, each of its own repository. */
async function setAside(count: number, spec: (repositoryId: string) => JobSpec = syncOf) {
  const at = await place();
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await seedRepository(at.ctx.orgId);
    const { jobId } = await createJob(at.ctx, spec(id));
    await runJob(at.ctx, jobId, poison);
    ids.push(jobId);
  }
  return { ...at, ids };
}

function syncOf(repositoryId: string): JobSpec {
  return { kind: "sync", trigger: "push", repositoryId };
}

describe("running set-aside jobs again", () => {
  it.each<readonly [string, (repositoryId: string) => JobSpec]>([
    ["sync", syncOf],
    [
      "analysis",
      (repositoryId) => ({ kind: "analysis", trigger: "manual", repositoryId, type: "security", branch: "main" }),
    ],
    [
      "pull request",
      (repositoryId) => ({ kind: "analysis", trigger: "pull_request", repositoryId, pull: { number: 7 } }),
    ],
  ])("makes one new job of a %s, however often and by whomever it is asked", async (_kind, spec) => {
    const { caller, ctx, ids } = await setAside(1, spec);
    const colleague = await as({ orgId: ctx.orgId, role: "member" });
    const [id = ""] = ids;
    const click = async (who: Caller) =>
      (await who.post(`/api/jobs/${id}/retry`)).json() as Promise<{ job_id: string }>;
    const clicks = await Promise.all([click(caller), click(colleague), click(caller)]);
    const made = new Set(clicks.map(({ job_id }) => job_id));
    expect(made.size).toBe(1);
    const [newId = ""] = made;
    const before = await rowOf(ctx, id);
    expect(await rowOf(ctx, newId)).toMatchObject({ retryOf: id, trigger: "retry", priority: 0, input: before.input });
    await runJob(ctx, newId, succeed);
    expect((await click(caller)).job_id).toBe(newId);
    const { answer } = await post(caller, "retry", { ids: [id] });
    expect(answer).toEqual({ items: [{ job_id: id, new_job_id: newId, problem: null }], remaining: 0 });
    const { results } = await env.DB.prepare("select id from jobs where org_id = ?").bind(ctx.orgId).all();
    expect(results).toHaveLength(2);
  });

  it("takes all at once; what cannot run says why, comes last and is left", async () => {
    const { caller, ctx, ids } = await setAside(4);
    const gone = ids[1] ?? "";
    const { repositoryId } = await rowOf(ctx, gone);
    await env.DB.prepare("update repositories set state = 'disconnected' where id = ?").bind(repositoryId).run();
    const { status, answer } = await post(caller, "retry", {});
    expect(status).toBe(200);
    expect(answer.items.map(({ job_id, problem }) => [job_id, problem?.code ?? null])).toEqual([
      ...ids.filter((id) => id !== gone).map((id) => [id, null]),
      [gone, "conflict"],
    ]);
    expect(answer.remaining).toBe(1);
    const again = await post(caller, "retry", {});
    expect(again.answer.items.map(({ job_id }) => job_id)).toEqual([gone]);
  });

  it("takes a hundred a call, and counts those that share one job", async () => {
    const { caller, ctx, repositoryId } = await place();
    await putJobs({ ctx, repositoryId }, 104, () => ({ state: "dead_letter" }));
    const first = await post(caller, "retry", { kind: "sync" });
    expect(first.answer.items).toHaveLength(100);
    expect(new Set(first.answer.items.map(({ new_job_id }) => new_job_id)).size).toBe(1);
    expect(first.answer.remaining).toBe(4);
    expect((await post(caller, "retry", { kind: "analysis" })).answer).toEqual({ items: [], remaining: 0 });
    expect((await post(caller, "retry", { repository_id: repositoryId })).answer.remaining).toBe(0);
  }, 20_000);

  it("takes what can run before a hundred older ones whose repository is not connected", async () => {
    const { caller, ctx, repositoryId } = await place();
    const { id: suspended } = await seedRepository(ctx.orgId);
    await env.DB.prepare("update repositories set state = 'suspended' where id = ?").bind(suspended).run();
    const past = (index: number) => ({ state: "dead_letter", createdAt: 1 + index }) as const;
    const [oldest, ...others] = await putJobs({ ctx, repositoryId: suspended }, 101, past);
    const [good] = await putJobs({ ctx, repositoryId }, 1, () => ({ state: "dead_letter" }));
    const { answer } = await post(caller, "retry", {});
    expect(answer.items.map(({ job_id }) => job_id)).toEqual([good, oldest, ...others.slice(0, 98)]);
    expect(answer.items.flatMap(({ job_id, problem }) => (problem === null ? job_id : []))).toEqual([good]);
    expect(answer.remaining).toBe(101);
  }, 20_000);

  it("refuses jobs that are not over", async () => {
    const { ctx, caller, repositoryId } = await place();
    const { jobId } = await createJob(ctx, syncOf(repositoryId));
    const { answer } = await post(caller, "retry", { ids: [jobId] });
    expect(answer.items.map(({ problem }) => problem?.code)).toEqual(["conflict"]);
  });
});

describe.each(["retry", "delete"] as const)("%s of jobs of which one is another organization's", (what) => {
  it("is as if that one were nowhere, and does nothing to the others", async () => {
    const { caller, ctx, ids } = await setAside(2);
    const theirs = await setAside(1);
    const nowhere = [ctx.random.uuidv7()];
    for (const mixed of [
      [...ids, ...theirs.ids],
      [...theirs.ids, ...ids],
      [...ids, ...nowhere],
    ]) {
      expect((await post(caller, what, { ids: mixed })).status).toBe(404);
    }
    const own = await env.DB.prepare("select state from jobs where org_id = ?").bind(ctx.orgId).all();
    expect(own.results.map(({ state }) => state)).toEqual(["dead_letter", "dead_letter"]);
    expect((await rowOf(theirs.ctx, theirs.ids[0] ?? "")).state).toBe("dead_letter");
  });
});

describe("deleting set-aside jobs", () => {
  it("takes the named ones with their logs and unfilled analyses, and leaves one audit row", async () => {
    const analysisOf = (repositoryId: string) =>
      ({ kind: "analysis", trigger: "manual", repositoryId, type: "full", branch: null }) as const;
    const { caller, ctx, ids } = await setAside(3, analysisOf);
    const { answer } = await post(caller, "delete", { ids: ids.slice(0, 2) });
    expect(answer).toEqual({ deleted: 2, remaining: 1 });
    const count = (table: string) =>
      env.DB.prepare(`select count(distinct job_id) as n from ${table} where org_id = ?`).bind(ctx.orgId).first("n");
    expect([await count("job_logs"), await count("analyses")]).toEqual([1, 1]);
    const audit = await env.DB.prepare("select count(*) as n from audit_log where action = 'job.deleted'").first();
    expect(audit).toEqual({ n: 1 });
  });

  it("takes nothing that is not set aside", async () => {
    const { ctx, caller, repositoryId } = await place();
    const { jobId } = await createJob(ctx, syncOf(repositoryId));
    expect((await post(caller, "delete", { ids: [jobId] })).answer.deleted).toBe(0);
    expect((await rowOf(ctx, jobId)).state).not.toBe("dead_letter");
  });

  it("does not take names and a choice together", async () => {
    const { caller, ctx } = await place();
    expect((await post(caller, "delete", { ids: [ctx.random.uuidv7()], kind: "sync" })).status).toBe(422);
  });
});

it("lists jobs by kind", async () => {
  const { caller, ctx, repositoryId } = await place();
  await putJobs({ ctx, repositoryId }, 4, (index) => ({ kind: index % 2 === 0 ? "sync" : "analysis" }));
  const list = async (query: string) =>
    ((await (await caller.get(`/api/jobs?${query}`)).json()) as { items: { kind: string }[] }).items.map(
      ({ kind }) => kind,
    );
  expect(await list("kind=sync")).toEqual(["sync", "sync"]);
  expect(await list("kind=analysis&state=pending&limit=1")).toEqual(["analysis"]);
});

it("a hundred analyses run again within the statements of an invocation", async () => {
  const { caller, ctx } = await place();
  for (let made = 0; made < 4; made += 1) {
    const { id: repositoryId } = await seedRepository(ctx.orgId);
    const input = JSON.stringify({ type: "full", branch: null });
    await putJobs({ ctx, repositoryId }, 1, () => ({ kind: "analysis", input, state: "dead_letter" }));
  }
  const prepared = vi.spyOn(env.DB, "prepare").mockClear();
  const statements = async (limit: number) => {
    prepared.mockClear();
    const { answer } = await post(caller, "retry", { limit });
    expect(answer.items.map(({ problem }) => problem)).toEqual(Array(limit).fill(null));
    return prepared.mock.calls.length;
  };
  const one = await statements(1);
  const three = await statements(3);
  const each = (three - one) / 2;
  // Of an invocation: https://developers.cloudflare.com/d1/platform/limits/.
  expect(one - each + 100 * each).toBeLessThan(1_000);
});

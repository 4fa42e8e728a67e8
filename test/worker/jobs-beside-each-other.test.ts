import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { runAnalysis } from "../../worker/services/analyses/run-analysis.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import type { JobRun } from "../../worker/services/jobs/job-run.ts";
import type { JobSpec } from "../../worker/services/jobs/job-spec.ts";
import { type JobHandlers, runJob } from "../../worker/services/jobs/run-job.ts";
import { runSync } from "../../worker/services/sync/run-sync.ts";
import { as, type Caller } from "./support/as.ts";
import { type MadeRepository, makeRepository, pushTo } from "./support/github.ts";
import { testCtx, testScope } from "./support/scope.ts";
import { seedAnalysis } from "./support/seed-analysis.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const CI = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n";
const BAD = "on: push\njobs:\n  test:\n    steps:\n      - run: npm test\n";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

type World = { readonly caller: Caller; readonly made: MadeRepository; readonly repositoryId: string };

async function world(): Promise<World> {
  const caller = await as({ github: {} });
  const made = await makeRepository({ files: { [WORKFLOW]: CI, "README.md": "hello\n" } });
  const { repositoryId } = await seedAnalysis(caller, made);
  await run({ caller, made, repositoryId }, FULL);
  return { caller, made, repositoryId };
}

type Asked = Pick<Extract<JobSpec, { kind: "analysis" | "sync" }>, "kind">;
const FULL: Asked = { kind: "analysis" };
const SYNC: Asked = { kind: "sync" };

/** Runs one job through; what happens `beside` it does so when it has read everything and stored nothing. */
async function run({ caller, repositoryId }: World, { kind }: Asked, beside: () => Promise<unknown> = async () => {}) {
  const spec: JobSpec =
    kind === "sync"
      ? { kind, trigger: "push", repositoryId }
      : { kind, trigger: "push", repositoryId, type: "full", branch: null };
  const held = (work: (run: JobRun) => Promise<void>) => (own: JobRun) =>
    work({
      ...own,
      commit: async (statements, message) => {
        await beside();
        await own.commit(statements, message);
      },
    });
  const unused = async () => {
    throw new Error("Only these two run here.");
  };
  const handlers: JobHandlers = { analysis: held(runAnalysis), sync: held(runSync), ci_generation: unused };
  const { jobId } = await createJob(testCtx(caller), spec);
  await runJob(testScope(), jobId, handlers);
  const state = await env.DB.prepare("select state from jobs where id = ?").bind(jobId).first("state");
  expect(state).toBe("completed");
}

async function pending({ repositoryId }: World, kind: string): Promise<number> {
  const text = "select count(*) as n from jobs where repository_id = ? and kind = ? and state = 'pending'";
  return Number(await env.DB.prepare(text).bind(repositoryId, kind).first("n"));
}

async function rowOf({ repositoryId }: World) {
  return env.DB.prepare("select * from repositories where id = ?").bind(repositoryId).first<Record<string, unknown>>();
}

describe("two jobs of a repository beside each other", () => {
  it("leave a row that knows no head, and a sync that reads it, when they read different ones", async () => {
    const here = await world();
    await pushTo(here.made.fullName, { [WORKFLOW]: BAD });
    let newest = "";
    await run(here, FULL, async () => {
      newest = await pushTo(here.made.fullName, { "README.md": "newer\n" });
      await run(here, SYNC);
    });
    expect(await rowOf(here)).toMatchObject({ head_sha: null, head_etag: null });
    expect(await pending(here, "sync")).toBe(1);
    await run(here, SYNC);
    expect(await rowOf(here)).toMatchObject({ head_sha: newest, head_etag: expect.any(String) });
  });

  it("end with a look at the newest commit when it takes back the one that was analysed", async () => {
    const here = await world();
    await pushTo(here.made.fullName, { [WORKFLOW]: BAD });
    const [isRead, isTakenBack] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const analysis = run(here, FULL, async () => {
      isRead.resolve();
      await isTakenBack.promise;
    });
    await isRead.promise;
    await pushTo(here.made.fullName, { [WORKFLOW]: CI });
    // It reads the files of the last analysis, the first one, and finds nothing changed.
    await run(here, SYNC, async () => {
      isTakenBack.resolve();
      await analysis;
    });
    expect(await pending(here, "sync")).toBe(1);
    await run(here, SYNC);
    expect(await pending(here, "analysis")).toBe(1);
  });

  it("store the head that both read", async () => {
    const here = await world();
    const sha = await pushTo(here.made.fullName, { [WORKFLOW]: BAD });
    await run(here, FULL, () => run(here, SYNC));
    expect(await rowOf(here)).toMatchObject({ head_sha: sha });
    expect(await pending(here, "sync")).toBe(0);
  });
});

describe("a sync", () => {
  it("that read the repository before it was deleted does not bring it back", async () => {
    const here = await world();
    await run(here, SYNC, async () => {
      await env.DB.prepare("update repositories set state = 'gone', state_detail = 'It was deleted.' where id = ?")
        .bind(here.repositoryId)
        .run();
    });
    expect(await rowOf(here)).toMatchObject({ state: "gone", state_detail: "It was deleted." });
  });
});

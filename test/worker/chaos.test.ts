import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { findJob, listEvents } from "../../worker/db/jobs.ts";
import { auditLog } from "../../worker/db/schema.ts";
import type { PlatformHooks, SeamHook } from "../../worker/platform/hooks.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { cancelJob } from "../../worker/services/jobs/cancel-job.ts";
import { claimJob } from "../../worker/services/jobs/claim-job.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import type { JobRun } from "../../worker/services/jobs/job-run.ts";
import { reconcileAll, reconcileRepository } from "../../worker/services/jobs/reconcile.ts";
import { type JobHandlers, runJob } from "../../worker/services/jobs/run-job.ts";
import { isFinal, isLegalStep, type JobState } from "../../worker/services/jobs/transitions.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedJob, seedRepository } from "./support/seed.ts";

const MINUTE_MS = 60_000;
const JOBS = 24;
const ROUNDS = 60;

function silenceQueues(): void {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
}

/** A repeatable sequence in [0, 1): a failing run can be run again (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fails `rate` of the calls before they happen and as many after they took effect, while `on()`. */
function flaky(chance: () => number, rate: number, on: () => boolean): SeamHook {
  const fail = () => {
    if (on() && chance() < rate) throw new Error("Network connection lost.");
  };
  return { before: fail, after: fail };
}

function handlers(work: (run: JobRun) => Promise<void>): JobHandlers {
  return { analysis: work, sync: work, ci_generation: work };
}

const work = handlers(async (run) => {
  await run.step("read_repository", async () => ({ value: null, detail: null }));
  await run.log("info", "Read.");
  await run.commit([], "Done.");
});

const refuse = handlers(() => Promise.reject(new Error("Network connection lost.")));

async function place(hooks: PlatformHooks = {}) {
  silenceQueues();
  const caller = await as();
  const ctx = testCtx(caller, hooks);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  return { caller, ctx, repositoryId };
}

async function statesOf(ctx: Ctx, jobId: string): Promise<JobState[]> {
  const events = await listEvents(ctx.data, jobId, { since: 0, limit: 500 });
  return events.flatMap(({ type, state }) => (type === "state" && state ? [state as JobState] : []));
}

/** The claim goes through `active` to `processing` in one batch, which leaves no event of its own. */
function isLegalHistory(states: readonly JobState[]): boolean {
  return states.every((state, index) => {
    const before = states[index - 1];
    if (before === undefined) return state === "pending";
    const from = ["pending", "retrying"].includes(before) && state !== "cancelled" ? "processing" : before;
    return isLegalStep(from, state);
  });
}

type Made = { readonly jobId: string; readonly repositoryId: string };

/** Each job in a repository of its own. */
async function makeJobs(ctx: Ctx): Promise<Made[]> {
  const made: Made[] = [];
  for (let index = 0; index < JOBS; index += 1) {
    const { id: repositoryId } = await seedRepository(ctx.orgId);
    const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
    made.push({ jobId, repositoryId });
  }
  return made;
}

/** Two workers get the hint at once and the reconciler looks after what they leave. True when the job is over. */
async function stir(ctx: Ctx, { jobId, repositoryId }: Made): Promise<boolean> {
  await Promise.allSettled([runJob(ctx, jobId, work), runJob(ctx, jobId, work)]);
  await Promise.allSettled([reconcileRepository(ctx, ctx.orgId, repositoryId)]);
  const states = await statesOf(ctx, jobId).catch((): JobState[] => []);
  return states.some(isFinal);
}

describe("with a database and objects that fail now and then", () => {
  it.each([1, 2, 3])(
    "every job completes exactly once, with a history without gaps (seed %i)",
    async (seed) => {
      let at = Date.now();
      let isFlaky = false;
      const seam = flaky(sequence(seed), 0.05, () => isFlaky);
      const { ctx } = await place({ database: seam, stub: seam, clock: () => at });
      const made = await makeJobs(ctx);
      const open = new Set(made);
      isFlaky = true;
      for (let round = 0; round < ROUNDS && open.size > 0; round += 1) {
        for (const job of open) if (await stir(ctx, job)) open.delete(job);
        at += MINUTE_MS;
      }
      isFlaky = false;
      const rows = await Promise.all(made.map(({ jobId }) => findJob(ctx.data, jobId)));
      expect(rows.map((row) => row?.state)).toEqual(made.map(() => "completed"));
      const audit = await ctx.db.select().from(auditLog);
      expect(audit.filter(({ action }) => action === "job.completed")).toHaveLength(JOBS);
      const histories = await Promise.all(made.map(({ jobId }) => statesOf(ctx, jobId)));
      expect(histories.filter((states) => !isLegalHistory(states))).toEqual([]);
      const logs = await Promise.all(made.map(({ jobId }) => listEvents(ctx.data, jobId, { since: 0, limit: 500 })));
      expect(logs.map((events) => events.map(({ seq }) => seq))).toEqual(
        logs.map((events) => events.map((_, i) => i + 1)),
      );
    },
    60_000,
  );
});

describe("a message that is delivered again", () => {
  it("changes not one row, whatever became of the job", async () => {
    const { ctx, repositoryId } = await place();
    const specs = ["sync", "analysis"] as const;
    const made = await Promise.all(
      specs.map((kind) =>
        createJob(
          ctx,
          kind === "sync"
            ? { kind, trigger: "manual", repositoryId }
            : { kind, trigger: "manual", repositoryId, type: "full", branch: null },
        ),
      ),
    );
    const [done, cancelled] = made;
    if (!done || !cancelled) throw new Error("Two jobs were made.");
    await runJob(ctx, done.jobId, work);
    await cancelJob(ctx, cancelled.jobId);
    const before = await dump();
    for (const { jobId } of made) await runJob(ctx, jobId, work);
    expect(await dump()).toEqual(before);
  });
});

async function dump(): Promise<unknown[]> {
  const names = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '%cf%'",
  ).all<{
    name: string;
  }>();
  const tables = names.results.map(({ name }) => env.DB.prepare(`select * from "${name}" order by rowid`));
  return (await env.DB.batch(tables)).map(({ results }) => results);
}

describe("a worker that read the row before another one ran the job", () => {
  it("does not start the next attempt before its time", async () => {
    const { ctx, repositoryId } = await place();
    const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
    const stale = await findJob(ctx.data, jobId);
    if (!stale) throw new Error("The job is gone.");
    await runJob(ctx, jobId, refuse);
    expect(await claimJob(ctx, stale)).toBeUndefined();
    expect(await findJob(ctx.data, jobId)).toMatchObject({ state: "retrying", attempt: 1 });
  });
});

describe("when the object of a repository cannot be reached", () => {
  const down = (only: string): SeamHook => ({
    before: ({ name }) => {
      if (name === only) throw new Error("Network connection lost.");
    },
  });

  it("a job is cancelled all the same", async () => {
    const { ctx, repositoryId } = await place({ stub: down("RepoJobs.close") });
    const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
    expect(await cancelJob(ctx, jobId)).toEqual({ id: jobId, state: "cancelled" });
  });

  it("a finished job is completed and says so, although the answer to its last write was lost", async () => {
    const lost: SeamHook = {
      after: async ({ name }) => {
        if (name === "batch" && (await env.DB.prepare("select 1 from jobs where state = 'completed'").first()))
          throw new Error("Network connection lost.");
      },
    };
    const { ctx, repositoryId } = await place({ stub: down("RepoJobs.close"), database: lost });
    const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
    const publish = vi.fn();
    const told: Ctx = {
      ...ctx,
      objects: { ...ctx.objects, orgLive: () => ({ ...ctx.objects.orgLive(ctx.orgId), publish }) },
    };
    await runJob(told, jobId, work);
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "completed"]);
    expect(publish).toHaveBeenLastCalledWith(
      expect.objectContaining({ event: expect.objectContaining({ state: "completed" }) }),
    );
  });
});

describe("the sweep over all repositories", () => {
  it("goes on after one that fails, and leaves alone what is not due", async () => {
    const failures = ["once"];
    const once: SeamHook = {
      before: ({ name }) => {
        if (name.includes(`"jobs"."repository_id" = ?`) && failures.pop()) throw new Error("D1 DB is overloaded.");
      },
    };
    const { caller, ctx } = await place({ database: once });
    const due = { kind: "sync", createdAt: 1, nextRunAt: 1, publishedAt: 1 } as const;
    await seedJob(caller.orgId, due);
    await seedJob(caller.orgId, due);
    await seedJob(caller.orgId, {
      ...due,
      state: "retrying",
      publishedAt: null,
      nextRunAt: ctx.clock.now() + MINUTE_MS,
    });
    expect(await reconcileAll(ctx)).toBe(2);
    expect(failures).toEqual([]);
    expect(env.Q_SYNC.send).toHaveBeenCalledTimes(1);
  });
});

import { describe, expect, inject, it } from "vitest";
import { AppError } from "../../worker/errors.ts";
import { cancelJob } from "../../worker/services/jobs/cancel-job.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import type { JobRun } from "../../worker/services/jobs/job-run.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { makeRepository, spoil, tokensOf } from "./support/github.ts";
import { type HeldRun, holdRun } from "./support/held-run.ts";
import { handlers, type Place, place, rowOf, statesOf, succeed } from "./support/jobs.ts";

/** A proof asks for more. */
const RACES = inject("modelRuns") > 0 ? 100 : 12;

/** A waiting analysis. */
async function waiting(): Promise<Place & { readonly jobId: string }> {
  const at = await place();
  const spec = {
    kind: "analysis",
    trigger: "manual",
    repositoryId: at.repositoryId,
    type: "full",
    branch: null,
  } as const;
  return { ...at, jobId: (await createJob(at.ctx, spec)).jobId };
}

type Waiting = Awaited<ReturnType<typeof waiting>>;

async function held(at: Waiting, orders: readonly Parameters<HeldRun["tell"]>[0][] = []): Promise<() => Promise<void>> {
  const run = await holdRun(at.ctx, at.jobId);
  for (const order of orders) await run.tell(order);
  return () => run.tell({ act: "commit" });
}

/** An attempt whose `work` is cut off; resolves once it is over. */
async function cutOff(
  at: Waiting,
  work: (run: JobRun, begun: () => void) => Promise<void>,
): Promise<() => Promise<void>> {
  const started = Promise.withResolvers<void>();
  let isCut = false;
  const running = runJob(
    at.ctx,
    at.jobId,
    handlers(async (run) => {
      try {
        await work(run, started.resolve);
        await run.commit([], "Too late.");
      } catch (error) {
        isCut = run.signal.aborted;
        throw error;
      }
    }),
  );
  await started.promise;
  return async () => {
    await running;
    expect(isCut).toBe(true);
  };
}

/** A request to GitHub that is never answered: only its signal ends it. */
async function hangingRead(run: JobRun, begun: () => void): Promise<void> {
  const repository = await makeRepository({ files: { "a.txt": "a" } });
  await spoil(repository, { action: { hang: true }, times: -1 });
  const github = run.ctx.github(await tokensOf()).within(run.signal);
  await run.step("read_files", async () => {
    begun();
    return { value: await github.repository(repository), detail: null };
  });
}

const unavailable = new AppError("unavailable", "Busy.");

describe("a job that is cancelled", () => {
  it.each<readonly [string, (at: Waiting) => Promise<() => Promise<void>>]>([
    ["while it waits", async () => async () => undefined],
    [
      "while it waits for its next attempt",
      async ({ ctx, jobId }) => {
        await runJob(
          ctx,
          jobId,
          handlers(() => Promise.reject(unavailable)),
        );
        return async () => undefined;
      },
    ],
    ["before its first request", (at) => held(at)],
    ["while it reads files", (at) => cutOff(at, hangingRead)],
    [
      "between two steps",
      (at) =>
        cutOff(at, async (run, begun) => {
          await run.step("read_files", async () => ({ value: 1, detail: null }));
          begun();
          while (!run.signal.aborted) await scheduler.wait(20);
          await run.step("run_rules", async () => ({ value: 1, detail: null }));
        }),
    ],
    ["while the AI thinks", (at) => held(at, [{ act: "ask" }])],
    [
      "while it waits for the AI's answer",
      (at) =>
        cutOff(at, (run, begun) =>
          run.asking(async () => {
            begun();
            await scheduler.wait(60_000, { signal: run.signal });
          }),
        ),
    ],
    ["after the AI and before its results are stored", (at) => held(at, [{ act: "ask" }, { act: "answer" }])],
  ])("%s stays cancelled, whatever its worker still does", async (_when, arrange) => {
    const at = await waiting();
    const finish = await arrange(at);
    expect(await cancelJob(at.ctx, at.jobId)).toEqual({ id: at.jobId, state: "cancelled" });
    await finish();
    expect(await runJob(at.ctx, at.jobId, succeed)).toEqual({ kind: "ignored" });
    const row = await rowOf(at.ctx, at.jobId);
    expect(row).toMatchObject({ state: "cancelled", leaseUntil: null, nextRunAt: null, coalesceKey: null });
    const states = await statesOf(at.ctx, at.jobId);
    expect(states.at(-1)).toBe("cancelled");
    expect(states.filter((state) => state === "completed" || state === "cancelled")).toHaveLength(1);
  });

  it.each(["completed", "cancelled", "dead_letter"])("is refused when it is %s, and stays so", async (end) => {
    const at = await waiting();
    if (end === "completed") await runJob(at.ctx, at.jobId, succeed);
    if (end === "cancelled") await cancelJob(at.ctx, at.jobId);
    if (end === "dead_letter")
      await runJob(
        at.ctx,
        at.jobId,
        handlers(() => Promise.reject(new Error("broken"))),
      );
    const before = await rowOf(at.ctx, at.jobId);
    await expect(cancelJob(at.ctx, at.jobId)).rejects.toMatchObject({ code: "conflict" });
    expect(await rowOf(at.ctx, at.jobId)).toEqual(before);
  });

  it(
    "either ends so or completes, never both, in every race of the two",
    async () => {
      for (let race = 0; race < RACES; race += 1) {
        const at = await waiting();
        const run = await holdRun(at.ctx, at.jobId);
        const cancel = async () => {
          await scheduler.wait((race % 12) * 2);
          await cancelJob(at.ctx, at.jobId);
        };
        const [completed, cancelled] = await Promise.allSettled([run.tell({ act: "commit" }), cancel()]);
        const finals = (await statesOf(at.ctx, at.jobId)).filter(
          (state) => state === "completed" || state === "cancelled",
        );
        expect(finals).toHaveLength(1);
        expect((await rowOf(at.ctx, at.jobId)).state).toBe(finals[0]);
        expect([completed.status, cancelled.status === "fulfilled"]).toEqual(["fulfilled", finals[0] === "cancelled"]);
      }
    },
    inject("modelRuns") > 0 ? 900_000 : 60_000,
  );
});

/** Answers that are lost, and others who come in between, at the worst moment. */
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { SeamCall, SeamHook } from "../../worker/platform/hooks.ts";
import { cancelJob } from "../../worker/services/jobs/cancel-job.ts";
import { claimJob } from "../../worker/services/jobs/claim-job.ts";
import { countLoss } from "../../worker/services/jobs/count-loss.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import type { JobRun } from "../../worker/services/jobs/job-run.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { handlers, type Place, place, putJobs, rowOf, succeed } from "./support/jobs.ts";

const LOST = "Network connection lost.";

/** The one job of a place, of kind `sync`, which waits. */
async function waiting(database: SeamHook = {}): Promise<Place & { readonly jobId: string }> {
  const at = await place({ database });
  const { ctx, repositoryId } = at;
  const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
  return { ...at, jobId };
}

/** Holds a run until told, which must have begun. */
function holding() {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const work = handlers(async (run: JobRun) => {
    begun.resolve();
    await end.promise;
    await run.commit([], "Done.");
  });
  return { work, begun: begun.promise, end: end.resolve };
}

describe("two identical requests at once", () => {
  it("both have a job although the first begins before the second looks for it", async () => {
    let isWatched = false;
    const first: { id?: string | undefined; hasBegun?: true } = {};
    const at = await place({
      database: {
        async before({ name }: SeamCall) {
          const key = `sync:${at.repositoryId}`;
          if (name === "batch" && isWatched) {
            isWatched = false;
            [first.id] = await putJobs(at, 1, () => ({ coalesceKey: key }));
          } else if (first.id && !first.hasBegun && name.includes("coalesce_key")) {
            first.hasBegun = true;
            await env.DB.prepare("update jobs set coalesce_key = null where id = ?").bind(first.id).run();
          }
        },
      },
    });
    const spec = { kind: "sync", trigger: "manual", repositoryId: at.repositoryId } as const;
    isWatched = true;
    const made = await createJob(at.ctx, spec);
    expect(first.hasBegun).toBe(true);
    expect(made.coalesced).toBe(false);
    expect(await rowOf(at.ctx, made.jobId)).toMatchObject({ state: "pending" });
  });
});

describe("a database that fails for a moment", () => {
  it.each([
    "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
    "internal error; reference = 1a2b",
  ])("has a job tried again: %s", async (message) => {
    const { ctx, jobId } = await waiting();
    const fails = handlers(() => Promise.reject(new Error(message)));
    await runJob(ctx, jobId, fails);
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "retrying", errorCode: "unavailable" });
  });

  it("loses no prolonged lease: the next beat writes it", { timeout: 30_000 }, async () => {
    let failures = 0;
    const before = ({ name }: SeamCall) => {
      if (!/^update "jobs" set "lease_until"/.test(name) || failures > 0) return;
      failures += 1;
      throw new Error(LOST);
    };
    const { ctx, jobId } = await waiting({ before });
    const { work, begun, end } = holding();
    const running = runJob(ctx, jobId, work);
    await begun;
    const { leaseUntil } = await rowOf(ctx, jobId);
    await vi.waitFor(() => expect(failures).toBe(1), { timeout: 15_000, interval: 100 });
    await vi.waitFor(async () => expect((await rowOf(ctx, jobId)).leaseUntil).toBeGreaterThan(leaseUntil ?? 0), {
      timeout: 3_000,
      interval: 100,
    });
    end();
    await running;
  });
});

describe("a lease that is prolonged", () => {
  it("is no loss for whoever read it before", async () => {
    const { ctx, jobId } = await waiting();
    await claimJob(ctx, await rowOf(ctx, jobId));
    const seen = await rowOf(ctx, jobId);
    await env.DB.prepare("update jobs set lease_until = lease_until + 10000 where id = ?").bind(jobId).run();
    await countLoss(ctx, seen);
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "processing", lost: 0 });
  });
});

describe("a cancel whose answer was lost", () => {
  it("stops the worker and lets the next job in when it is asked for again", async () => {
    let isCut = false;
    const after = ({ name }: SeamCall) => {
      if (!isCut || name !== "batch") return;
      isCut = false;
      throw new Error(LOST);
    };
    const at = await waiting({ after });
    const { ctx, jobId, sent } = at;
    const { work, begun, end } = holding();
    const running = runJob(ctx, jobId, work);
    await begun;
    await putJobs(at, 3, () => ({ publishedAt: 1 }));
    const [next] = await putJobs(at, 1, () => ({}));
    isCut = true;
    await expect(cancelJob(ctx, jobId)).rejects.toThrow(LOST);
    await expect(cancelJob(ctx, jobId)).rejects.toMatchObject({ code: "conflict" });
    const signalled = await ctx.objects.repoJobs(ctx.orgId, at.repositoryId).beat({
      ...{ orgId: ctx.orgId, jobId, token: (await rowOf(ctx, jobId)).claimToken ?? "" },
      ...{ fence: (await rowOf(ctx, jobId)).fence, leaseMs: 1, now: ctx.clock.now() },
    });
    expect(signalled).toMatchObject({ ok: false, reason: "cancelled" });
    end();
    await running;
    expect(sent).not.toContain(next);
    await runJob(ctx, sent[0] ?? "", succeed);
  });
});

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { listEvents } from "../../worker/db/jobs.ts";
import type { SeamHook } from "../../worker/platform/hooks.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { type JobHandlers, runJob } from "../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const work: JobHandlers["sync"] = async (run) => {
  await run.step("read_repository", async () => ({ value: null, detail: null }));
  await run.commit([], "Done.");
};
const handlers: JobHandlers = { analysis: work, sync: work, ci_generation: work };

/** A waiting job of a caller whose calls to objects pass `stub`. */
async function waitingJob(stub: SeamHook = {}) {
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({} as never);
  const caller = await as();
  const ctx = testCtx(caller, { stub });
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
  const object = env.REPO_JOBS.getByName(`${caller.orgId}:repo:${repositoryId}`);
  return { caller, ctx, jobId, repositoryId, object };
}

/** Opens the job's socket and collects the sequence numbers it gets. */
async function listen(caller: Caller, jobId: string, since = 0): Promise<{ seqs: number[]; kinds: string[] }> {
  const headers = { upgrade: "websocket", origin: env.PUBLIC_URL };
  const { webSocket } = await caller.fetch(`/api/jobs/${jobId}/live?since=${since}`, { headers });
  const heard = { seqs: [] as number[], kinds: [] as string[] };
  webSocket?.addEventListener("message", ({ data }) => {
    const frame = JSON.parse(String(data)) as { kind: string; event?: { seq: number } };
    heard.kinds.push(frame.kind);
    if (frame.event) heard.seqs.push(frame.event.seq);
  });
  webSocket?.accept();
  return heard;
}

/** Loses the calls of `publish` with these numbers, from 1. */
function losing(...numbers: number[]): SeamHook {
  let count = 0;
  return {
    before: ({ name }) => {
      if (name !== "RepoJobs.publish") return;
      count += 1;
      if (numbers.includes(count)) throw new Error("Network connection lost.");
    },
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a live feed whose events do not all arrive", () => {
  it("fills the gap from the log before it sends what came after it", async () => {
    const { caller, ctx, jobId } = await waitingJob(losing(2, 4));
    const heard = await listen(caller, jobId, 1);
    await runJob(ctx, jobId, handlers);
    const stored = await listEvents(ctx.data, jobId, { since: 1, limit: 100 });
    await vi.waitFor(() => expect(heard.seqs).toEqual(stored.map(({ seq }) => seq)));
  });

  it("sends the end of a job at its next alarm when the message of it was lost", async () => {
    const { caller, ctx, jobId, object } = await waitingJob(losing(5, 6));
    const heard = await listen(caller, jobId);
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(heard.seqs).toEqual(upTo(4)));
    await runDurableObjectAlarm(object);
    await vi.waitFor(() => expect(heard.seqs).toEqual(upTo(6)));
    expect(heard.kinds).not.toContain("resync_required");
  });

  it("sends everything once, in order, although the object is evicted between the steps", async () => {
    const { caller, ctx, jobId, object } = await waitingJob();
    const heard = await listen(caller, jobId, 1);
    const evicting: JobHandlers["sync"] = async (run) => {
      for (const key of ["read_repository", "compare_files"]) {
        await run.step(key, async () => ({ value: null, detail: null }));
        await evictDurableObject(object);
      }
      await run.commit([], "Done.");
    };
    await runJob(ctx, jobId, { ...handlers, sync: evicting });
    const stored = await listEvents(ctx.data, jobId, { since: 1, limit: 100 });
    await vi.waitFor(() => expect(heard.seqs).toEqual(stored.map(({ seq }) => seq)));
  });
});

describe("the object of a repository with a long history", () => {
  it("keeps the newest jobs and replays the others from the log", async () => {
    const { caller, ctx, repositoryId, jobId, object } = await waitingJob();
    await runJob(ctx, jobId, handlers);
    const port = ctx.objects.repoJobs(caller.orgId, repositoryId);
    const event = {
      seq: 1,
      at: "",
      type: "log",
      level: "info",
      message: "",
      state: null,
      phase: null,
      step: null,
    } as const;
    for (const _ of upTo(25)) {
      const ask = { orgId: caller.orgId, jobId: ctx.random.uuidv7() };
      await Promise.all([port.publish({ ...ask, event }), port.close({ ...ask, reason: "finished" })]);
    }
    await runDurableObjectAlarm(object);
    const kept = await runInDurableObject(object, (_instance, state) => ({
      leases: [...state.storage.kv.list({ prefix: "lease:" })].length,
      feeds: state.storage.sql.exec("select distinct feed from events").toArray().length,
    }));
    expect(kept).toEqual({ leases: 20, feeds: 20 });
    const heard = await listen(caller, jobId);
    await vi.waitFor(() => expect(heard.kinds).toEqual(["resync_required"]));
  });
});

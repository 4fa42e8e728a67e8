import { expect, it } from "vitest";
import { unfinishedJobs } from "../../worker/db/jobs.ts";
import { jobs } from "../../worker/db/schema.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { listJobsOfOrg, readQueueStats } from "../../worker/services/jobs/read-jobs.ts";
import { as } from "./support/as.ts";
import { rowsRead } from "./support/rows-read.ts";
import { testCtx } from "./support/scope.ts";
import { seedJob, seedRepository } from "./support/seed.ts";

/** Jobs of long ago that are over. */
async function seedHistory(ctx: Ctx, repositoryId: string, count: number): Promise<void> {
  const past = { repositoryId, kind: "sync", trigger: "push", state: "completed", input: "{}", createdAt: 1 } as const;
  const rows = Array.from({ length: count }, () => {
    const id = ctx.random.uuidv7();
    return ctx.db.insert(jobs).values({ ...past, orgId: ctx.orgId, id, correlationId: id });
  });
  const [first, ...rest] = rows;
  if (first) await ctx.db.batch([first, ...rest]);
}

it("reads as many rows for lists, statistics and the reconciler among 400 finished jobs as among 20", async () => {
  const caller = await as();
  const ctx = testCtx(caller);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const kept = await Promise.all(
    (["pending", "retrying", "dead_letter"] as const).map((state) =>
      seedJob(caller.orgId, { repositoryId, state, publishedAt: 1 }),
    ),
  );
  const page = { state: undefined, kind: undefined, repositoryId: undefined, after: undefined, limit: 2 };
  const reads: readonly ((ctx: Ctx) => Promise<unknown>)[] = [
    (own) => listJobsOfOrg(own, page),
    (own) => listJobsOfOrg(own, { ...page, repositoryId }),
    (own) => listJobsOfOrg(own, { ...page, state: "dead_letter" }),
    (own) => readQueueStats(own),
    (own) => unfinishedJobs(own.data, repositoryId),
  ];
  const count = () => Promise.all(reads.map((read) => rowsRead(caller, read)));
  await seedHistory(ctx, repositoryId, 20);
  const few = await count();
  await seedHistory(ctx, repositoryId, 400);
  expect(await count()).toEqual(few);
  expect(await unfinishedJobs(ctx.data, repositoryId)).toHaveLength(kept.length - 1);
});

import { expect, it } from "vitest";
import { type JobRowState, unfinishedJobs } from "../../worker/db/jobs.ts";
import { jobs } from "../../worker/db/schema.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { listJobsOfOrg, readQueueStats } from "../../worker/services/jobs/read-jobs.ts";
import { as } from "./support/as.ts";
import { rowsRead } from "./support/rows-read.ts";
import { testCtx } from "./support/scope.ts";
import { seedJob, seedRepository } from "./support/seed.ts";

type Past = { readonly state: JobRowState; readonly createdAt: number };

/** Jobs of long ago, over unless told. */
async function seedHistory(
  ctx: Ctx,
  { repositoryId, count, state = "completed", createdAt = 1 }: { repositoryId: string; count: number } & Partial<Past>,
): Promise<void> {
  const past = { repositoryId, kind: "sync", trigger: "push", state, input: "{}", createdAt } as const;
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
  await seedHistory(ctx, { repositoryId, count: 20 });
  const few = await count();
  await seedHistory(ctx, { repositoryId, count: 400 });
  expect(await count()).toEqual(few);
  expect(await unfinishedJobs(ctx.data, repositoryId)).toHaveLength(kept.length - 1);
});

it("counts every state up to a bound, and reads no more rows however many wait", async () => {
  const caller = await as();
  const ctx = testCtx(caller);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const createdAt = ctx.clock.now();
  const add = (state: JobRowState, count: number, change: Partial<Past> = {}) =>
    seedHistory(ctx, { repositoryId, count, state, createdAt, ...change });
  await add("pending", 4);
  await add("pending", 1, { createdAt: createdAt - 1_000 });
  await add("retrying", 5, { createdAt: createdAt - 500 });
  await add("processing", 2);
  await add("completed", 3);
  await add("completed", 1, { createdAt: 1 });
  const counts = { pending: 5, retrying: 5, processing: 2, completed: 3 };
  const others = { active: 0, ai_request: 0, failed: 0, cancelled: 0, dead_letter: 0 };
  const oldestRunnableAt = createdAt - 1_000;
  expect(await readQueueStats(ctx)).toEqual({ counts: { ...counts, ...others }, oldestRunnableAt });
  const bounded = { ...others, pending: 3, retrying: 3, processing: 2, completed: 3 };
  expect(await readQueueStats(ctx, 3)).toEqual({ counts: bounded, oldestRunnableAt });
  const before = await rowsRead(caller, (own) => readQueueStats(own, 3));
  await add("pending", 40);
  await add("completed", 40);
  expect(await rowsRead(caller, (own) => readQueueStats(own, 3))).toBe(before);
  expect(await readQueueStats(testCtx(await as()))).toMatchObject({ oldestRunnableAt: null });
});

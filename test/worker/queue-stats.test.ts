/** Set-aside jobs wait for somebody, however old they are: they are counted as long as they are there, and deleted by number. */
import { expect, it } from "vitest";
import type { JobRow } from "../../worker/db/jobs.ts";
import { countSetAside } from "../../worker/services/jobs/dead-letters.ts";
import { readQueueStats } from "../../worker/services/jobs/read-jobs.ts";
import type { Caller } from "./support/as.ts";
import { place, putJobs } from "./support/jobs.ts";
import { rowsRead } from "./support/rows-read.ts";

const DAY_MS = 24 * 60 * 60_000;
type Stats = { counts: Record<string, number>; set_aside: Record<string, number> };

const statsOf = async (caller: Caller) => (await (await caller.get("/api/jobs/queue/stats")).json()) as Stats;
const remove = (caller: Caller, body: object) => caller.post("/api/jobs/dead-letter/delete", body);

/** Days after 1970: long ago, the oldest first. */
const longAgo = (index: number): Partial<JobRow> => ({ state: "dead_letter", createdAt: 1 + index * DAY_MS });

it("counts set-aside jobs that are older than a day, of each kind, beside the finished ones of the day", async () => {
  const { caller, ctx, repositoryId } = await place();
  await putJobs({ ctx, repositoryId }, 3, longAgo);
  await putJobs({ ctx, repositoryId }, 2, () => ({ state: "dead_letter", kind: "analysis" }));
  await putJobs({ ctx, repositoryId }, 4, (index) => ({ ...longAgo(index), state: "completed" }));
  const { counts, set_aside } = await statsOf(caller);
  expect([counts.dead_letter, counts.completed]).toEqual([5, 0]);
  expect(set_aside).toEqual({ analysis: 2, sync: 3, ci_generation: 0 });
});

it("counts set-aside jobs up to the bound, and reads no more rows however many there are", async () => {
  const { caller, ctx, repositoryId } = await place();
  await putJobs({ ctx, repositoryId }, 8, longAgo);
  const read = () =>
    Promise.all([rowsRead(caller, (own) => readQueueStats(own, 3)), rowsRead(caller, (own) => countSetAside(own, 3))]);
  const before = await read();
  await putJobs({ ctx, repositoryId }, 60, longAgo);
  expect(await read()).toEqual(before);
  expect(await countSetAside(ctx, 3)).toEqual({ analysis: 0, sync: 3, ci_generation: 0 });
  expect((await readQueueStats(ctx, 3)).counts.dead_letter).toBe(3);
});

it("deletes as many set-aside jobs as it is told, the oldest of the kind, and says how many are left", async () => {
  const { caller, ctx, repositoryId } = await place();
  const [, , ...young] = await putJobs({ ctx, repositoryId }, 5, longAgo);
  const [other] = await putJobs({ ctx, repositoryId }, 1, () => ({ ...longAgo(0), kind: "analysis" }));
  const answer = await remove(caller, { kind: "sync", limit: 2 });
  expect(await answer.json()).toEqual({ deleted: 2, remaining: 3 });
  const left = (await (await caller.get("/api/jobs?state=dead_letter")).json()) as { items: { id: string }[] };
  expect(left.items.map(({ id }) => id)).toEqual([...young.toReversed(), other]);
});

it("runs as many set-aside jobs again as it is told", async () => {
  const { caller, ctx, repositoryId } = await place();
  const [oldest] = await putJobs({ ctx, repositoryId }, 3, longAgo);
  const answer = await caller.post("/api/jobs/dead-letter/retry", { limit: 1 });
  expect(await answer.json()).toMatchObject({ items: [{ job_id: oldest }], remaining: 2 });
});

it.each([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { limit: 1, ids: ["0193c000-0000-7000-8000-000000000001"] }])(
  "refuses %j, which names no number of jobs",
  async (body) => {
    const { caller } = await place();
    expect((await remove(caller, body)).status).toBe(422);
  },
);

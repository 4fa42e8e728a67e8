import { createAsync } from "@solidjs/router";
import { createMemo, createRenderEffect, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Job } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { createFleetStream, type FleetFrame } from "../../live-streams.ts";
import { createLooking, createPacedRead } from "../../paced-read.ts";
import { refresh } from "../../refresh.ts";
import { countsWith, current, needsAnswer, newerThan, type Updates, withFrame } from "./jobs.model.ts";
import { getJobs, getStats, type JobFilter, loadJobs, loadStats } from "./jobs.queries.ts";
import { isFinal } from "./progress.model.ts";

/** The jobs of a filter and the queue's figures, moved on by the stream and read again when it tells of something new. */
export function createJobs(filter: () => JobFilter) {
  const first = createAsync(() => getJobs(filter()));
  const stats = createAsync(() => getStats());
  const paged = createPaged<Job>(first, (cursor) => loadJobs(filter(), cursor), filter);
  const [updates, setUpdates] = createSignal<Updates>({});
  const listed = createMemo(() => paged.items());
  // A row that changes keeps its place on the page, with what is open or in focus in it.
  const [shown, setShown] = createStore<{ jobs: Job[] }>({ jobs: [] });
  createRenderEffect(() => {
    const jobs = listed().map((job) => structuredClone(current(job, updates()[job.id])));
    setShown("jobs", reconcile(jobs, { key: "id" }));
  });
  const counts = createMemo(() => {
    const known = stats();
    return known && countsWith(known.counts, listed(), updates());
  });
  const load = async () => {
    const askedAt = performance.now();
    const asked = filter();
    const [page] = await Promise.all([
      refresh(getJobs.keyFor(asked), () => loadJobs(asked)),
      refresh(getStats.keyFor(), loadStats),
    ]);
    if (asked !== filter()) return;
    const read = [...page.items, ...(await paged.follow(page))];
    setUpdates((all) => newerThan(all, askedAt, read));
  };
  // The figures and each page: at this pace half of the twenty requests a minute that a user has for jobs.
  const reading = createPacedRead(load, () => 1 + paged.count());
  onCleanup(() => reading.close());
  createLooking(reading, () => shown.jobs.some(({ phase }) => !isFinal(phase)));
  const take = (frame: FleetFrame) => {
    if (frame.kind !== "job") return;
    if (needsAnswer(frame, listed(), updates())) reading.soon();
    setUpdates((all) => withFrame(all, frame, performance.now()));
  };
  createFleetStream({ onFrame: take, refetch: () => reading.next(), keys: [getJobs.key, getStats.key] });
  return {
    jobs: () => shown.jobs,
    counts,
    oldest: () => stats()?.oldest_runnable_at ?? null,
    stepOf: (id: string) => updates()[id]?.step ?? null,
    cursor: paged.cursor,
    more: paged.more,
  };
}

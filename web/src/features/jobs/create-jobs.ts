import { createAsync } from "@solidjs/router";
import { createMemo, createRenderEffect, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Job } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { createFleetStream, type FleetFrame } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { countsWith, current, needsAnswer, newerThan, type Updates, withFrame } from "./jobs.model.ts";
import { getJobs, getStats, type JobFilter, loadJobs, loadStats } from "./jobs.queries.ts";

const REFRESH_AFTER_MS = 400;
/** Each reading is two requests of the twenty a minute that a user has for jobs. */
const REFRESH_AT_MOST_EVERY_MS = 12_000;

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
    const askedAt = Date.now();
    const asked = filter();
    await Promise.all([refresh(getJobs.keyFor(asked), () => loadJobs(asked)), refresh(getStats.keyFor(), loadStats)]);
    setUpdates((all) => newerThan(all, askedAt));
  };
  const soon = createThrottle(() => void load().catch(() => undefined), REFRESH_AFTER_MS, REFRESH_AT_MOST_EVERY_MS);
  onCleanup(soon.cancel);
  const take = (frame: FleetFrame) => {
    if (frame.kind !== "job") return;
    if (needsAnswer(frame, listed(), updates())) soon.call();
    setUpdates((all) => withFrame(all, frame, Date.now()));
  };
  createFleetStream({ onFrame: take, refetch: load });
  return {
    jobs: () => shown.jobs,
    counts,
    oldest: () => stats()?.oldest_runnable_at ?? null,
    stepOf: (id: string) => updates()[id]?.step ?? null,
    cursor: paged.cursor,
    more: paged.more,
  };
}

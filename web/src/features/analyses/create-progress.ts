import { createAsync } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Analysis, JobEvent } from "../../api-types.ts";
import { createJobStream } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { getAnalysis, getEvents, getJob, loadAnalysis, loadEvents, loadJob } from "./analyses.queries.ts";
import { addEvent, isFinal, progressOf } from "./progress.model.ts";

const REFRESH_AFTER_MS = 150;
const REFRESH_AT_MOST_EVERY_MS = 2000;

/** Steps and log of an analysis, live while it runs; the analysis itself is read again when its state changes. */
export function createProgress(analysis: () => Analysis) {
  const stored = createAsync(() => getEvents(analysis().job_id));
  const job = createAsync(() => getJob(analysis().job_id));
  const [fresh, setFresh] = createSignal<readonly JobEvent[]>([]);
  const events = createMemo(() => fresh().reduce(addEvent, stored() ?? []));
  const progress = createMemo(() => progressOf(events(), analysis().phase));

  const reload = createThrottle(
    () => {
      const { id, job_id } = analysis();
      void refresh(getAnalysis.keyFor(id), () => loadAnalysis(id)).catch(() => undefined);
      void refresh(getJob.keyFor(job_id), () => loadJob(job_id)).catch(() => undefined);
    },
    REFRESH_AFTER_MS,
    REFRESH_AT_MOST_EVERY_MS,
  );
  onCleanup(reload.cancel);
  const take = (event: JobEvent) => {
    setFresh((all) => addEvent(all, event));
    if (event.type === "state") reload.call();
  };
  const readMissed = async () => {
    const missed = await loadEvents(analysis().job_id, progress().lastSeq);
    for (const event of missed) take(event);
    return missed.at(-1)?.seq;
  };
  const isRunning = createMemo(() => !isFinal(analysis().phase));
  createEffect(
    on(isRunning, (running) => {
      if (!running) return;
      createJobStream({
        jobId: analysis().job_id,
        since: () => progress().lastSeq,
        onEvent: take,
        refetch: readMissed,
      });
    }),
  );
  createEffect(
    on(
      () => progress().phase,
      (phase) => phase !== undefined && isFinal(phase) && !isFinal(analysis().phase) && reload.call(),
    ),
  );
  return { events, progress, job };
}

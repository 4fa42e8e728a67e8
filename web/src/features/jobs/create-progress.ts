import { createAsync } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { JobEvent, JobPhase } from "../../api-types.ts";
import { createJobStream } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { getEvents, getJob, loadEvents, loadJob } from "./jobs.queries.ts";
import { addEvent, isFinal, progressOf, type StepNames } from "./progress.model.ts";

const REFRESH_AFTER_MS = 150;
const REFRESH_AT_MOST_EVERY_MS = 2000;

export type Followed = { readonly jobId: string; readonly phase: JobPhase; readonly steps: StepNames };

/** Steps and log of a job, live while it runs; the job, and what `reload` reads, are read again when its state changes. */
export function createProgress(followed: () => Followed, reload?: () => Promise<unknown>) {
  const stored = createAsync(() => getEvents(followed().jobId));
  const job = createAsync(() => getJob(followed().jobId));
  const [fresh, setFresh] = createSignal<readonly JobEvent[]>([]);
  const events = createMemo(() => fresh().reduce(addEvent, stored() ?? []));
  const progress = createMemo(() => progressOf(events(), followed().phase, followed().steps));

  const soon = createThrottle(
    () => {
      const { jobId } = followed();
      void reload?.().catch(() => undefined);
      void refresh(getJob.keyFor(jobId), () => loadJob(jobId)).catch(() => undefined);
    },
    REFRESH_AFTER_MS,
    REFRESH_AT_MOST_EVERY_MS,
  );
  onCleanup(soon.cancel);
  const take = (event: JobEvent) => {
    setFresh((all) => addEvent(all, event));
    if (event.type === "state") soon.call();
  };
  const readMissed = async () => {
    const missed = await loadEvents(followed().jobId, progress().lastSeq);
    for (const event of missed) take(event);
    return missed.at(-1)?.seq;
  };
  // A job can be over before its last events have come: the stream brings those too. A log that was cleared has none.
  const isRunning = createMemo(() => {
    const said = progress().phase ?? "queued";
    return !isFinal(followed().phase) || (events().length > 0 && !isFinal(said));
  });
  createEffect(
    on(isRunning, (running) => {
      if (!running) return;
      createJobStream({
        jobId: followed().jobId,
        since: () => progress().lastSeq,
        onEvent: take,
        refetch: readMissed,
      });
    }),
  );
  createEffect(
    on(
      () => progress().phase,
      (phase) => phase !== undefined && isFinal(phase) && !isFinal(followed().phase) && soon.call(),
    ),
  );
  return { events, progress, job };
}

import { createAsync } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { JobEvent, JobPhase } from "../../api-types.ts";
import { createJobStream } from "../../live-streams.ts";
import { createLooking, createPacedRead, type Pace } from "../../paced-read.ts";
import { isGone, refresh } from "../../refresh.ts";
import { getEvents, getJob, loadEvents, loadJob } from "./jobs.queries.ts";
import { addEvent, isFinal, progressOf, type StepNames } from "./progress.model.ts";

/** A job changes its state a few times in its life, and whoever waits for its end sees that at once. */
const PACE: Pace = { afterMs: 150, perRequestMs: 2000, isReadHidden: true };

export type Followed = { readonly jobId: string; readonly phase: JobPhase; readonly steps: StepNames };

const readJob = (id: string) => refresh(getJob.keyFor(id), () => loadJob(id));

/** Steps and log of a job, live while it runs; the job, and what `reload` reads, are read again when its state changes. */
export function createProgress(followed: () => Followed, reload?: () => Promise<unknown>) {
  const stored = createAsync(() => getEvents(followed().jobId));
  const job = createAsync(() => getJob(followed().jobId));
  const [fresh, setFresh] = createSignal<readonly JobEvent[]>([]);
  const events = createMemo(() => fresh().reduce(addEvent, stored() ?? []));
  const progress = createMemo(() => progressOf(events(), followed().phase, followed().steps));

  const read = () => Promise.all([reload?.(), readJob(followed().jobId)]);
  const reading = createPacedRead(read, () => 1, PACE);
  onCleanup(() => reading.close());
  const take = (event: JobEvent) => {
    setFresh((all) => addEvent(all, event));
    if (event.type === "state") reading.soon();
  };
  const readMissed = async () => {
    const missed = await loadEvents(followed().jobId, progress().lastSeq).catch((thrown: unknown) => {
      // The page says so itself, once it asks.
      if (isGone(thrown)) reading.soon();
      throw thrown;
    });
    for (const event of missed) take(event);
    return missed.at(-1)?.seq;
  };
  // A job can be over before its last events have come: the stream brings those too. A log that was cleared has none.
  const isRunning = createMemo(() => {
    const said = progress().phase ?? "queued";
    return !isFinal(followed().phase) || (events().length > 0 && !isFinal(said));
  });
  createLooking(reading, isRunning);
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
      (phase) => phase !== undefined && isFinal(phase) && !isFinal(followed().phase) && reading.soon(),
    ),
  );
  return { events, progress, job };
}

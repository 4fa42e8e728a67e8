/** What the events of a job say about its steps. Pure: a list of events in, what the page shows out. */
import type { JobEvent, JobPhase, JobState } from "../../api-types.ts";
import { stepText } from "../../strings.ts";

export type StepStatus = "waiting" | "running" | "done" | "failed";

export type StepView = {
  readonly key: string;
  readonly title: string;
  readonly status: StepStatus;
  readonly detail: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
};

export type Progress = {
  readonly steps: readonly StepView[];
  readonly done: number;
  readonly total: number;
  readonly state: JobState | undefined;
  readonly phase: JobPhase | undefined;
  readonly lastSeq: number;
};

/** Adds an event in its place; one that is there already changes nothing. */
export function addEvent(events: readonly JobEvent[], event: JobEvent): readonly JobEvent[] {
  const last = events.at(-1);
  if (last === undefined || event.seq > last.seq) return [...events, event];
  if (events.some((known) => known.seq === event.seq)) return events;
  return [...events, event].sort((a, b) => a.seq - b.seq);
}

/** Titles of steps by key. */
export type StepNames = Readonly<Record<string, string>>;

/** The steps that a job is known to have, before the first of them reports. */
function expectedSteps(names: StepNames): Map<string, StepView> {
  return new Map(
    Object.entries(names).map(([key, title]) => [
      key,
      { key, title, status: "waiting", detail: null, startedAt: undefined, finishedAt: undefined },
    ]),
  );
}

function withEvent(before: StepView | undefined, event: JobEvent): StepView | undefined {
  const step = event.step;
  if (!step) return before;
  const at = Date.parse(event.at);
  const isRunning = step.status === "running";
  return {
    key: step.key,
    title: step.title,
    status: step.status,
    detail: step.detail ?? before?.detail ?? null,
    startedAt: isRunning ? at : (before?.startedAt ?? at),
    finishedAt: isRunning ? undefined : at,
  };
}

/** The phase of a job after an event, from the one before it. A step is part of an attempt, whatever else its event says. */
export function phaseAfter(event: JobEvent, before: JobPhase | undefined): JobPhase | undefined {
  return event.step ? "processing" : (event.phase ?? before);
}

/** Whether an attempt begins with an event. A worker that takes a job says nothing of it: what it does first tells. */
export function beginsAttempt(event: JobEvent, before: JobPhase | undefined): boolean {
  const waited = before === undefined || before === "queued";
  return waited && phaseAfter(event, before) === "processing";
}

/** Nothing runs any more in a job that has ended: what was under way stopped with its last event. */
function stopped(step: StepView, at: number): StepView {
  return step.status === "running" ? { ...step, status: "failed", finishedAt: at } : step;
}

/**
 * `endedAs` is what the API says of a job that is over, in case its last event is missing; `names` are the steps that it is
 * expected to have.
 */
export function progressOf(
  events: readonly JobEvent[],
  endedAs?: JobPhase,
  names: StepNames = stepText.analysis,
): Progress {
  let steps = expectedSteps(names);
  let state: JobState | undefined;
  let phase: JobPhase | undefined;
  for (const event of events) {
    // What the attempt before did is no longer true of this one.
    if (beginsAttempt(event, phase)) steps = expectedSteps(names);
    state = event.state ?? state;
    phase = phaseAfter(event, phase);
    const step = event.step && withEvent(steps.get(event.step.key), event);
    if (step) steps.set(step.key, step);
  }
  const last = events.at(-1);
  const isOver = isFinal(phase ?? "queued") || (endedAs !== undefined && isFinal(endedAs));
  const all = [...steps.values()].map((step) => (isOver && last ? stopped(step, Date.parse(last.at)) : step));
  const done = all.filter((step) => step.status === "done").length;
  return { steps: all, done, total: all.length, state, phase, lastSeq: last?.seq ?? 0 };
}

export function isFinal(phase: JobPhase): boolean {
  return phase === "completed" || phase === "failed" || phase === "cancelled";
}

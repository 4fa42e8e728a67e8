/** A simple model of jobs beside the real database and objects, and what must hold of both. */
import type fc from "fast-check";
import { expect } from "vitest";
import { outstandingJobs } from "../../../worker/db/admission.ts";
import { listEvents } from "../../../worker/db/jobs.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import { SLOTS } from "../../../worker/services/jobs/admission.ts";
import { tendOrg } from "../../../worker/services/jobs/tend-org.ts";
import { isFinal, isLegalStep, type JobState, RUNNABLE, RUNNING } from "../../../worker/services/jobs/transitions.ts";
import type { HeldRun } from "./held-run.ts";
import { rowOf } from "./jobs.ts";

export type ModelJob = {
  readonly id: string;
  readonly repository: number;
  state: JobState;
  attempt: number;
  lost: number;
  dueAt: number;
  /** No attempt was made yet, so that identical requests share it. */
  isShared: boolean;
  /** The job that runs it again. */
  again: string | null;
};
export type Model = { readonly jobs: ModelJob[]; now: number };
export type Real = {
  readonly ctx: Ctx;
  readonly repositories: readonly string[];
  /** The attempt that holds a job, and those that lost theirs and do not know it. */
  readonly runs: Map<string, HeldRun>;
  readonly stale: HeldRun[];
  advance(ms: number): void;
};
export type Command = fc.AsyncCommand<Model, Real>;

export const is = (states: readonly JobState[], { state }: ModelJob) => states.includes(state);

/** Everything that must hold whatever happened. */
export async function check(model: Model, { ctx }: Real): Promise<void> {
  await tendOrg(ctx, ctx.orgId);
  for (const { id, state, attempt, lost } of model.jobs) {
    const row = await rowOf(ctx, id);
    expect([row.state, row.attempt, row.lost]).toEqual([state, attempt, lost]);
    expect(isFinal(row.state)).toBe(row.finishedAt !== null);
    expect(is(RUNNING, { ...row } as never)).toBe(row.leaseUntil !== null);
  }
  const inQueue = await outstandingJobs(ctx.data);
  expect(inQueue.length).toBeLessThanOrEqual(SLOTS.sync);
  const due = model.jobs.filter((job) => is(RUNNABLE, job) && job.dueAt <= model.now);
  const letIn = new Set(inQueue.map(({ id }) => id));
  // Nothing that is due waits while there is room.
  if (due.some(({ id }) => !letIn.has(id))) expect(inQueue).toHaveLength(SLOTS.sync);
}

/** Events are numbered without a gap and tell of legal steps alone. */
export async function checkHistories(model: Model, { ctx }: Real): Promise<void> {
  for (const { id, state } of model.jobs) {
    const events = await listEvents(ctx.data, id, { since: 0, limit: 500 });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const states = events.flatMap((event) => (event.type === "state" && event.state ? [event.state as JobState] : []));
    expect(states.filter((to, index) => !follows(states[index - 1], to))).toEqual([]);
    // The claim leaves no event of its own.
    if (!is(RUNNING, { state } as ModelJob)) expect(states.at(-1)).toBe(state);
  }
}

/** A claim goes through `active` to `processing` without an event. */
function follows(before: JobState | undefined, to: JobState): boolean {
  if (before === undefined) return to === "pending";
  const isClaimed = RUNNABLE.some((state) => state === before) && isLegalStep("processing", to);
  return isLegalStep(before, to) || isClaimed;
}

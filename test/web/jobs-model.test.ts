import { describe, expect, it } from "vitest";
import type { Job, JobEvent, JobState, OrgFrame } from "../../web/src/api-types.ts";
import {
  attemptsOf,
  countsWith,
  current,
  isPullCheck,
  needsAnswer,
  newerThan,
  resultOf,
  stepsOf,
  tookOf,
  type Updates,
  withFrame,
} from "../../web/src/features/jobs/jobs.model.ts";
import { stepText } from "../../web/src/strings.ts";
import { FAILED_EVENTS, JOB_STATS, JOBS } from "../support/web-mock/jobs.ts";

const AT = "2026-11-21T12:00:00.000Z";
const like = (state: JobState) => JOBS.find((job) => job.state === state) as Job;
const STEP = { key: "read_files", title: "Read", index: 3, total: 6, status: "running", detail: null } as const;
type JobFrame = Extract<OrgFrame, { kind: "job" }>;

function frame(job: Pick<Job, "id">, seed: Partial<JobFrame>): JobFrame {
  return {
    v: 1,
    kind: "job",
    seq: 1,
    at: AT,
    repository_id: "r",
    job_id: job.id,
    analysis_id: null,
    state: "processing",
    phase: "processing",
    step: null,
    ...seed,
  };
}

/** A job of the list after the stream told of it. */
function told(job: Job, ...frames: Partial<JobFrame>[]): Job {
  const updates = frames.reduce<Updates>((all, seed, index) => withFrame(all, frame(job, seed), index), {});
  return current(job, updates[job.id]);
}

describe("a job that the stream tells of", () => {
  it("moves on, with its start and its end", () => {
    const begun = told(like("pending"), { step: STEP });
    expect(begun).toMatchObject({ state: "processing", phase: "processing", attempt: 1, started_at: AT });
    const over = told(like("processing"), { state: "completed", phase: "completed" });
    expect(over).toMatchObject({ phase: "completed", finished_at: AT });
  });

  it("never leaves a final state", () => {
    for (const state of ["completed", "cancelled", "dead_letter"] as const) {
      expect(told(like(state), { state: "processing" })).toBe(like(state));
    }
  });

  it("forgets when its next try was once that begins, and never counts past its last attempt", () => {
    expect(told(like("retrying"), { step: STEP })).toMatchObject({ next_run_at: null, attempt: 3 });
    const last = { ...like("retrying"), attempt: 4 };
    expect(told(last, { step: STEP }).attempt).toBe(4);
  });

  it("keeps its step between two steps, and loses it when it waits or ends", () => {
    const [job] = JOBS as [Job];
    const stepped = withFrame({}, frame(job, { step: STEP }), 1);
    expect(withFrame(stepped, frame(job, { state: "ai_request" }), 2)[job.id]?.step).toEqual(STEP);
    expect(withFrame(stepped, frame(job, { state: "retrying", phase: "queued" }), 2)[job.id]?.step).toBeNull();
  });
});

describe("what the stream said", () => {
  const job = like("pending");
  const heard = withFrame({}, frame(job, {}), 100);

  it("outlives an answer that was asked for before", () => {
    expect(newerThan(heard, 99, [job])).toEqual(heard);
    expect(newerThan(heard, 101, [job])).toEqual({});
  });

  it("outlives an answer that does not tell of its job", () => {
    expect(newerThan(heard, 101, [like("completed")])).toEqual(heard);
  });

  it("keeps the step of what runs, of which no answer tells", () => {
    const stepped = withFrame({}, frame(job, { step: STEP }), 100);
    expect(newerThan(stepped, 101, [{ ...job, state: "ai_request", phase: "processing" }])).toEqual(stepped);
  });

  it.each(["pending", "retrying", "completed"] as const)(
    "gives way to an answer that says %s, although it had a step",
    (state) => {
      const stepped = withFrame({}, frame(like(state), { step: STEP }), 100);
      expect(newerThan(stepped, 101, [like(state)])).toEqual({});
    },
  );

  it.each([
    ["of an unknown job", frame({ id: "unknown" }, {}), true],
    ["of a new phase", frame(job, {}), true],
    [
      "of a try to come, whose time it does not tell",
      frame(like("retrying"), { state: "retrying", phase: "queued" }),
      true,
    ],
    ["of the next step", frame(like("processing"), { step: STEP }), false],
  ])("asks for an answer when it tells %s: %#", (_, said, expected) => {
    expect(needsAnswer(said, JOBS, {})).toBe(expected);
  });

  it("asks once for a new phase", () => {
    expect(needsAnswer(frame(job, {}), JOBS, heard)).toBe(false);
  });

  it("moves the figures of the queue with the jobs", () => {
    const counts = countsWith(JOB_STATS.counts, JOBS, heard);
    expect(counts).toEqual({ ...JOB_STATS.counts, pending: 0, processing: 2 });
    expect(JOB_STATS.counts.pending).toBe(1);
  });
});

describe("attempts", () => {
  const PHASES = {
    pending: "queued",
    ai_request: "processing",
    completed: "completed",
    failed: "failed",
    retrying: "queued",
    cancelled: "cancelled",
    dead_letter: "failed",
  } as const;

  /** An event as the server stores it: one of a state, or of a step, which is what an attempt begins with. */
  function event(seq: number, said: keyof typeof PHASES | "step"): JobEvent {
    const at = new Date(Date.parse(AT) + seq * 1000).toISOString();
    const base = { seq, at, level: "info", message: "" } as const;
    if (said === "step") return { ...base, type: "step", state: "processing", phase: "processing", step: STEP };
    return { ...base, type: "state", state: said, phase: PHASES[said], step: null };
  }

  it("are told with the reason of each, not with what follows from it", () => {
    const attempts = attemptsOf(FAILED_EVENTS);
    expect(attempts.map(({ end }) => end)).toEqual(["retrying", "retrying", "retrying", "dead_letter"]);
    expect(attempts[1]?.message).toBe("GitHub answered 502 four times while we read the files.");
    expect(attempts[0]?.endedAt).toBe(FAILED_EVENTS[3]?.at);
  });

  it("are none before the first begins", () => {
    expect(attemptsOf([event(1, "pending")])).toEqual([]);
  });

  it.each<[string, Parameters<typeof event>[1][], (string | null)[]]>([
    ["runs", ["pending", "step", "step"], [null]],
    ["asks the AI", ["pending", "step", "ai_request", "step", "completed"], ["completed"]],
    ["begins with a question to the AI", ["pending", "ai_request", "step"], [null]],
    ["ends well", ["pending", "step", "completed"], ["completed"]],
    ["is cancelled while it waits", ["pending", "cancelled"], []],
    ["no worker could take", ["pending", "failed", "retrying", "failed", "dead_letter"], []],
    ["is cancelled", ["pending", "step", "cancelled"], ["cancelled"]],
    ["fails once", ["pending", "step", "failed", "retrying", "step"], ["retrying", null]],
    ["is cancelled between two attempts", ["pending", "step", "failed", "retrying", "cancelled"], ["retrying"]],
  ])("of a job that %s", (_, said, ends) => {
    const attempts = attemptsOf(said.map((each, index) => event(index + 1, each)));
    expect(attempts.map(({ end }) => end)).toEqual(ends);
    expect(attempts.map(({ number }) => number)).toEqual(ends.map((_each, index) => index + 1));
  });
});

describe("a job", () => {
  const job = (seed: Partial<Job>) => ({ ...like("completed"), ...seed });

  it.each([
    [job({}), `/analysis/${like("completed").analysis_id}`],
    [job({ kind: "ci_generation", analysis_id: null }), "?tab=pipelines"],
    [job({ analysis_id: null }), "?tab=pulls"],
    [job({ kind: "sync", analysis_id: null }), undefined],
    [job({ phase: "failed" }), undefined],
  ])("has its result where it belongs: %#", (known, end) => {
    const result = resultOf(known);
    expect(end === undefined ? result === undefined : result?.endsWith(end)).toBe(true);
  });

  it("without an analysis of its own is the check of a pull request, with its own steps", () => {
    expect(isPullCheck(job({ analysis_id: null }))).toBe(true);
    expect(stepsOf(job({ analysis_id: null }), stepText)).toBe(stepText.pull_check);
    expect(stepsOf(job({ kind: "sync", analysis_id: null }), stepText)).toBe(stepText.sync);
  });

  it("takes time from its start to its end or to now", () => {
    const now = Date.parse(AT) + 5000;
    expect(tookOf({ started_at: null, finished_at: null }, now)).toBeUndefined();
    expect(tookOf({ started_at: AT, finished_at: null }, now)).toBe(5000);
    expect(tookOf({ started_at: AT, finished_at: AT }, now)).toBe(0);
  });
});

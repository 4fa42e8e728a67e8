import { describe, expect, it } from "vitest";
import type { JobEvent } from "../../web/src/api-types.ts";
import { addEvent, progressOf } from "../../web/src/features/jobs/progress.model.ts";
import { eventsOf } from "../support/web-mock/analysis.ts";

const events = eventsOf();
const upTo = (seq: number) => events.filter((event) => event.seq <= seq);
const ALL_WAIT = ["waiting", "waiting", "waiting", "waiting", "waiting", "waiting"];

/** The events of an attempt that failed in its second step, up to the wait for the next one. */
const failed: readonly JobEvent[] = (() => {
  const [waiting, , , running] = events as [JobEvent, JobEvent, JobEvent, JobEvent];
  const step = running.step && ({ ...running.step, status: "failed" } as const);
  const broken = { ...running, seq: 5, level: "error", step } as const;
  const over = { ...waiting, seq: 6, level: "error", state: "failed", phase: "failed" } as const;
  return [...upTo(4), broken, over, { ...over, seq: 7, state: "retrying", phase: "queued" }];
})();
const statuses = (list: readonly JobEvent[]) => progressOf(list).steps.map((step) => step.status);

describe("steps of a job", () => {
  it("are all known before the first event, and all wait", () => {
    expect(statuses([])).toEqual(ALL_WAIT);
  });

  it("run and end as the events say", () => {
    expect(statuses(upTo(6))).toEqual(["done", "done", "running", "waiting", "waiting", "waiting"]);
    expect(progressOf(upTo(6))).toMatchObject({ done: 2, total: 6, phase: "processing", lastSeq: 6 });
  });

  it("carry the facts and the times of their events", () => {
    const step = progressOf(upTo(7)).steps[2];
    expect(step).toMatchObject({ detail: "34 files, 31 from cache", startedAt: Date.parse(events[5]?.at ?? "") });
    expect(step?.finishedAt).toBe(Date.parse(events[6]?.at ?? ""));
  });

  it("are all done at the end", () => {
    expect(progressOf(events)).toMatchObject({ done: 6, phase: "completed", state: "completed" });
  });

  it("start again with a new attempt", () => {
    const [, running] = events as [JobEvent, JobEvent];
    const again = { ...running, seq: failed.length + 1 };
    expect(statuses(failed)).toEqual(["done", "failed", "waiting", "waiting", "waiting", "waiting"]);
    expect(statuses([...failed, again])).toEqual(["running", "waiting", "waiting", "waiting", "waiting", "waiting"]);
    expect(progressOf([...failed, again]).done).toBe(0);
  });

  it("go on when the AI has answered", () => {
    const asked = events.findIndex(({ state }) => state === "ai_request") + 1;
    expect(statuses(upTo(asked + 1))).toEqual(["done", "done", "done", "done", "running", "waiting"]);
  });

  it("do not run on after the job has ended", () => {
    const step = progressOf(upTo(6), "failed").steps[2];
    expect(step).toMatchObject({ status: "failed", finishedAt: Date.parse(events[5]?.at ?? "") });
  });

  it("can be ones that this page does not know", () => {
    const known = events[3] as JobEvent;
    const step = {
      key: "count_stars",
      title: "Count the stars",
      index: 7,
      total: 7,
      status: "running",
      detail: null,
    } as const;
    expect(progressOf([{ ...known, step }]).steps.at(-1)).toMatchObject({ key: "count_stars", status: "running" });
  });
});

describe("list of events", () => {
  const [one, two, three] = events as [JobEvent, JobEvent, JobEvent];
  const seqs = (list: readonly JobEvent[]) => list.map((event) => event.seq);

  it("takes each event once", () => {
    expect(seqs([one, two, two, one, three].reduce<readonly JobEvent[]>(addEvent, []))).toEqual([1, 2, 3]);
  });

  it("puts a late one in its place", () => {
    expect(seqs([one, three, two].reduce<readonly JobEvent[]>(addEvent, []))).toEqual([1, 2, 3]);
  });
});

import { describe, expect, it } from "vitest";
import type { JobEvent } from "../../web/src/api-types.ts";
import { addEvent, progressOf } from "../../web/src/features/jobs/progress.model.ts";
import { eventsOf } from "../support/web-mock/analysis.ts";

const events = eventsOf();
const upTo = (seq: number) => events.filter((event) => event.seq <= seq);
const ALL_WAIT = ["waiting", "waiting", "waiting", "waiting", "waiting", "waiting"];
const statuses = (list: readonly JobEvent[]) => progressOf(list).steps.map((step) => step.status);

describe("steps of a job", () => {
  it("are all known before the first event, and all wait", () => {
    expect(statuses([])).toEqual(ALL_WAIT);
  });

  it("run and end as the events say", () => {
    expect(statuses(upTo(8))).toEqual(["done", "done", "running", "waiting", "waiting", "waiting"]);
    expect(progressOf(upTo(8))).toMatchObject({ done: 2, total: 6, phase: "processing", lastSeq: 8 });
  });

  it("carry the facts and the times of their events", () => {
    const step = progressOf(upTo(9)).steps[2];
    expect(step).toMatchObject({ detail: "34 files, 31 from cache", startedAt: Date.parse(events[7]?.at ?? "") });
    expect(step?.finishedAt).toBe(Date.parse(events[8]?.at ?? ""));
  });

  it("are all done at the end", () => {
    expect(progressOf(events)).toMatchObject({ done: 6, phase: "completed", state: "completed" });
  });

  it("start again with a new attempt", () => {
    const last = events[0] as JobEvent;
    const again: JobEvent = { ...last, seq: 9, state: "active", phase: "processing" };
    expect(statuses([...upTo(8), again])).toEqual(ALL_WAIT);
  });

  it("do not run on after the job has ended", () => {
    const step = progressOf(upTo(8), "failed").steps[2];
    expect(step).toMatchObject({ status: "failed", finishedAt: Date.parse(events[7]?.at ?? "") });
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

import { describe, expect, it } from "vitest";
import type { OrgFrame } from "../../web/src/api-types.ts";
import {
  type Activities,
  activityOf,
  applyFrame,
  FILTERS,
  fleetRows,
  milestonesOf,
  newerThan,
  oneOf,
  type View,
} from "../../web/src/features/fleet/fleet.model.ts";
import { NO_SUMMARY, REPOSITORIES, SUMMARY } from "../support/web-mock/fleet.ts";
import { idOf } from "../support/web-mock/ids.ts";

type JobFrame = Extract<OrgFrame, { kind: "job" }>;
const REPOSITORY = idOf("repository", 4);

function frame(change: Partial<JobFrame>): JobFrame {
  return {
    v: 1,
    kind: "job",
    seq: 1,
    at: "2026-11-21T10:00:00Z",
    repository_id: REPOSITORY,
    job_id: "job-1",
    analysis_id: "analysis-1",
    state: "processing",
    phase: "processing",
    step: null,
    ...change,
  };
}

/** What the page knows after it heard these, one a millisecond from 100 on. */
const heard = (...frames: JobFrame[]) =>
  frames.reduce<Activities>((all, each, index) => applyFrame(all, each, 100 + index), {});
const shown = (activities: Activities) => activities[REPOSITORY]?.activity;

const step = {
  key: "read_files",
  title: "Read the files",
  index: 3,
  total: 5,
  status: "running",
  detail: null,
} as const;
const view = (change: Partial<View>): View => ({ search: "", sort: "name", filter: "all", ...change });
const names = (change: Partial<View>, activities: Activities = {}) =>
  fleetRows(REPOSITORIES, view(change), activities).map((row) => row.name);

describe("rows of the fleet", () => {
  it("start with the lowest score and end with those without one", () => {
    const rows = names({ sort: "attention" });
    expect([rows[0], rows.at(-1)]).toEqual(["legacy-reports", "infrastructure"]);
  });

  it("can be sorted by findings, by time and by name", () => {
    expect(names({ sort: "findings" })[0]).toBe("legacy-reports");
    expect(names({ sort: "recent" })[0]).toBe("storefront");
    expect(names({ sort: "name" })[0]).toBe("data-platform-ingestion-and-enrichment-service");
  });

  it("are found by any part of the name", () => {
    expect(names({ search: " DESIGN " })).toEqual(["design-system"]);
  });

  it("can be only those below sixty, or those that GitHub refuses", () => {
    expect(names({ filter: "attention" })).toEqual(["legacy-reports", "storefront"]);
    expect(names({ filter: "unavailable" })).toEqual(["legacy-reports"]);
  });

  it("follow the stream when only running ones are shown", () => {
    expect(names({ filter: "running" })).toEqual(["data-platform-ingestion-and-enrichment-service"]);
    expect(names({ filter: "running" }, heard(frame({ phase: "completed", state: "completed" })))).toEqual([]);
  });
});

describe("work under way", () => {
  const running = REPOSITORIES.find((it) => it.id === REPOSITORY);
  if (!running?.active_job) throw new Error("The fixtures have no running repository.");
  const known = running.active_job;
  const active = (seed: Partial<typeof known>) => ({ ...known, ...seed });

  it("is what the list says until the stream knows better", () => {
    expect(activityOf(running, {})?.phase).toBe("processing");
    expect(activityOf(running, heard(frame({ step })))?.step).toEqual(step);
  });

  it("keeps its step when a frame brings none", () => {
    expect(shown(heard(frame({ step }), frame({})))?.step).toEqual(step);
  });

  it("loses the step of another job", () => {
    expect(shown(heard(frame({ step }), frame({ job_id: "job-2" })))).toMatchObject({ jobId: "job-2", step: null });
  });

  it("is over with the last frame, though the list still says otherwise", () => {
    expect(activityOf(running, heard(frame({ phase: "failed", state: "dead_letter" })))).toBeNull();
  });

  it("goes on when an older job of the same repository ends", () => {
    expect(shown(heard(frame({ job_id: "new" }), frame({ job_id: "old", phase: "cancelled" })))?.jobId).toBe("new");
  });

  it("is over when an answer that was asked for later says so, though its last frame never came", () => {
    const idle = { ...running, active_job: null };
    expect(activityOf(idle, newerThan(heard(frame({ step })), 101, [idle]))).toBeNull();
    expect(newerThan(heard(frame({ step })), 101, [])).toEqual({});
  });

  it("is what the stream said after the answer was asked for", () => {
    for (const said of [frame({ step }), frame({ phase: "completed", state: "completed" })])
      expect(newerThan(heard(said), 100, [running])).toEqual(heard(said));
  });

  it("keeps its step while the answers confirm it, and no longer", () => {
    const confirmed = { ...running, active_job: active({ id: "job-1", state: "processing" }) };
    expect(shown(newerThan(heard(frame({ step })), 101, [confirmed]))?.step).toEqual(step);
    for (const said of [active({ id: "job-2" }), active({ id: "job-1", state: "retrying", phase: "queued" })])
      expect(newerThan(heard(frame({ step })), 101, [{ ...running, active_job: said }])).toEqual({});
  });
});

describe("first use", () => {
  it("starts with nothing done", () => {
    expect(milestonesOf(NO_SUMMARY)).toEqual({ connect: false, analyse: false, pullRequest: false });
  });

  it("ends with a pull request", () => {
    expect(milestonesOf(SUMMARY)).toEqual({ connect: true, analyse: true, pullRequest: true });
  });
});

describe("values of the URL", () => {
  it("are taken when they are known, else the first", () => {
    expect([oneOf(FILTERS, "running"), oneOf(FILTERS, "<script>"), oneOf(FILTERS, undefined)]).toEqual([
      "running",
      "all",
      "all",
    ]);
  });
});

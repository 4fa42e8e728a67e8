import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";
import { doMainJob, type MainJob, sampleDirectory } from "../support/main-job.ts";

const REPOSITORY = "acme/checkout-api";
let journey: Journey;
let done: MainJob;

describe("from the welcome page to a score that rose", () => {
  beforeAll(async () => {
    journey = await Journey.begin(inject("baseUrl"));
    done = await doMainJob(journey, {
      fullName: REPOSITORY,
      directory: sampleDirectory(inject("dataDir"), REPOSITORY),
      choose: /^Select all fixes of: Token permissions/,
    });
  }, 120_000);
  afterAll(() => journey?.end());

  it("takes at most four clicks to the first findings", () => {
    expect(done.clicksToFindings).toBeLessThanOrEqual(4);
  });

  it("shows findings with the lines that prove them", () => {
    expect(done.found.length).toBeGreaterThan(3);
    expect(done.unproved).toEqual([]);
  });

  it("shows the diff before anything is written, and writes a branch that is really there", () => {
    expect(done.pullRequest.diff).toContain("permissions:");
    expect(done.branches).toContain(done.pullRequest.branch);
  });

  it("opens one pull request although the button was clicked twice", () => {
    expect(done.pullRequests).toBe(1);
  });

  it("sees the merge by webhook: the finding is gone and the score rose", () => {
    const count = (items: MainJob["found"]) => items.filter(({ rule }) => rule === "missing-permissions").length;
    expect(count(done.left)).toBeLessThan(count(done.found));
    expect(done.second.scores?.overall ?? 0).toBeGreaterThan(done.first.scores?.overall ?? 100);
  });

  it("leaves no error in the browser", () => {
    expect(journey.problems).toEqual([]);
  });
});

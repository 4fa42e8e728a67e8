import { describe, expect, it } from "vitest";
import { wastefulSchedule } from "../../../worker/engine/rules/github/wasteful-schedule.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const on = (cron: string) =>
  `on:\n  schedule:\n    - cron: '${cron}' # nightly\npermissions: {}\njobs: {a: {runs-on: x, timeout-minutes: 5, steps: [{run: x}]}}\n`;

describe("wasteful-schedule stays silent", () => {
  it.each([
    [
      "a schedule that GitHub never keeps, another rule's business",
      "on: {schedule: [{cron: '*/2 * * * *'}]}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
    ],
    ["another minute", on("17 3 * * *")],
    ["every half hour", on("7,37 * * * *")],
    ["steps at other minutes", on("7/30 * * * *")],
    ["a schedule that cannot be read", on("0 25 * * *")],
    ["a cron elsewhere", "on: push\nenv: {cron: '0 3 * * *'}\njobs: {}\n"],
    ["no schedule", "on: push\njobs: {}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(wastefulSchedule, text)).toEqual([]);
  });
});

describe("wasteful-schedule reports", () => {
  it.each([
    ["the full hour", on("0 3 * * *"), ["3:13 low"]],
    ["every hour", on("0 * * * *"), ["3:13 low"]],
    ["every ten minutes", on("*/10 * * * *"), ["3:13 low"]],
    ["once a week", on("0 0 * * 0"), ["3:13 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(wastefulSchedule, text)).toEqual(places);
  });
});

describe("wasteful-schedule fixes", () => {
  it("by another minute, the same for the same file", () => {
    const fixed = fixOf(wastefulSchedule, on("0 3 * * 1")).text ?? "";
    expect(fixed).toMatch(/- cron: '\d\d 3 \* \* 1' # nightly\n/);
    expect(fixOf(wastefulSchedule, on("0 3 * * 1")).text).toBe(fixed);
  });
});

describe("wasteful-schedule offers no fix", () => {
  it("for a schedule that is too frequent", () => {
    expect(fixOf(wastefulSchedule, on("*/10 * * * *")).text).toBeNull();
  });
});

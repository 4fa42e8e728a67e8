import { describe, expect, it } from "vitest";
import { invalidCron } from "../../../worker/engine/rules/github/invalid-cron.ts";
import { placesOf } from "../../support/engine.ts";

const on = (cron: string, more = "") =>
  `on:\n  schedule:\n    - cron: "${cron}"\n${more}jobs: {a: {runs-on: x, steps: [{run: x}]}}\n`;

describe("invalid-cron stays silent", () => {
  it.each([
    ["every night", on("17 3 * * *")],
    ["names of days and months", on("0 4 * JAN-MAR MON,FRI")],
    ["steps", on("*/15 * * * *")],
    ["a step from a value", on("7/10 * * * *")],
    ["ranges and lists", on("5,35 8-18/2 1,15 * 1-5")],
    ["the shortest interval", on("*/5 * * * *")],
    ["a time zone", on("0 4 * * *", "      timezone: America/Argentina/Buenos_Aires\n")],
    ["UTC", on("0 4 * * *", "      timezone: 'UTC'\n")],
    ["a fixed offset", on("0 4 * * *", "      timezone: Etc/GMT+5\n")],
    ["an old name", on("0 4 * * *", "      timezone: US/Pacific\n")],
    ["other case", on("0 4 * * *", "      timezone: europe/berlin\n")],
    ["a day that few months have", on("0 4 31 * *")],
    ["a cron elsewhere", "on: push\nenv: {cron: banana}\njobs: {}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidCron, text)).toEqual([]);
  });
});

describe("invalid-cron reports", () => {
  it.each([
    ["an hour too many", on("0 24 * * *"), ["3:13 high"]],
    ["four fields", on("0 4 * *"), ["3:13 high"]],
    ["six fields", on("0 0 4 * * *"), ["3:13 high"]],
    ["a nickname", on("@daily"), ["3:13 high"]],
    ["a minute a run", on("* * * * *"), ["3:13 high"]],
    ["two near minutes", on("10,12 4 * * *"), ["3:13 high"]],
    ["a range that runs backwards", on("0 18-8 * * *"), ["3:13 high"]],
    ["a word that is no day", on("0 4 * * funday"), ["3:13 high"]],
    ["a city that is no zone", on("0 4 * * *", "      timezone: Europe/Munich\n"), ["4:17 high"]],
    ["an abbreviation", on("0 4 * * *", "      timezone: PST\n"), ["4:17 high"]],
    ["an offset", on("0 4 * * *", "      timezone: 'UTC+2'\n"), ["4:17 high"]],
    ["spaces in a name", on("0 4 * * *", "      timezone: America/New York\n"), ["4:17 high"]],
    ["a mapping in place of a list", "on:\n  schedule:\n    cron: '17 3 * * *'\njobs: {}\n", ["3:5 high"]],
    ["an entry without a schedule", "on:\n  schedule:\n    - timezone: UTC\njobs: {}\n", ["3:7 high"]],
    ["a misspelt key", on("0 4 * * *", "      time-zone: UTC\n"), ["4:7 high"]],
    ["texts in place of mappings", "on:\n  schedule:\n    - '17 3 * * *'\njobs: {}\n", ["3:7 high"]],
    ["the seventh day", on("0 4 * * 7"), ["3:13 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidCron, text)).toEqual(places);
  });
});

describe("the table of time zones", () => {
  it.each(Intl.supportedValuesOf("timeZone"))("has %s, which Node.js knows", (zone) => {
    expect(placesOf(invalidCron, on("0 4 * * *", `      timezone: ${zone}\n`))).toEqual([]);
    expect(placesOf(invalidCron, on("0 4 * * *", `      timezone: ${zone}x\n`))).toHaveLength(1);
  });
});

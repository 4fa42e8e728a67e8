import { describe, expect, it } from "vitest";
import { RUNNER_LABELS } from "../../../worker/engine/data/runner-labels.ts";
import { retiredRunnerImage } from "../../../worker/engine/rules/github/retired-runner-image.ts";
import { unknownRunnerLabel } from "../../../worker/engine/rules/github/unknown-runner-label.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const on = (label: string, more = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n${more}    runs-on: ${label}\n    timeout-minutes: 5\n    steps:\n      - run: make\n`;

describe("retired-runner-image stays silent", () => {
  it.each([
    ["an image without a date", on("ubuntu-24.04")],
    ["an image that is gone, another rule's business", on("macos-13")],
    ["a latest label", on("ubuntu-latest")],
    ["an own runner", on("my-ubuntu-22.04")],
    ["an expression", on("${{ vars.R }}")],
    ["a matrix without one", on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04]}}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(retiredRunnerImage, text)).toEqual([]);
  });
});

describe("retired-runner-image reports", () => {
  it.each([
    ["an image with a last day", on("ubuntu-22.04"), ["5:14 medium"]],
    [
      "one of a matrix",
      on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-22.04, ubuntu-24.04]}}\n"),
      ["5:30 medium"],
    ],
    [
      "several cells of one job once",
      on("${{ matrix.os }}", "    strategy: {matrix: {include: [{os: ubuntu-22.04}, {os: ubuntu-22.04, a: 1}]}}\n"),
      ["5:40 medium"],
    ],
    ["an arm image", on("ubuntu-22.04-arm"), ["5:14 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(retiredRunnerImage, text)).toEqual(places);
  });
});

describe("retired-runner-image fixes", () => {
  it("every cell of a job", () => {
    const cells = "    strategy: {matrix: {include: [{os: ubuntu-22.04}, {os: ubuntu-22.04, a: 1}]}}\n";
    const text = on("${{ matrix.os }}", cells);
    expect(fixOf(retiredRunnerImage, text).text).toBe(text.replaceAll("22.04", "24.04"));
  });

  it("by the successor, in the same quotes", () => {
    expect(fixOf(retiredRunnerImage, on('"ubuntu-22.04" # LTS')).text).toBe(on('"ubuntu-24.04" # LTS'));
  });
});

const dated = RUNNER_LABELS.filter(({ removedOn }) => removedOn !== null);

describe("the table of labels", () => {
  it.each(dated.map((row) => [row.label, row] as const))(
    "speaks of %s up to its last day and no longer",
    (label, row) => {
      const last = Date.parse(row.removedOn ?? "");
      const severity = (now: number) => placesOf(retiredRunnerImage, on(label), { now });
      expect(severity(last - 86_400_000)).toEqual(["5:14 high"]);
      expect(severity(last - 61 * 86_400_000)).toEqual(["5:14 medium"]);
      expect(severity(last)).toEqual([]);
      expect(placesOf(unknownRunnerLabel, on(label), { now: last })).toEqual(["5:14 high"]);
      expect(placesOf(unknownRunnerLabel, on(label), { now: last - 1 })).toEqual([]);
    },
  );

  it.each(RUNNER_LABELS.filter(({ removedOn }) => removedOn === null).map(({ label }) => label))(
    "knows %s",
    (label) => {
      expect(placesOf(unknownRunnerLabel, on(label))).toEqual([]);
      expect(placesOf(unknownRunnerLabel, on(`${label.split("-")[0]}-1.0`))).toHaveLength(1);
    },
  );

  it.each(RUNNER_LABELS.map((row) => [row.label, row] as const))("says where %s is from, and when", (_, row) => {
    expect([row.source, row.seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^\d{4}-/)]);
    const days = [row.since, row.deprecatedOn, row.removedOn].filter((day) => day !== null);
    expect(days).toEqual(days.toSorted());
  });

  it("names successors that are there", () => {
    for (const { successor } of dated)
      expect(RUNNER_LABELS.find(({ label }) => label === successor)?.removedOn).toBeNull();
  });
});

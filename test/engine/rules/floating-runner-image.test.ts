import { describe, expect, it } from "vitest";
import { FLOATING_LABELS, RUNNER_LABELS } from "../../../worker/engine/data/runner-labels.ts";
import { floatingRunnerImage } from "../../../worker/engine/rules/github/floating-runner-image.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const on = (label: string, more = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n${more}    runs-on: ${label}\n    timeout-minutes: 5\n    steps:\n      - run: make\n`;

describe("floating-runner-image stays silent", () => {
  it.each([
    ["an image", on("ubuntu-24.04")],
    ["an own runner", on("[self-hosted, latest]")],
    ["an expression", on("${{ vars.R }}")],
    ["a matrix of images", on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04, macos-15]}}\n")],
    ["a call of a workflow", "on: push\njobs: {a: {uses: ./.github/workflows/x.yml}}\n"],
    ["a label of a larger runner", on("ubuntu-latest-8-cores")],
    ["words in a script", on("ubuntu-24.04").replace("make", "echo ubuntu-latest")],
  ])("on %s", (_, text) => {
    expect(placesOf(floatingRunnerImage, text)).toEqual([]);
  });
});

describe("floating-runner-image reports", () => {
  it.each([
    ["a label whose migration is over", on("ubuntu-latest"), ["5:14 info"]],
    ["one without a migration", on("windows-latest"), ["5:14 info"]],
    [
      "one of a matrix",
      on("${{ matrix.os }}", "    strategy: {matrix: {os: [windows-latest, macos-15]}}\n"),
      ["5:30 info"],
    ],
    [
      "several jobs once",
      `${on("macos-latest")}  b:\n    runs-on: windows-latest\n    steps: [{run: x}]\n`,
      ["5:14 info"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(floatingRunnerImage, text)).toEqual(places);
  });
});

describe("floating-runner-image fixes", () => {
  it("every label at once", () => {
    const text = `${on("ubuntu-latest")}  b:\n    runs-on: windows-latest\n    timeout-minutes: 5\n    steps: [{run: x}]\n`;
    expect(fixOf(floatingRunnerImage, text).text).toBe(
      text.replace("ubuntu-latest", "ubuntu-26.04").replace("windows-latest", "windows-2025"),
    );
  });
});

describe("the table of -latest labels", () => {
  it.each(FLOATING_LABELS.map((row) => [row.label, row] as const))("stands for an image: %s", (label, row) => {
    expect(RUNNER_LABELS.find((known) => known.label === row.image)?.removedOn).toBeNull();
    expect(fixOf(floatingRunnerImage, on(label)).text).toBe(on(row.image));
    expect(placesOf(floatingRunnerImage, on(row.image))).toEqual([]);
    expect([row.source, row.seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^\d{4}-/)]);
  });

  it.each([
    ["2026-05-01", "info", "after GitHub's next migration", "ubuntu-24.04"],
    ["2026-09-17", "medium", "will move `ubuntu-latest` from `ubuntu-24.04` to `ubuntu-26.04`", "ubuntu-24.04"],
    ["2026-10-19", "medium", "moves `ubuntu-latest` from `ubuntu-24.04` to `ubuntu-26.04`", "ubuntu-24.04"],
    ["2026-11-19T23:00Z", "medium", "between 2026-10-19 and 2026-11-19", "ubuntu-24.04"],
    ["2026-11-20", "info", "after GitHub's next migration", "ubuntu-26.04"],
  ])("on %s ubuntu-latest is %s", (day, severity, words, image) => {
    const now = Date.parse(day);
    const [finding] = findingsOf(floatingRunnerImage, on("ubuntu-latest"), { now });
    expect(finding).toMatchObject({ severity, message: expect.stringContaining(words) });
    expect(fixOf(floatingRunnerImage, on("ubuntu-latest"), { now }).text).toBe(on(image));
  });
});

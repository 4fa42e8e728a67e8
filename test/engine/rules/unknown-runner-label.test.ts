import { describe, expect, it } from "vitest";
import { unknownRunnerLabel } from "../../../worker/engine/rules/github/unknown-runner-label.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const on = (label: string, more = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n${more}    runs-on: ${label}\n    timeout-minutes: 5\n    steps:\n      - run: make\n`;

describe("unknown-runner-label stays silent", () => {
  it.each([
    ["a current image", on("ubuntu-24.04")],
    ["other case", on("Ubuntu-24.04")],
    ["a latest label", on("macos-latest")],
    ["an image that is announced to go", on("ubuntu-22.04")],
    ["an own label", on("my-runner")],
    ["labels beside self-hosted", on("[self-hosted, ubuntu-20.04]")],
    ["a larger runner", on("ubuntu-24.04-16core")],
    ["an expression", on("${{ inputs.runner }}")],
    ["a group", on("{group: big}")],
    [
      "a matrix of current images",
      on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n"),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(unknownRunnerLabel, text)).toEqual([]);
  });
});

describe("unknown-runner-label reports", () => {
  it.each([
    ["an image that is gone", on("ubuntu-20.04"), ["5:14 high"]],
    ["macOS 13", on("macos-13"), ["5:14 high"]],
    ["a misspelt label", on("ubuntu-lastest"), ["5:14 high"]],
    ["an image that never was", on("ubuntu-23.04"), ["5:14 high"]],
    [
      "one of a matrix",
      on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04, windows-2019]}}\n"),
      ["5:44 high"],
    ],
    [
      "one of an include",
      on("${{ matrix.os }}", "    strategy: {matrix: {include: [{os: macos-12}]}}\n"),
      ["5:40 high"],
    ],
    ["a bare system", on("ubuntu"), ["5:14 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unknownRunnerLabel, text)).toEqual(places);
  });
});

describe("unknown-runner-label fixes", () => {
  it.each([
    ["ubuntu-20.04", "ubuntu-24.04"],
    ["ubuntu-lastest", "ubuntu-latest"],
    ["windows-2019", "windows-2025"],
    ["'macos-13'", "'macos-15-intel'"],
  ])("%s by %s", (before, after) => {
    expect(fixOf(unknownRunnerLabel, on(before)).text).toBe(on(after));
  });
});

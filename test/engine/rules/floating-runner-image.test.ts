import { describe, expect, it } from "vitest";
import { floatingRunnerImage } from "../../../worker/engine/rules/github/floating-runner-image.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

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
    ["a label that migrates now", on("ubuntu-latest"), ["5:14 medium"]],
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
      text.replace("ubuntu-latest", "ubuntu-24.04").replace("windows-latest", "windows-2025"),
    );
  });
});

it("floating-runner-image is medium around a migration alone", () => {
  const at = (day: string) => placesOf(floatingRunnerImage, on("ubuntu-latest"), { now: Date.parse(day) });
  expect(at("2026-05-01")).toEqual(["5:14 info"]);
  expect(at("2026-09-20")).toEqual(["5:14 medium"]);
  expect(at("2027-03-01")).toEqual(["5:14 info"]);
});

import { describe, expect, it } from "vitest";
import { conflictingRunnerLabels } from "../../../worker/engine/rules/github/conflicting-runner-labels.ts";
import { placesOf } from "../../support/engine.ts";

const on = (label: string, more = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n${more}    runs-on: ${label}\n    timeout-minutes: 5\n    steps:\n      - run: make\n`;

describe("conflicting-runner-labels stays silent", () => {
  it.each([
    ["one label", on("ubuntu-24.04")],
    ["labels of an own runner", on("[self-hosted, linux, x64]")],
    ["two labels of one system", on("[self-hosted, Linux, ubuntu-22.04]")],
    ["a matrix", on("${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n")],
    ["labels without a system", on("[gpu, big]")],
    ["a label that only resembles one", on("[linux, my-windows-tools]")],
    ["a group", on("{group: x, labels: [linux, x64]}")],
  ])("on %s", (_, text) => {
    expect(placesOf(conflictingRunnerLabels, text)).toEqual([]);
  });
});

describe("conflicting-runner-labels reports", () => {
  it.each([
    ["two images", on("[ubuntu-24.04, windows-2025]"), ["5:29 high"]],
    ["two systems of an own runner", on("[self-hosted, linux, macos]"), ["5:35 high"]],
    ["an image beside a system", on("[ubuntu-24.04, Windows]"), ["5:29 high"]],
    ["labels of a group", on("{group: x, labels: [linux, windows]}"), ["5:41 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(conflictingRunnerLabels, text)).toEqual(places);
  });
});

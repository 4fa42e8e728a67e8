import { describe, expect, it } from "vitest";
import { invalidShell } from "../../../worker/engine/rules/github/invalid-shell.ts";
import { placesOf } from "../../support/engine.ts";

const step = (shell: string, runner = "ubuntu-24.04", more = "") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runner}\n${more}    steps:\n      - run: x\n        shell: ${shell}\n`;

describe("invalid-shell stays silent", () => {
  it.each([
    ["bash", step("bash")],
    ["sh on Linux", step("sh")],
    ["PowerShell everywhere", step("pwsh")],
    ["cmd on Windows", step("cmd", "windows-2025")],
    ["a template", step("perl {0}")],
    ["options of bash", step("bash -leo pipefail {0}")],
    ["an expression", step("${{ matrix.shell }}")],
    ["cmd on an own runner", step("cmd", "[self-hosted, build]")],
    [
      "cmd where a matrix decides",
      step("cmd", "${{ matrix.os }}", "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n"),
    ],
    ["sh in a container on Windows", step("sh", "windows-2025", "    container: x\n")],
    ["an action, whose caller decides", { "action.yml": "runs: {using: composite, steps: [{run: x, shell: cmd}]}\n" }],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidShell, text)).toEqual([]);
  });
});

describe("invalid-shell reports", () => {
  it.each([
    ["a word that is no shell", step("powershel"), ["7:16 high"]],
    ["a program without a template", step("node"), ["7:16 high"]],
    ["options without a place for the script", step("bash -e"), ["7:16 high"]],
    ["cmd on Linux", step("cmd"), ["7:16 high"]],
    ["Windows PowerShell on macOS", step("powershell", "macos-15"), ["7:16 high"]],
    ["sh on Windows", step("sh", "windows-2025"), ["7:16 high"]],
    ["a default", "on: push\ndefaults: {run: {shell: fish}}\njobs: {}\n", ["2:25 high"]],
    [
      "an unknown shell of an action",
      { "action.yml": "runs: {using: composite, steps: [{run: x, shell: zsh}]}\n" },
      ["action.yml:1:50 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidShell, text)).toEqual(places);
  });
});

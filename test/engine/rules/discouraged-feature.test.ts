import { describe, expect, it } from "vitest";
import { discouragedFeature } from "../../../worker/engine/rules/github/discouraged-feature.ts";
import { placesOf } from "../../support/engine.ts";

const step = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - ${text}\n`;

describe("discouraged-feature stays silent", () => {
  it.each([
    ["setup-python without the input", step("uses: actions/setup-python@v6")],
    ["an empty input", step("uses: actions/setup-python@v6\n        with: {pip-install: ''}")],
    ["another action with such an input", step("uses: o/r@v1\n        with: {pip-install: x}")],
    ["pwsh", step("run: x\n        shell: pwsh")],
    ["a template", step("run: x\n        shell: perl {0}")],
    ["cmd in a script", step("run: cmd /c x")],
    ["a computed shell", step("run: x\n        shell: ${{ matrix.shell }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(discouragedFeature, text)).toEqual([]);
  });
});

describe("discouraged-feature reports", () => {
  it.each([
    ["pip-install", step("uses: actions/setup-python@v6\n        with: {pip-install: -r x.txt}"), ["9:16 low"]],
    ["cmd", step("run: x\n        shell: cmd"), ["9:16 low"]],
    ["cmd as a default", `defaults: {run: {shell: cmd}}\n${step("run: x")}`, ["1:25 low"]],
    ["cmd with options", step("run: x\n        shell: cmd /e:on {0}"), ["9:16 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(discouragedFeature, text)).toEqual(places);
  });
});

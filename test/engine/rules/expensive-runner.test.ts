import { describe, expect, it } from "vitest";
import { expensiveRunner } from "../../../worker/engine/rules/github/expensive-runner.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (id: string, runner: string, steps: string) =>
  `on: push\npermissions: {}\njobs:\n  ${id}:\n    runs-on: ${runner}\n    timeout-minutes: 9\n    steps:\n${steps}`;
const LINT = "      - run: npm ci\n      - run: npx eslint .\n";

describe("expensive-runner stays silent", () => {
  it.each([
    ["Linux", job("lint", "ubuntu-24.04", LINT)],
    ["tests, which may depend on the system", job("test", "macos-15", "      - run: npm test\n")],
    ["a program of the system", job("lint", "macos-15", "      - run: swiftlint\n")],
    ["a package of the system", job("lint", "macos-15", "      - run: brew install x\n")],
    ["an unknown action", job("lint", "windows-2025", "      - uses: o/r@v1\n")],
    ["PowerShell", job("lint", "windows-2025", `      - run: npx eslint .\n        shell: pwsh\n`)],
    ["an own runner", job("lint", "[self-hosted, macos]", LINT)],
    [
      "a matrix",
      job("lint", "${{ matrix.os }}", LINT).replace("    steps", "    strategy: {matrix: {os: [macos-15]}}\n    steps"),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(expensiveRunner, text)).toEqual([]);
  });
});

describe("expensive-runner reports", () => {
  it.each([
    ["a linter on macOS", job("lint", "macos-15", LINT), ["5:14 medium"]],
    [
      "documents on Windows",
      job("docs", "windows-2025", "      - run: npm ci\n      - run: npm run docs\n"),
      ["5:14 medium"],
    ],
    [
      "a type check with setup",
      job("typecheck", "macos-latest", "      - uses: actions/setup-node@v5\n      - run: npx tsc --noEmit\n"),
      ["5:14 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(expensiveRunner, text)).toEqual(places);
  });
});

describe("expensive-runner fixes", () => {
  it("by a Linux image", () => {
    expect(fixOf(expensiveRunner, job("lint", "macos-15", LINT)).text).toBe(job("lint", "ubuntu-24.04", LINT));
  });
});

import { describe, expect, it } from "vitest";
import { pipeFailureIgnored as rule } from "../../../worker/engine/rules/github/pipe-failure-ignored.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const HEAD = "on: push\npermissions: {}\n";
const jobs = (body: string, top = "") => `${HEAD}${top}jobs:\n${body}`;
const job = (id: string, steps: string, keys = "    runs-on: ubuntu-24.04\n") =>
  `  ${id}:\n${keys}    timeout-minutes: 9\n    steps:\n${steps}`;
const run = (script: string) => `      - run: |\n${script.replaceAll(/^(?=.)/gm, "          ")}\n`;
const flow = (script: string, keys?: string, top = "") => jobs(job("a", run(script), keys), top);

describe("pipe-failure-ignored stays silent", () => {
  it.each([
    ["pipefail", flow("set -euo pipefail\nnpm test | tee x")],
    ["PIPESTATUS", flow("npm test | tee x\nexit ${PIPESTATUS[0]}")],
    ["shell: bash at the top", flow("npm test | tee x", undefined, "defaults:\n  run:\n    shell: bash\n")],
    ["a shell of the job", flow("npm test | tee x", "    runs-on: ubuntu-24.04\n    defaults: {run: {shell: bash}}\n")],
    ["a shell of the step", jobs(job("a", "      - run: npm test | tee x\n        shell: bash -eo pipefail {0}\n"))],
    ["a container", flow("npm test | tee x", "    runs-on: ubuntu-24.04\n    container: node:24\n")],
    ["Windows", flow("npm test | tee x", "    runs-on: windows-2025\n")],
    ["an unknown runner", flow("npm test | tee x", "    runs-on: ${{ inputs.runner }}\n")],
    ["a condition", flow("if npm test | tee x; then echo; fi\n! npm test | tee y")],
    ["a substitution", flow("X=$(eslint . | tail -1)\necho $X")],
    ["another choice behind it", flow("npm test | tee x || exit 1")],
    ["a filter that judges", flow("npm test | grep -q ok\nnpm test | awk '/FAIL/ {exit 1}'\ngo test -json | tparse")],
    [
      "questions",
      flow("ruff --version | head -1\ngo test -list . --list | sort\ncmake --help | cat\ndocker compose ps | grep x"),
    ],
    ["a check at the end", flow("cat files | xargs -n1 echo | eslint --stdin")],
    ["other commands", flow("ls | tee x\ncurl -s https://x | head -1")],
    ["quotes and here-documents", flow("echo 'npm test | tee x'\ncat <<E\nnpm test | tee x\nE")],
    [
      "a step whose failure is ignored",
      jobs(job("a", "      - run: npm test | tee x\n        continue-on-error: true\n")),
    ],
    ["a pipe into a subshell", flow("npm test | (read x)\ncat x")],
    ["two commands", flow("npm test || true\nnpm test > x; tee y < x")],
    ["odd values", jobs("  a: null\n  b:\n    runs-on: ubuntu-24.04\n    steps: [null, {run: [x]}]\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });

  it("on composite actions", () => {
    const text = "runs:\n  using: composite\n  steps:\n    - run: npm test | tee x\n      shell: bash\n";
    expect(placesOf(rule, { "action.yml": text })).toEqual([]);
  });
});

describe("pipe-failure-ignored reports", () => {
  it.each([
    ["tests into tee", flow("npm test | tee x"), ["9:11 medium"]],
    ["errors too", flow("pytest -v 2>&1 | tee x && echo ok"), ["9:11 medium"]],
    ["|&", flow("make build |& tail -50"), ["9:11 medium"]],
    ["several filters", flow("go test ./... | grep -v skip | sed 's/x/y/' | tee x"), ["9:11 medium"]],
    ["a formatter", flow("xcodebuild -scheme App test | xcpretty"), ["9:11 medium"]],
    ["a deploy", flow("terraform apply -auto-approve | tee log"), ["9:11 medium"]],
    ["macOS", flow("swift test | xcbeautify", "    runs-on: macos-15\n"), ["9:11 medium"]],
    [
      "a matrix of Linux and macOS",
      flow(
        "cargo test | tee x",
        "    strategy: {matrix: {os: [ubuntu-24.04, macos-15]}}\n    runs-on: ${{ matrix.os }}\n",
      ),
      ["10:11 medium"],
    ],
    [
      "a matrix with Linux in some of its cells",
      flow(
        "npm test | tee x",
        "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n    runs-on: ${{ matrix.os }}\n",
      ),
      ["10:11 medium"],
    ],
    ["input in front", flow("yes | npm run lint | cat"), ["9:17 medium"]],
    ["one finding for several", flow("npm test | tee x\neslint . | tee y"), ["9:11 medium"]],
    ["a plain scalar", jobs(job("a", "      - run: npm test | tee x\n")), ["8:14 medium"]],
    ["continued lines", flow("npm test \\\n  | tee x"), ["9:11 medium"]],
    ["a pipe at the end of its line", flow("npm test |\n  # why\n  tee x"), ["9:11 medium"]],
    ["sudo tee", flow("make test | sudo tee /x"), ["9:11 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(rule, text)).toEqual(places);
  });
});

const DEFAULTS = "defaults:\n  run:\n    shell: bash\n\n";
const TEST = job("a", run("npm test | tee x"));
const WINDOWS = job("w", "      - run: dir\n", "    runs-on: windows-2025\n");
const IN_JOB = TEST.replace("minutes: 9\n", "minutes: 9\n    defaults:\n      run:\n        shell: bash\n");

describe("pipe-failure-ignored fixes", () => {
  it.each([
    ["the workflow", jobs(TEST), jobs(TEST, DEFAULTS), "safe"],
    [
      "defaults that are there",
      jobs(TEST, "defaults: {run: {working-directory: x}}\n"),
      jobs(TEST, "defaults: {run: {working-directory: x, shell: bash}}\n"),
      "safe",
    ],
    ["one job beside Windows", jobs(TEST + WINDOWS), jobs(IN_JOB + WINDOWS), "safe"],
    ["CRLF", jobs(TEST).replaceAll("\n", "\r\n"), jobs(TEST, DEFAULTS).replaceAll("\n", "\r\n"), "safe"],
    [
      "other pipelines",
      jobs(TEST + job("b", run("yes | head -1"))),
      jobs(TEST + job("b", run("yes | head -1")), DEFAULTS),
      "review",
    ],
    ["a pipe that closes early", flow("npm test | head -5"), flow("npm test | head -5", undefined, DEFAULTS), "review"],
  ])("%s", (_, before, after, fixClass) => {
    const { text, reason, remediation } = fixOf(rule, before);
    expect({ text, reason }).toEqual({ text: after, reason: null });
    expect(remediation?.fixClass).toBe(fixClass);
  });
});

describe("pipe-failure-ignored offers no fix", () => {
  it("for a job that also runs on Windows", () => {
    const matrix = "    strategy: {matrix: {os: [ubuntu-24.04, windows-2025]}}\n    runs-on: ${{ matrix.os }}\n";
    expect(fixOf(rule, flow("npm test | tee x", matrix)).reason).toMatch(/Windows/);
  });

  it("for a job in flow style beside Windows", () => {
    const text = jobs(
      `  a: {runs-on: ubuntu-24.04, timeout-minutes: 9, steps: [{run: 'npm test | tee x'}]}\n${WINDOWS}`,
    );
    expect(fixOf(rule, text).reason).toMatch(/by hand/);
  });
});

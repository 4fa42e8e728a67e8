import { describe, expect, it } from "vitest";
import { missingConcurrency } from "../../../worker/engine/rules/github/missing-concurrency.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (id: string, ...lines: string[]) =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${lines.map((line) => `    ${line}\n`).join("")}    steps:\n      - run: make\n`;
const BUILD = job("build");
const ci = (on: string, jobs = BUILD) => `name: ci\n${on}\npermissions: {}\njobs:\n${jobs}`;
const PULL_REQUEST_GROUP =
  "concurrency:\n  group: ${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}\n  cancel-in-progress: ${{ github.event_name == 'pull_request' }}\n";

describe("missing-concurrency stays silent", () => {
  it.each([
    ["a workflow that never sees a pull request", ci("on:\n  push:\n    branches: [main]")],
    ["a misspelt group, another rule's business", ci("on: pull_request\nconcurency: ci-${{ github.ref }}")],
    ["a schedule", ci("on:\n  schedule:\n    - cron: '17 3 * * *'")],
    ["a workflow with a group as text", ci("on: pull_request\nconcurrency: ci-${{ github.ref }}")],
    [
      "a group that does not cancel, which somebody chose",
      ci("on: pull_request\nconcurrency:\n  group: x\n  cancel-in-progress: false"),
    ],
    ["a group on its only job", ci("on: pull_request", job("build", "concurrency: x"))],
    ["a group on every job", ci("on: pull_request", job("a", "concurrency: a") + job("b", "concurrency: b"))],
    ["pull requests looked at once", ci("on:\n  pull_request:\n    types: [opened, closed]")],
    ["pull_request_target", ci("on: pull_request_target")],
    ["a called workflow", ci("on: workflow_call")],
    [
      "jobs that never run for a pull request",
      ci("on: [push, pull_request]", job("build", "if: github.event_name != 'pull_request'")),
    ],
    [
      "a job that waits for the merge",
      ci("on: pull_request", job("after", "if: github.event.pull_request.merged == true")),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(missingConcurrency, text)).toEqual([]);
  });
});

describe("missing-concurrency reports once per workflow", () => {
  it.each([
    ["a bare pull_request", ci("on: pull_request"), ["2:5 medium"]],
    ["one among others", ci("on: [push, pull_request]"), ["2:12 medium"]],
    ["types with synchronize", ci("on:\n  pull_request:\n    types: [opened, synchronize]"), ["3:3 medium"]],
    ["a group on one job of two", ci("on: pull_request", job("a", "concurrency: a") + job("b")), ["2:5 medium"]],
    [
      "two jobs, one of which is for main only",
      ci("on: [push, pull_request]", BUILD + job("b", "if: github.ref == 'refs/heads/main'")),
      ["2:12 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingConcurrency, text)).toEqual(places);
  });
});

describe("missing-concurrency fixes", () => {
  it("a pull request workflow, in front of the jobs", () => {
    expect(fixOf(missingConcurrency, ci("on: pull_request # all of them")).text).toBe(
      `name: ci\non: pull_request # all of them\npermissions: {}\n${PULL_REQUEST_GROUP}jobs:\n${BUILD}`,
    );
  });

  it("a workflow with other triggers without making those wait", () => {
    const { text } = fixOf(missingConcurrency, ci("on:\n  push:\n    branches: [main]\n  pull_request:"));
    expect(text).toContain(
      "  group: ${{ github.workflow }}-${{ github.event.pull_request.number || github.run_id }}\n",
    );
    expect(text).toContain("  cancel-in-progress: ${{ github.event_name == 'pull_request' }}\n");
  });

  it("with CRLF and the file's own indentation", () => {
    const text =
      "on: pull_request\r\njobs:\r\n    a:\r\n        runs-on: x\r\n        steps:\r\n            - run: make\r\n";
    expect(fixOf(missingConcurrency, text).text).toContain("\r\nconcurrency:\r\n    group: ");
  });

  it.each([
    ["a job with an environment", job("preview", "environment: preview"), "`preview`"],
    ["a job that publishes", job("pack").replace("run: make", "run: npx -y wrangler deploy --env preview"), "`pack`"],
    ["a job with a deploying action", job("pages").replace("run: make", "uses: actions/deploy-pages@v4"), "`pages`"],
  ])("never over %s", (_, jobs, named) => {
    const { text, reason } = fixOf(missingConcurrency, ci("on: pull_request", jobs));
    expect(text).toBeNull();
    expect(reason).toContain(named);
  });

  it("over a deploy that is for the default branch only", () => {
    const deploy = job("deploy", "if: github.ref == 'refs/heads/main'", "environment: production");
    expect(fixOf(missingConcurrency, ci("on: [push, pull_request]", BUILD + deploy)).text).toContain("github.run_id");
  });

  it("never in a workflow that others call", () => {
    expect(fixOf(missingConcurrency, ci("on: [pull_request, workflow_call]")).text).toBeNull();
  });
});

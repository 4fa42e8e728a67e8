import { describe, expect, it } from "vitest";
import { redundantTriggers } from "../../../worker/engine/rules/github/redundant-triggers.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const JOBS = "jobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make\n";
const withJobs = (on: string) => `${on}\n${JOBS}`;
const guarded = (condition: string) =>
  withJobs("on: [push, pull_request]").replace("    runs-on", `    if: ${condition}\n    runs-on`);

describe("redundant-triggers stays silent", () => {
  it.each([
    ["push alone", withJobs("on: push")],
    ["pull_request alone", withJobs("on: [pull_request]")],
    ["push to named branches", withJobs("on:\n  push:\n    branches: [main]\n  pull_request:")],
    ["push with ignored branches", withJobs("on:\n  push:\n    branches-ignore: ['dependabot/**']\n  pull_request:")],
    ["push of tags only", withJobs("on:\n  push:\n    tags: ['v*']\n  pull_request:")],
    ["pull_request_target, which builds other code", withJobs("on: [push, pull_request_target]")],
    [
      "a pull_request that only looks at labels",
      withJobs("on:\n  push:\n  pull_request:\n    types: [labeled, closed]"),
    ],
    ["jobs that choose by event", guarded("github.event_name == 'push'")],
    [
      "jobs that skip pull requests of the repository itself",
      guarded("github.event.pull_request.head.repo.full_name != github.repository"),
    ],
    [
      "a branch and its pull request in one cancelling group",
      withJobs(
        "on: [push, pull_request]\nconcurrency:\n  group: ${{ github.head_ref || github.ref_name }}\n  cancel-in-progress: true",
      ),
    ],
    [
      "an action that skips duplicates",
      withJobs("on: [push, pull_request]").replace("- run: make", "- uses: fkirc/skip-duplicate-actions@v5"),
    ],
    ["a called workflow", withJobs("on: workflow_call")],
  ])("on %s", (_, text) => {
    expect(placesOf(redundantTriggers, text)).toEqual([]);
  });
});

describe("redundant-triggers reports", () => {
  it.each([
    ["a list in brackets", withJobs("on: [push, pull_request]"), ["1:6 medium"]],
    ["a list with dashes", withJobs("on:\n  - pull_request\n  - push"), ["3:5 medium"]],
    ["two bare keys", withJobs("on:\n  push:\n  pull_request:"), ["2:3 medium"]],
    ["a push with path filters only", withJobs("on:\n  push:\n    paths: ['src/**']\n  pull_request:"), ["2:3 medium"]],
    [
      "a filter that lets every branch in",
      withJobs("on:\n  push:\n    branches: ['**']\n  pull_request:"),
      ["2:3 medium"],
    ],
    [
      "a pull request limited to a base branch",
      withJobs("on:\n  push:\n  pull_request:\n    branches: [main]"),
      ["2:3 medium"],
    ],
    [
      "a guard on only one of two first jobs",
      `${guarded("github.event_name == 'push'")}  lint:\n    runs-on: x\n    steps: [{run: a}]\n`,
      ["1:6 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(redundantTriggers, text)).toEqual(places);
  });
});

describe("redundant-triggers fixes", () => {
  it("a list in brackets, keeping its comment and order", () => {
    const fixed = fixOf(redundantTriggers, withJobs("name: ci\non: [push, pull_request, workflow_dispatch] # when"));
    expect(fixed.text).toBe(
      withJobs("name: ci\non:\n  push:\n    branches: [main]\n  pull_request:\n  workflow_dispatch: # when"),
    );
    expect(fixed.remediation?.fixClass).toBe("safe");
  });

  it("a list with dashes at the margin", () => {
    expect(fixOf(redundantTriggers, withJobs("on:\n- push # all\n- pull_request")).text).toBe(
      withJobs("on:\n  push: # all\n    branches: [main]\n  pull_request:"),
    );
  });

  it("bare keys with CRLF", () => {
    const text = withJobs("on:\n  push: # builds\n  pull_request:").replaceAll("\n", "\r\n");
    expect(fixOf(redundantTriggers, text).text).toBe(
      withJobs("on:\n  push: # builds\n    branches: [main]\n  pull_request:").replaceAll("\n", "\r\n"),
    );
  });

  it("a push with path filters", () => {
    expect(fixOf(redundantTriggers, withJobs("on:\n  push:\n    paths:\n      - src/**\n  pull_request:")).text).toBe(
      withJobs("on:\n  push:\n    branches: [main]\n    paths:\n      - src/**\n  pull_request:"),
    );
  });

  it("a null written out", () => {
    expect(fixOf(redundantTriggers, withJobs("on:\n  push: ~\n  pull_request: ~")).text).toMatch(
      /^on:\n {2}push:\n {4}branches: \[main\]\n {2}pull_request: ~\n/,
    );
  });

  it("with the repository's own default branch, quoted where it must be", () => {
    const fixed = fixOf(redundantTriggers, withJobs("on: [push, pull_request]"), { defaultBranch: "it's-new" });
    expect(fixed.text).toContain("    branches: ['it''s-new']\n");
  });

  it("for review when the default branch is unknown", () => {
    const fixed = fixOf(redundantTriggers, withJobs("on: [push, pull_request]"), { defaultBranch: null });
    expect(fixed.text).toContain("    branches: [main, master]\n");
    expect(fixed.remediation?.fixClass).toBe("review");
  });

  it("not what it cannot edit safely", () => {
    const fixed = fixOf(redundantTriggers, withJobs("on: {push: , pull_request: }"));
    expect(fixed.text).toBeNull();
    expect(fixed.reason).toContain("by hand");
  });
});

import { describe, expect, it } from "vitest";
import type { RepositorySettings } from "../../../worker/engine/lookups/answers.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { selfHostedRunnerOnPr } from "../../../worker/engine/rules/github/self-hosted-runner-on-pr.ts";
import { placesOf } from "../../support/engine.ts";

const job = (runsOn: string, on = "pull_request", extra = "") =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ${runsOn}\n${extra}    steps:\n      - run: make\n`;
const UNKNOWN: RepositorySettings = {
  visibility: null,
  fullName: null,
  defaultTokenWrites: null,
  actionsMayApprove: null,
  allowedActions: null,
  forkApproval: null,
  forkSecrets: null,
  forkWriteToken: null,
};
const places = (text: string) => placesOf(selfHostedRunnerOnPr, text);

describe("self-hosted-runner-on-pr stays silent", () => {
  it.each([
    ["a hosted runner", job("ubuntu-24.04")],
    ["a larger runner by name", job("acme-16-cores")],
    ["a runner group", job("{ group: large }")],
    ["an expression", job("${{ inputs.runner }}")],
    ["a choice by event", job("${{ github.event_name == 'push' && 'self-hosted' || 'ubuntu-24.04' }}")],
    ["push", job("self-hosted", "push")],
    ["workflow_dispatch and schedule", job("[self-hosted, linux]", "[workflow_dispatch, schedule]")],
    ["a job for pushes", job("self-hosted", "[push, pull_request]", "    if: github.event_name == 'push'\n")],
    [
      "branches of this repository",
      job(
        "self-hosted",
        "pull_request",
        "    if: github.event.pull_request.head.repo.full_name == github.repository\n",
      ),
    ],
    [
      "a hosted matrix",
      job("${{ matrix.os }}", "pull_request", "    strategy: { matrix: { os: [ubuntu-24.04, macos-15] } }\n"),
    ],
    ["a call of a reusable workflow", "on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
    ["a name that contains it", job("not-self-hosted-at-all")],
    ["no runner at all", "on: pull_request\njobs:\n  a:\n    runs-on:\n    steps: []\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("self-hosted-runner-on-pr reports", () => {
  it.each([
    ["the label", job("self-hosted"), ["4:14 medium"]],
    ["a list", job("[self-hosted, linux, gpu]"), ["4:15 medium"]],
    ["a block list", job("\n      - gpu\n      - Self-Hosted"), ["6:9 medium"]],
    ["default labels without the first", job("[linux, x64]"), ["4:15 medium"]],
    ["a group with labels", job("{ group: mine, labels: [self-hosted] }"), ["4:38 medium"]],
    ["pull_request_target", job("self-hosted", "pull_request_target"), ["4:14 medium"]],
    ["one event of several", job("self-hosted", "[push, pull_request]"), ["4:14 medium"]],
    [
      "a cell of a matrix",
      job("${{ matrix.os }}", "pull_request", "    strategy: { matrix: { os: [ubuntu-24.04, [self-hosted, gpu]] } }\n"),
      ["5:47 medium"],
    ],
    ["a constant list", job(`\${{ fromJSON('["self-hosted", "gpu"]') }}`), ["4:14 medium"]],
    [
      "a job for members' pull requests by a check that proves nothing",
      job("self-hosted", "pull_request", "    if: github.actor == 'renovate[bot]'\n"),
      ["4:14 medium"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it.each([
    ["public", "4:14 high"],
    ["private", "4:14 info"],
    ["internal", "4:14 info"],
    [null, "4:14 medium"],
  ] as const)("a repository that is %s", (visibility, place) => {
    const lookups = withAnswers({ settings: () => ({ ...UNKNOWN, visibility }) });
    expect(placesOf(selfHostedRunnerOnPr, job("self-hosted"), { lookups })).toEqual([place]);
  });
});

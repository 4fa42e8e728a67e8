import { describe, expect, it } from "vitest";
import { dangerousTrigger } from "../../../worker/engine/rules/github/dangerous-trigger.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const JOBS = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n";
const CHECKOUT =
  'jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - { uses: actions/checkout@v4, with: { ref: "${{ github.head_ref }}" } }\n';
const places = (text: string) => placesOf(dangerousTrigger, text);

describe("dangerous-trigger stays silent", () => {
  it.each([
    ["pull_request", `on: pull_request\n${JOBS}`],
    ["push and others", `on: [push, workflow_dispatch, schedule]\n${JOBS}`],
    ["issue_comment", `on: issue_comment\n${JOBS}`],
    ["issues", `on: { issues: { types: [opened] } }\n${JOBS}`],
    ["workflow_call", `on:\n  workflow_call:\n${JOBS}`],
    ["a name that only begins alike", `on: [pull_request_targets]\n${JOBS}`],
    ["a branch of that name", `on:\n  push:\n    branches: [pull_request_target]\n${JOBS}`],
    ["a comment", `on: push # pull_request_target\n${JOBS}`],
    ["a text elsewhere", `name: workflow_run\non: push\n${JOBS}`],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("dangerous-trigger reports", () => {
  it.each([
    ["one event", `on: pull_request_target\n${JOBS}`, ["1:5 medium"]],
    ["in a list", `on: [push, pull_request_target]\n${JOBS}`, ["1:12 medium"]],
    ["in a block list", `on:\n  - push\n  - pull_request_target\n${JOBS}`, ["3:5 medium"]],
    ["as a key", `on:\n  workflow_run:\n    workflows: [CI]\n${JOBS}`, ["2:3 medium"]],
    ["in braces and quotes", `"on": { "pull_request_target": { types: [opened] } }\n${JOBS}`, ["1:9 medium"]],
    ["both events once", `on: [workflow_run, pull_request_target]\n${JOBS}`, ["1:6 medium"]],
    ["with a checkout of the pull request", `on: pull_request_target\n${CHECKOUT}`, ["1:5 high"]],
    ["with one that is built", `on: pull_request_target\n${CHECKOUT}      - run: make\n`, ["1:5 high"]],
    ["with CRLF", `on: pull_request_target\n${JOBS}`.replaceAll("\n", "\r\n"), ["1:5 medium"]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("the second event as evidence", () => {
    const [finding] = findingsOf(dangerousTrigger, `on:\n  workflow_run:\n  pull_request_target:\n${JOBS}`);
    expect(finding?.evidence.map(({ line }) => line)).toEqual([2, 3]);
  });
});

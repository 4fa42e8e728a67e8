import { describe, expect, it } from "vitest";
import { untrustedCheckout } from "../../../worker/engine/rules/github/untrusted-checkout.ts";
import { placesOf } from "../../support/engine.ts";

const HEAD = "${{ github.event.pull_request.head.sha }}";
const job = (on: string, ...lines: string[]) =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${lines.map((line) => `    ${line}`).join("\n")}\n`;
const steps = (on: string, ...lines: string[]) => job(on, "steps:", ...lines.map((line) => `  ${line}`));
const checkout = (ref: string, ...lines: string[]) => [
  "- uses: actions/checkout@v4",
  "  with:",
  `    ref: ${ref}`,
  ...lines,
];
const places = (text: string) => placesOf(untrustedCheckout, text);

describe("untrusted-checkout stays silent", () => {
  it.each([
    ["a pull request's own event", steps("pull_request", ...checkout(HEAD))],
    ["the base branch", steps("pull_request_target", "- uses: actions/checkout@v4")],
    ["the base branch by name", steps("pull_request_target", ...checkout("${{ github.base_ref }}"))],
    ["the base's commit", steps("pull_request_target", ...checkout("${{ github.event.pull_request.base.sha }}"))],
    ["a field that the event does not fill", steps("issue_comment", ...checkout(HEAD))],
    ["a run's commit outside workflow_run", steps("push", ...checkout("${{ github.event.workflow_run.head_sha }}"))],
    ["a comparison", steps("pull_request_target", ...checkout("${{ github.head_ref == 'x' && 'a' || 'b' }}"))],
    [
      "a job for another event",
      job(
        "[pull_request, pull_request_target]",
        "if: github.event_name == 'pull_request'",
        "steps:",
        ...checkout(HEAD).map((line) => `  ${line}`),
      ),
    ],
    [
      "branches of this repository only",
      job(
        "pull_request_target",
        "if: ${{ github.event.pull_request.head.repo.full_name == github.repository }}",
        "steps:",
        ...checkout(HEAD).map((line) => `  ${line}`),
      ),
    ],
    [
      "members' pull requests only",
      job(
        "pull_request_target",
        `if: contains(fromJSON('["OWNER", "MEMBER"]'), github.event.pull_request.author_association)`,
        "steps:",
        ...checkout(HEAD).map((line) => `  ${line}`),
      ),
    ],
    [
      "a job behind one for members",
      `on: pull_request_target\njobs:\n  ask:\n    if: github.event.pull_request.head.repo.fork == false\n    runs-on: ubuntu-24.04\n    steps: [{ run: "true" }]\n  a:\n    needs: ask\n    runs-on: ubuntu-24.04\n    steps:\n      - { uses: actions/checkout@v4, with: { ref: "${HEAD}" } }\n`,
    ],
    [
      "merged pull requests",
      job(
        "pull_request_target",
        "if: github.event.pull_request.merged",
        "steps:",
        ...checkout(HEAD).map((line) => `  ${line}`),
      ),
    ],
    [
      "runs of pushes",
      job(
        "{ workflow_run: { workflows: [CI], types: [completed] } }",
        "if: github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push'",
        "steps:",
        ...checkout("${{ github.event.workflow_run.head_sha }}").map((line) => `  ${line}`),
      ),
    ],
    ["a fetch for a diff", steps("pull_request_target", "- run: git fetch origin pull/7/head && git diff FETCH_HEAD")],
    [
      "a new branch that only bears the name",
      steps("pull_request_target", '- run: git checkout -b "$GITHUB_HEAD_REF"'),
    ],
    ["words that speak of it", steps("issue_comment", "- run: echo 'gh pr checkout 7'")],
    ["a push to the branch", steps("pull_request_target", "- run: git push origin HEAD:${{ github.head_ref }}")],
    ["a checkout that is built", steps("pull_request_target", ...checkout(HEAD), "- run: npm ci")],
    [
      "an output of a script that asked for the base",
      steps(
        "issue_comment",
        "- id: pr",
        '  run: echo "sha=$(gh api x -q .base.sha)" >> $GITHUB_OUTPUT',
        ...checkout("${{ steps.pr.outputs.sha }}"),
      ),
    ],
    ["odd shapes", "on: pull_request_target\njobs:\n  a:\n    steps: { uses: actions/checkout@v4 }\n  b:\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("behind a workflow of the repository that never runs for pull requests", () => {
    const text = steps(
      "{ workflow_run: { workflows: [Build], types: [completed] } }",
      ...checkout("${{ github.event.workflow_run.head_sha }}"),
    );
    const build = "name: Build\non: push\njobs: {}\n";
    const files = { ".github/workflows/ci.yml": text, ".github/workflows/build.yml": build };
    expect(placesOf(untrustedCheckout, files)).toEqual([]);
    const open = { ...files, ".github/workflows/build.yml": build.replace("push", "pull_request") };
    expect(placesOf(untrustedCheckout, open)).toEqual(["8:16 high"]);
  });
});

describe("untrusted-checkout reports", () => {
  it.each([
    ["the head's commit", steps("pull_request_target", ...checkout(HEAD)), ["8:16 high"]],
    ["the head's branch", steps("pull_request_target", ...checkout("${{ github.head_ref }}")), ["8:16 high"]],
    [
      "in quotes and CRLF",
      steps("pull_request_target", ...checkout(`"${HEAD}"`)).replaceAll("\n", "\r\n"),
      ["8:16 high"],
    ],
    [
      "the merge commit",
      steps("pull_request_target", ...checkout("refs/pull/${{ github.event.pull_request.number }}/merge")),
      ["8:16 high"],
    ],
    [
      "the same by format",
      steps("pull_request_target", ...checkout("${{ format('refs/pull/{0}/merge', github.event.number) }}")),
      ["8:16 high"],
    ],
    [
      "a comment's pull request",
      steps("issue_comment", ...checkout("refs/pull/${{ github.event.issue.number }}/head")),
      ["8:16 high"],
    ],
    [
      "an output that is the head",
      steps("issue_comment", ...checkout("${{ steps.pr.outputs.head_sha }}")),
      ["8:16 high"],
    ],
    [
      "an output of a script that asked for the head",
      steps(
        "issue_comment",
        "- id: pr",
        '  run: echo "sha=$(gh api repos/a/b/pulls/7 -q .head.sha)" >> "$GITHUB_OUTPUT"',
        ...checkout("${{ steps.pr.outputs.sha }}"),
      ),
      ["10:16 high"],
    ],
    [
      "the same in JavaScript",
      steps(
        "issue_comment",
        "- id: pr",
        "  uses: actions/github-script@v8",
        "  with: { script: \"core.setOutput('ref', pr.data.head.ref)\" }",
        ...checkout("${{ steps.pr.outputs.ref }}"),
      ),
      ["11:16 high"],
    ],
    [
      "the fork itself",
      steps(
        "pull_request_target",
        "- uses: actions/checkout@v4",
        "  with: { repository: '${{ github.event.pull_request.head.repo.full_name }}' }",
      ),
      ["7:29 high"],
    ],
    [
      "the commit of a run",
      steps("{ workflow_run: { workflows: [CI] } }", ...checkout("${{ github.event.workflow_run.head_sha }}")),
      ["8:16 high"],
    ],
    [
      "a choice of commits",
      steps("[push, pull_request_target]", ...checkout(`${HEAD.slice(0, -3)} || github.sha }}`)),
      ["8:16 high"],
    ],
    ["gh pr checkout", steps("issue_comment", '- run: gh pr checkout "$NUMBER"'), ["6:14 high"]],
    [
      "git pull of a pull request",
      steps("pull_request_target", "- run: git pull origin pull/${{ github.event.number }}/head"),
      ["6:14 high"],
    ],
    [
      "a fetch with a checkout of it",
      steps("pull_request_target", "- run: |", "    git fetch origin pull/7/head:pr", "    git checkout pr"),
      ["8:11 high"],
    ],
    [
      "a checkout of a variable",
      steps("pull_request_target", '- run: git checkout "$SHA"', `  env: { SHA: "${HEAD}" }`),
      ["6:14 high"],
    ],
    [
      "a variable of env",
      steps("pull_request_target", ...checkout("${{ env.SHA }}"), `  env: { SHA: "${HEAD}" }`),
      ["8:16 high"],
    ],
    [
      "a version that refuses forks",
      steps("pull_request_target", ...checkout(HEAD)).replace("@v4", "@v7"),
      ["8:16 medium"],
    ],
    [
      "a version that refuses forks, told not to",
      steps("pull_request_target", ...checkout(HEAD, "    allow-unsafe-pr-checkout: true")).replace("@v4", "@v7"),
      ["8:16 high"],
    ],
    [
      "one with a check that proves nothing",
      job(
        "pull_request_target",
        "if: github.actor == 'dependabot[bot]' || github.event.action == 'opened'",
        "steps:",
        ...checkout(HEAD).map((line) => `  ${line}`),
      ),
      ["9:16 high"],
    ],
    [
      "one whose files are only read",
      steps("pull_request_target", ...checkout(HEAD), "- run: git diff --stat"),
      ["8:16 high"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});

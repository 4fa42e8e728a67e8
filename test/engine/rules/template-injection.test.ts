import { expect, it } from "vitest";
import { templateInjection } from "../../../worker/engine/rules/github/template-injection.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const flow = (on: string, ...lines: string[]) =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${lines.map((line) => `      ${line}`).join("\n")}\n`;
const run = (on: string, script: string) => flow(on, `- run: ${script}`);
const places = (text: string, strict = false) =>
  placesOf(templateInjection, text, { profile: strict ? "strict" : "default" });
const severities = (text: string) => findingsOf(templateInjection, text).map((finding) => finding.severity);

it.each([
  ["a commit id", run("pull_request_target", "echo ${{ github.event.pull_request.head.sha }}")],
  ["a number", run("issues", "echo ${{ github.event.issue.number }}")],
  ["a login name", run("issues", "echo ${{ github.event.issue.user.login }} ${{ github.actor }}")],
  ["the repository", run("issues", "git clone ${{ github.server_url }}/${{ github.repository }}")],
  ["the result of a test", run("issues", "echo ${{ contains(github.event.issue.title, 'x') }}")],
  ["a comparison", run("pull_request", "echo ${{ github.head_ref == 'x' && 'a' || 'b' }}")],
  ["a hash", run("pull_request", "echo ${{ hashFiles(github.head_ref) }}")],
  ["a secret", run("issues", "echo ${{ secrets.TOKEN }}")],
  ["a field that no event fills", run("push", "echo ${{ github.event.issue.title }}")],
  ["a branch name outside pull requests", run("push", "echo ${{ github.head_ref }}")],
  ["a message outside pushes", run("schedule", "echo ${{ github.event.head_commit.message }}")],
  ["a variable of the shell", run("issues", 'echo "$TITLE"')],
  ["an output of unknown origin", run("issues", "echo ${{ steps.x.outputs.y }} ${{ needs.b.outputs.c }}")],
  ["a variable of the repository", run("issues", "echo ${{ vars.NAME }}")],
  ["the name of a branch that members push", run("push", "echo ${{ github.ref_name }}")],
  ["a single-line text in a comment", run("issues", "|\n          # ${{ github.event.issue.title }}\n          make")],
  ["an expression that does not parse", run("issues", "echo ${{ github.event.issue.title + }}")],
  ["the environment of a step", flow("issues", "- run: echo", "  env:", "    T: ${{ github.event.issue.title }}")],
  ["a condition", flow("issues", "- if: contains(github.event.issue.title, 'x')", "  run: echo")],
  [
    "an input that is no code",
    flow("issues", "- uses: a/b@v1", "  with:", "    title: ${{ github.event.issue.title }}"),
  ],
  ["a name", flow("issues", "- name: ${{ github.event.issue.title }}", "  run: echo")],
  ["an environment variable with a fixed value", flow("issues", "- run: echo ${{ env.T }}", "  env: { T: x }")],
])("stays silent on %s", (_name, text) => {
  expect(places(text)).toEqual([]);
});

it.each([
  ["issues", "github.event.issue.title"],
  ["issue_comment", "github.event.comment.body"],
  ["pull_request", "github.head_ref"],
  ["pull_request_target", "github.event.pull_request.head.ref"],
  ["pull_request_target", "github['event']['pull_request'].title"],
  ["pull_request_review", "github.event.review.body"],
  ["discussion", "github.event.discussion.body"],
  ["gollum", "github.event.pages[0].page_name"],
  ["workflow_run", "github.event.workflow_run.head_branch"],
  ["issues", "toJSON(github.event)"],
  ["issues", "format('{0}!', github.event.issue.title)"],
  ["issues", "github.event.issue.body || 'nothing'"],
  ["[push, issues]", "github.event.issue.title"],
])("under %s takes %s for anybody's text", (on, expression) => {
  expect(severities(run(on, `echo "\${{ ${expression} }}"`))).toEqual(["critical"]);
});

it("weighs commit messages less, because a member has to let them in", () => {
  expect(severities(run("push", "echo '${{ github.event.head_commit.message }}'"))).toEqual(["high"]);
});

it("does not know the event of a called workflow or composite action", () => {
  expect(severities(run("workflow_call", "echo ${{ github.head_ref }}"))).toEqual(["high"]);
  const action =
    "runs:\n  using: composite\n  steps:\n    - run: echo ${{ github.event.issue.title }}\n      shell: bash\n";
  expect(placesOf(templateInjection, { "a/action.yml": action })).toEqual(["a/action.yml:4:17 high"]);
});

it.each([
  ["same repository", "github.event.pull_request.head.repo.full_name == github.repository"],
  ["no fork", "!github.event.pull_request.head.repo.fork"],
  ["members only", "github.event.comment.author_association == 'MEMBER'"],
])("weighs a job less that asks for the author: %s", (_name, condition) => {
  const text = flow(
    "[pull_request_target, issue_comment]",
    `- if: ${condition.startsWith("!") ? `\${{ ${condition} }}` : condition}`,
    "  run: echo ${{ github.head_ref }}",
  );
  expect(severities(text)).toEqual(["medium"]);
});

const inputs = (event: string, type: string, expression: string) =>
  `on:\n  ${event}:\n    inputs:\n      name: { type: ${type} }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo "\${{ ${expression} }}"\n`;

it.each([
  ["workflow_dispatch", "string", "inputs.name", ["medium"]],
  ["workflow_dispatch", "string", "github.event.inputs.name", ["medium"]],
  ["workflow_call", "string", "inputs.NAME", ["medium"]],
  ["workflow_dispatch", "boolean", "inputs.name", []],
  ["workflow_dispatch", "choice", "inputs.name", []],
  ["workflow_dispatch", "environment", "github.event.inputs.name", []],
  ["workflow_call", "number", "inputs.name", []],
  ["workflow_dispatch", "string", "inputs.other", []],
  ["workflow_call", "string", "github.event.inputs.name", []],
])("under %s reads an input of type %s through %s", (event, type, expression, expected) => {
  expect(severities(inputs(event, type, expression))).toEqual(expected);
});

it("reports inputs of composite actions and payloads of dispatches", () => {
  const action =
    "inputs:\n  v: {}\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.v }}\n      shell: bash\n";
  expect(placesOf(templateInjection, { "action.yml": action })).toEqual(["action.yml:6:17 medium"]);
  expect(severities(run("repository_dispatch", "echo ${{ github.event.client_payload.ref }}"))).toEqual(["medium"]);
});

it("follows variables, matrices and outputs of the same file", () => {
  const title = "${{ github.event.issue.title }}";
  const env = flow("issues", "- run: echo ${{ env.T }}", `  env: { T: "${title}" }`);
  const matrix = run("issues", "echo ${{ matrix.t }}").replace(
    "    steps:",
    `    strategy:\n      matrix:\n        t: ["${title}"]\n    steps:`,
  );
  const output = flow(
    "issues",
    "- id: x",
    `  run: echo "t=$T" >> "$GITHUB_OUTPUT"`,
    `  env: { T: "${title}" }`,
    "- run: echo ${{ steps.x.outputs.t }}",
  );
  const job = `on: issues\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    outputs: { t: "${title}" }\n    steps: [{ run: x }]\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \${{ needs.b.outputs.t }}\n`;
  expect([env, matrix, output, job].map(severities)).toEqual([["critical"], ["critical"], ["critical"], ["critical"]]);
});

it("stays silent on what a script may have cleaned", () => {
  const text = flow(
    "issues",
    "- id: x",
    '  run: echo "t=$(clean "$T")" >> "$GITHUB_OUTPUT"',
    '  env: { T: "${{ github.event.issue.title }}" }',
    "- run: echo ${{ steps.x.outputs.t }}",
  );
  expect(places(text)).toEqual([]);
});

it("knows actions that put out names of changed files", () => {
  const files = (uses: string, ...more: string[]) =>
    flow("pull_request", "- id: c", `  uses: ${uses}`, ...more, "- run: echo ${{ steps.c.outputs.all_changed_files }}");
  expect(severities(files("tj-actions/changed-files@v39"))).toEqual(["critical"]);
  expect(severities(files("tj-actions/changed-files@v46"))).toEqual([]);
  expect(severities(files("tj-actions/changed-files@v46", "  with: { safe_output: false }"))).toEqual(["critical"]);
});

it("does not run in circles", () => {
  expect(places(flow("issues", "- run: echo ${{ env.T }}", '  env: { T: "${{ env.T }}" }'))).toEqual([]);
});

it("does not take exponential time where outputs name each other many times", () => {
  const steps = Array.from({ length: 8 }, (_, at) => {
    const next = `\${{ steps.s${at + 1}.outputs.t }}`.repeat(30);
    return [`- id: s${at}`, `  run: echo "t=${next}" >> "$GITHUB_OUTPUT"`];
  });
  const before = performance.now();
  expect(places(flow("issues", ...steps.flat()))).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1000);
});

it("looks into the code of github-script and other actions", () => {
  const text = flow(
    "issues",
    "- uses: actions/github-script@v8",
    "  with:",
    "    script: |",
    "      const t = `${{ github.event.issue.title }}`;",
  );
  expect(places(text)).toEqual(["9:24 critical"]);
});

it("counts a step once, at its worst place, and shows the others", () => {
  const text = run(
    "[issues, workflow_dispatch]",
    "|\n          echo ${{ github.event.issue.body }}\n          echo ${{ github.event.issue.title }}",
  );
  const found = findingsOf(templateInjection, text);
  expect(found.map(({ range, evidence }) => [range.line, range.column, evidence.map(({ line }) => line)])).toEqual([
    [7, 16, [7, 8]],
  ]);
});

it("shows unknown and fixed values only in the strict profile", () => {
  const text = flow(
    "push",
    "- run: echo ${{ steps.x.outputs.y }}",
    "- run: echo ${{ github.sha }}",
    "- run: echo ${{ secrets.X }}",
  );
  expect([places(text), places(text, true)]).toEqual([[], ["6:19 low", "7:19 info"]]);
});

it("says whose text it is and what to do", () => {
  const [finding] = findingsOf(templateInjection, run("issues", "echo ${{ github.event.issue.title }}"));
  expect(finding?.message).toBe(
    "`${{ github.event.issue.title }}` pastes the issue's title, which anybody can set, into this script as code; pass it through `env:` and read the variable in the script.",
  );
});

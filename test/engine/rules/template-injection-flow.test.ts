import { describe, expect, it } from "vitest";
import { CODE_INPUTS } from "../../../worker/engine/data/code-inputs.ts";
import { templateInjection } from "../../../worker/engine/rules/github/template-injection.ts";
import { placesOf } from "../../support/engine.ts";

const TITLE = "${{ github.event.issue.title }}";
const flow = (on: string, lines: readonly string[], condition = "true") =>
  `on: ${on}\njobs:\n  a:\n    if: ${condition}\n    runs-on: ubuntu-24.04\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const places = (text: string) => placesOf(templateInjection, text);
/** A step that puts something out, and one that pastes it. */
const passed = (on: string, producer: readonly string[], name = "title") =>
  flow(on, ["- id: x", ...producer.map((line) => `  ${line}`), `- run: echo "\${{ steps.x.outputs.${name} }}"`]);
const severities = (text: string) => places(text).map((place) => place.split(" ")[1]);

describe("template-injection stays silent", () => {
  it.each([
    [
      "a text that a job for other events never has",
      flow("[push, pull_request]", ["- run: echo ${{ github.head_ref }}"], "github.event_name == 'push'"),
    ],
    [
      "a text that a step for other events never has",
      flow("[push, issues]", [`- run: echo "${TITLE}"`, "  if: github.event_name == 'push'"]),
    ],
    [
      "an output of a script that counts",
      passed("issues", ['run: echo "title=${#TITLE}" >> $GITHUB_OUTPUT', `env: { TITLE: "${TITLE}" }`]),
    ],
    [
      "another output of the same script",
      passed("issues", ['run: echo "title=$TITLE" >> $GITHUB_OUTPUT', `env: { TITLE: "${TITLE}" }`], "other"),
    ],
    [
      "a commit id of the event in JavaScript",
      passed(
        "pull_request",
        ["uses: actions/github-script@v8", "with:", "  script: return context.payload.pull_request.head.sha"],
        "result",
      ),
    ],
    [
      "an action that passes on a number",
      passed(
        "issues",
        [
          "uses: actions-ecosystem/action-regex-match@v2",
          'with: { text: "${{ github.event.issue.number }}", regex: x }',
        ],
        "match",
      ),
    ],
    [
      "an input that is no code of an action that has one",
      flow("issues", ["- uses: appleboy/ssh-action@v1", `  with: { host: "${TITLE}" }`]),
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("template-injection reports", () => {
  it.each([
    [
      "a job for strangers by a check that proves nothing",
      flow(
        "issues",
        [`- run: echo "${TITLE}"`],
        "github.event.issue.author_association == 'MEMBER' || github.event.action == 'opened'",
      ),
      ["critical"],
    ],
    [
      "a job for members",
      flow("issues", [`- run: echo "${TITLE}"`], "github.event.issue.author_association == 'MEMBER'"),
      ["medium"],
    ],
    [
      "a merged message of a merge queue",
      flow("merge_group", ["- run: echo '${{ github.event.merge_group.head_commit.message }}'"]),
      ["high"],
    ],
    ["messages joined", flow("push", ["- run: echo \"${{ join(github.event.commits.*.message, ' ') }}\""]), ["high"]],
    [
      "a field of the event by fromJSON",
      flow("issues", ['- run: echo "${{ fromJSON(toJSON(github.event)).issue.title }}"']),
      ["critical"],
    ],
    [
      "an output in a group",
      passed("issues", [
        "run: |",
        "  {",
        '    echo "title=$TITLE"',
        '  } >> "$GITHUB_OUTPUT"',
        `env: { TITLE: "${TITLE}" }`,
      ]),
      ["critical"],
    ],
    [
      "an output through tee",
      passed("issues", ['run: echo "title=$TITLE" | tee -a $GITHUB_OUTPUT', `env: { TITLE: "${TITLE}" }`]),
      ["critical"],
    ],
    [
      "an output of several lines",
      passed("issues", [
        "run: |",
        "  echo 'title<<EOF' >> $GITHUB_OUTPUT",
        '  echo "$BODY" >> $GITHUB_OUTPUT',
        "  echo EOF >> $GITHUB_OUTPUT",
        'env: { BODY: "${{ github.event.issue.body }}" }',
      ]),
      ["critical"],
    ],
    [
      "the result of JavaScript",
      passed(
        "issues",
        ["uses: actions/github-script@v8", "with:", "  script: return context.payload.issue.title"],
        "result",
      ),
      ["critical"],
    ],
    [
      "an output of JavaScript",
      passed("issue_comment", [
        "uses: actions/github-script@v8",
        "with:",
        "  script: core.setOutput('title', context.payload.comment.body)",
      ]),
      ["critical"],
    ],
    [
      "an action that passes its input on",
      passed(
        "issues",
        ["uses: actions-ecosystem/action-regex-match@v2", `with: { text: "${TITLE}", regex: x }`],
        "match",
      ),
      ["critical"],
    ],
    [
      "an issue form's parser",
      passed("issues", ["uses: stefanbuck/github-issue-parser@v3"], "jsonString"),
      ["critical"],
    ],
  ])("%s", (_, text, expected) => {
    expect(severities(text)).toEqual(expected);
  });

  it.each(
    Object.entries(CODE_INPUTS).flatMap(([action, { inputs }]) => Object.keys(inputs).map((input) => [action, input])),
  )("code in an input of %s: %s", (action, input) => {
    expect(severities(flow("issues", [`- uses: ${action}@v1`, `  with: { ${input}: 'x "${TITLE}"' }`]))).toEqual([
      "critical",
    ]);
    expect(severities(flow("issues", [`- uses: ${action}@v1`, `  with: { x-${input}: 'x "${TITLE}"' }`]))).toEqual([]);
  });

  const CALLED =
    'on: { workflow_call: { inputs: { title: { type: string } } } }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo "${{ inputs.title }}"\n';
  const caller = (value: string, { uses = "called", on = "issues", condition = "true" } = {}) =>
    `on: ${on}\njobs:\n  a:\n    if: ${condition}\n    uses: ./.github/workflows/${uses}.yml\n    with: { title: "${value}" }\n`;

  it.each([
    ["a stranger's text", caller(TITLE), "critical"],
    ["a text of an event that never happens", caller(TITLE, { on: "push" }), "medium"],
    ["a fixed text", caller("x"), "medium"],
    ["nothing, as another workflow gets it", caller(TITLE, { uses: "other" }), "medium"],
    ["a member's text", caller(TITLE, { condition: "github.event.issue.author_association == 'OWNER'" }), "medium"],
  ])("a reusable workflow that gets %s", (_, text, severity) => {
    const files = { ".github/workflows/called.yml": CALLED, ".github/workflows/caller.yml": text };
    expect(placesOf(templateInjection, files)).toEqual([`.github/workflows/called.yml:6:20 ${severity}`]);
  });

  it("a composite action that gets a stranger's text", () => {
    const action =
      'inputs: { title: {} }\nruns:\n  using: composite\n  steps:\n    - run: echo "${{ inputs.title }}"\n      shell: bash\n';
    const files = {
      "tools/say/action.yml": action,
      ".github/workflows/c.yml": flow("issues", ["- uses: ./tools/say", `  with: { title: "${TITLE}" }`]),
    };
    expect(placesOf(templateInjection, files)).toEqual(["tools/say/action.yml:5:18 critical"]);
  });
});

import { describe, expect, it } from "vitest";
import { artifactPoisoning } from "../../../worker/engine/rules/github/artifact-poisoning.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const ON = "{ workflow_run: { workflows: [CI], types: [completed] } }";
const job = (lines: readonly string[], { on = ON, condition = "true" } = {}) =>
  `on: ${on}\njobs:\n  a:\n    if: ${condition}\n    runs-on: ubuntu-24.04\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const RUN_ID = "run-id: ${{ github.event.workflow_run.id }}";
const DOWNLOAD = ["- uses: actions/download-artifact@v7", "  with:", `    ${RUN_ID}`];
const into = (path: string) => [...DOWNLOAD, `    path: ${path}`];
const places = (text: string) => placesOf(artifactPoisoning, text);

describe("artifact-poisoning stays silent", () => {
  it.each([
    ["an artifact of the same run", job(["- uses: actions/download-artifact@v7", "- run: make"])],
    ["a download that nothing uses", job([...DOWNLOAD, "- run: ls -R && wc -l *.txt"])],
    ["a temporary folder", job([...into("${{ runner.temp }}/a"), "- run: make"])],
    ["a folder outside the workspace", job([...into("/tmp/a"), "- run: make"])],
    ["another folder than the one that is built", job([...into("artifact"), "- run: make"])],
    ["a build in front of it", job(["- run: make", ...DOWNLOAD])],
    ["a checkout that cleans the workspace", job([...DOWNLOAD, "- uses: actions/checkout@v7", "- run: make"])],
    [
      "runs of pushes only",
      job([...DOWNLOAD, "- run: make"], { condition: "github.event.workflow_run.event == 'push'" }),
    ],
    ["another event", job([...DOWNLOAD, "- run: make"], { on: "push" })],
    [
      "an artifact of another repository",
      job([
        "- uses: dawidd6/action-download-artifact@v11",
        "  with: { repo: acme/tools, workflow: x.yml }",
        "- run: make",
      ]),
    ],
    [
      "a value that is checked first",
      job([
        ...DOWNLOAD,
        "- run: |",
        "    n=$(cat number)",
        '    [[ $n =~ ^[0-9]+$ ]] && echo "N=$(cat number)" >> "$GITHUB_ENV"',
      ]),
    ],
    ["a fixed value", job([...DOWNLOAD, '- run: echo "MODE=test" >> "$GITHUB_ENV"'])],
    ["a value for this step's output", job([...DOWNLOAD, '- run: echo "n=$(cat number)" >> "$GITHUB_OUTPUT"'])],
    [
      "steps that list artifacts only",
      job([
        "- uses: actions/github-script@v8",
        "  with:",
        "    script: await github.rest.actions.listWorkflowRunArtifacts({})",
        "- run: unzip local.zip && make",
      ]),
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("behind a workflow of the repository that never runs for pull requests", () => {
    const files = {
      ".github/workflows/ci.yml": job([...DOWNLOAD, "- run: make"]),
      ".github/workflows/build.yml": "name: CI\non: push\njobs: {}\n",
    };
    expect(placesOf(artifactPoisoning, files)).toEqual([]);
  });
});

describe("artifact-poisoning reports", () => {
  it.each([
    ["a build over the workspace", job([...DOWNLOAD, "- run: npm ci"]), ["7:15 high"]],
    ["a script of the artifact", job([...into("pr"), "- run: bash pr/run.sh"]), ["7:15 high"]],
    ["a local action", job([...DOWNLOAD, "- uses: ./.github/actions/report"]), ["7:15 high"]],
    [
      "the other action",
      job(["- uses: dawidd6/action-download-artifact@v11", "  with: { workflow: ci.yml }", "- run: ./report.sh"]),
      ["7:15 high"],
    ],
    ["gh run download", job(['- run: gh run download "$ID" -n a && make']), ["7:14 high"]],
    [
      "gh run download into a folder",
      job(["- run: |", "    gh run download 7 --dir=out", "    cd out && ./x.sh"]),
      ["8:11 high"],
    ],
    [
      "the API and unzip",
      job([
        "- uses: actions/github-script@v8",
        "  with:",
        "    script: |",
        "      const zip = await github.rest.actions.downloadArtifact({});",
        "      fs.writeFileSync('a.zip', Buffer.from(zip.data));",
        "- run: unzip a.zip",
        "- run: node report.js",
      ]),
      ["7:15 high"],
    ],
    [
      "a file for GITHUB_ENV",
      job([...into("${{ runner.temp }}"), '- run: cat "$RUNNER_TEMP/env" >> "$GITHUB_ENV"']),
      ["7:15 high"],
    ],
    ["a value for GITHUB_ENV", job([...DOWNLOAD, '- run: echo "PR=$(cat pr.txt)" >> $GITHUB_ENV']), ["7:15 high"]],
    [
      "a value by a variable",
      job([...DOWNLOAD, "- run: |", "    number=$(cat NR)", '    echo "PR=$number" >> "$GITHUB_ENV"']),
      ["7:15 high"],
    ],
    ["a value for GITHUB_ENV through tee", job([...DOWNLOAD, "- run: cat pr.txt | tee -a $GITHUB_ENV"]), ["7:15 high"]],
    [
      "a group of lines",
      job([
        ...DOWNLOAD,
        "- run: |",
        "    {",
        "      echo 'T<<EOF'",
        "      cat title.txt",
        "      echo EOF",
        '    } >> "$GITHUB_ENV"',
      ]),
      ["7:15 high"],
    ],
    [
      "runs of pull requests by name",
      job([...DOWNLOAD, "- run: make"], { condition: "github.event.workflow_run.event == 'pull_request'" }),
      ["7:15 high"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("with the use as evidence", () => {
    const [finding] = findingsOf(artifactPoisoning, job([...DOWNLOAD, "- run: make"]));
    expect(finding?.evidence.map(({ line }) => line)).toEqual([7, 10]);
  });
});

import { describe, expect, it } from "vitest";
import { envFileInjection } from "../../../worker/engine/rules/github/env-file-injection.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const TITLE = "${{ github.event.pull_request.title }}";
const flow = (on: string, lines: readonly string[], runner = "ubuntu-24.04") =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ${runner}\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const run = (script: string, env = "", on = "pull_request_target") =>
  flow(on, ["- run: |", ...script.split("\n").map((line) => `    ${line}`), ...(env ? [`  env: { ${env} }`] : [])]);
const WITH_TITLE = `TITLE: "${TITLE}"`;
const CHECKOUT = '- { uses: actions/checkout@v4, with: { ref: "${{ github.head_ref }}" } }';
const places = (text: string) => placesOf(envFileInjection, text);

describe("env-file-injection stays silent", () => {
  it.each([
    ["a fixed text", run('echo "MODE=test" >> "$GITHUB_ENV"')],
    ["a commit id", run("echo SHA=${{ github.event.pull_request.head.sha }} >> $GITHUB_ENV")],
    ["a number by a variable", run('echo "N=$N" >> $GITHUB_ENV', 'N: "${{ github.event.number }}"')],
    ["an output", run('echo "t=$TITLE" >> "$GITHUB_OUTPUT"', WITH_TITLE)],
    ["the summary", run('echo "$TITLE" >> "$GITHUB_STEP_SUMMARY"', WITH_TITLE)],
    ["a title that goes elsewhere", run('echo "$TITLE" > title\necho "A=b" >> "$GITHUB_ENV"', WITH_TITLE)],
    [
      "a random delimiter",
      run('d=$(uuidgen)\n{\n  echo "T<<$d"\n  echo "$TITLE"\n  echo "$d"\n} >> "$GITHUB_ENV"', WITH_TITLE),
    ],
    ["the event pull_request", run('echo "T=$TITLE" >> "$GITHUB_ENV"', WITH_TITLE, "pull_request")],
    ["push", run('echo "B=$GITHUB_HEAD_REF" >> "$GITHUB_ENV"', "", "push")],
    ["a file of the base branch", run('echo "V=$(cat VERSION)" >> "$GITHUB_ENV"')],
    ["a comment", run('# echo "T=$TITLE" >> "$GITHUB_ENV"\ntrue', WITH_TITLE)],
    ["the file's name in a text", run('echo "write $TITLE to GITHUB_ENV"', WITH_TITLE)],
    ["a here-document that expands nothing", run("cat <<'EOF' >> $GITHUB_ENV\nTITLE=$TITLE\nEOF", WITH_TITLE)],
    ["reading the file", run('cat "$GITHUB_ENV"; echo "$TITLE"', WITH_TITLE)],
    [
      "a step for members",
      flow("pull_request_target", [
        '- run: echo "B=$GITHUB_HEAD_REF" >> "$GITHUB_ENV"',
        "  if: github.event.pull_request.head.repo.full_name == github.repository",
      ]),
    ],
    [
      "PowerShell with a fixed text",
      flow("pull_request_target", ['- run: echo "A=b" >> $env:GITHUB_ENV', "  shell: pwsh"]),
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("env-file-injection reports", () => {
  it.each([
    ["a variable", run('echo "TITLE=$TITLE" >> "$GITHUB_ENV"', WITH_TITLE), ["7:11 high"]],
    ["a variable in braces", run('echo "TITLE=${TITLE:-none}" >> $GITHUB_ENV', WITH_TITLE), ["7:11 high"]],
    ["an expression", run(`echo "T=${TITLE}" >> $GITHUB_ENV`), ["7:11 high"]],
    ["the branch", run('echo "B=${GITHUB_HEAD_REF}" >> "${GITHUB_ENV}"'), ["7:11 high"]],
    ["a path", run('echo "$TITLE/bin" >> "$GITHUB_PATH"', WITH_TITLE), ["7:11 high"]],
    [
      "a fixed delimiter",
      run("{\n  echo 'T<<EOF'\n  echo \"$TITLE\"\n  echo EOF\n} >> $GITHUB_ENV", WITH_TITLE),
      ["9:13 high"],
    ],
    ["a here-document", run('cat <<EOF >> "$GITHUB_ENV"\nTITLE=$TITLE\nEOF', WITH_TITLE), ["7:11 high"]],
    ["printf and tee", run('printf \'T=%s\' "$TITLE" | tee -a "$GITHUB_ENV"', WITH_TITLE), ["7:11 high"]],
    [
      "a comment's text",
      run('echo "C=$C" >> $GITHUB_ENV', 'C: "${{ github.event.comment.body }}"', "issue_comment"),
      ["7:11 high"],
    ],
    ["a question to GitHub", run('echo "T=$(gh pr view 7 --json title -q .title)" >> $GITHUB_ENV'), ["7:11 high"]],
    [
      "a file of the pull request",
      flow("pull_request_target", [CHECKOUT, '- run: echo "V=$(cat VERSION)" >> $GITHUB_ENV']),
      ["7:14 high"],
    ],
    [
      "a variable of the job",
      run('echo "T=$TITLE" >> $GITHUB_ENV').replace("    steps:", `    env: { ${WITH_TITLE} }\n    steps:`),
      ["8:11 high"],
    ],
    [
      "PowerShell",
      flow("pull_request_target", [
        '- run: echo "T=$env:TITLE" >> $env:GITHUB_ENV',
        "  shell: pwsh",
        `  env: { ${WITH_TITLE} }`,
      ]),
      ["6:14 high"],
    ],
    [
      "PowerShell on Windows",
      flow(
        "issues",
        [
          '- run: Add-Content -Path $env:GITHUB_ENV -Value "T=$env:T"',
          '  env: { T: "${{ github.event.issue.title }}" }',
        ],
        "windows-2025",
      ),
      ["6:14 high"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("a composite action", () => {
    const text = `runs:\n  using: composite\n  steps:\n    - run: echo "B=$B" >> $GITHUB_ENV\n      shell: bash\n      env: { B: "\${{ github.head_ref }}" }\n`;
    expect(placesOf(envFileInjection, { "a/action.yml": text })).toEqual(["a/action.yml:4:12 high"]);
  });

  it("two writes of a step once", () => {
    const found = findingsOf(
      envFileInjection,
      run('echo "A=$TITLE" >> $GITHUB_ENV\necho "B=$TITLE" >> $GITHUB_ENV', WITH_TITLE),
    );
    expect(found.map(({ evidence }) => evidence.map(({ line }) => line))).toEqual([[7, 8]]);
  });
});

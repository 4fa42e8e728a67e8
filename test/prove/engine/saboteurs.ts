import { type AnalyzeOptions, prepare } from "../../../worker/engine/analyze.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import type { Edit } from "../../../worker/engine/finding.ts";
import { prove } from "../../../worker/engine/prove/prove.ts";
import { missingJobTimeout } from "../../../worker/engine/rules/github/missing-job-timeout.ts";
import { NOW, snapshot, WORKFLOW } from "../../support/engine.ts";
import type { Report } from "../report.ts";

const TEXT = `name: CI
on: pull_request
permissions: {}
concurrency: { group: x, cancel-in-progress: true }
env:
  LEVEL: "1" # keep
jobs:
  # first job
  build: &build
    runs-on: ubuntu-24.04
    steps:
      - name: Script
        run: |
          set -e
            indented line
          make
      - run: make test # all of them
  other:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    needs: build
    permissions: { contents: read }
    steps:
      - run: "echo 'done'"
      - run: ./second.sh
`;

const RIGHT = "    timeout-minutes: 30\n";
const FILES = {
  [WORKFLOW]: TEXT,
  ".github/dependabot.yml":
    "version: 2\nupdates:\n  - {package-ecosystem: github-actions, directory: /, schedule: {interval: weekly}, cooldown: {default-days: 7}}\n",
};

type Sabotage = (text: string) => Edit[];

function at(find: string, replacement: string): Sabotage {
  return (text) => {
    const start = text.indexOf(find);
    if (start === -1) throw new Error(`The sabotage does not find ${JSON.stringify(find)}.`);
    return [{ path: WORKFLOW, start, end: start + find.length, text: replacement }];
  };
}

/** The right fix together with something that nobody asked for. The edit of the fix stands where it belongs. */
function fixAnd(find: string, replacement: string): Sabotage {
  return (text) => [...limit(text), ...at(find, replacement)(text)];
}

function limit(text: string): Edit[] {
  const start = text.indexOf("    steps:\n      - name: Script");
  return [{ path: WORKFLOW, start, end: start, text: RIGHT }];
}

/** A fixer that claims to set a time limit on `build`, and what it does instead. */
const SABOTEURS: Readonly<Record<string, Sabotage>> = {
  "does nothing": () => [],
  "drops a step": at("      - run: make test # all of them\n", RIGHT.replace("    timeout", "    # timeout")),
  "drops the job": at(TEXT.slice(TEXT.indexOf("  build:"), TEXT.indexOf("  other:")), ""),
  "limits another job": at("    timeout-minutes: 5\n", "    timeout-minutes: 30\n"),
  "writes the limit at the wrong level": at("  # first job\n", "  timeout-minutes: 30\n  # first job\n"),
  "misspells the key": at(
    "    steps:\n      - name: Script",
    "    timeout-minute: 30\n    steps:\n      - name: Script",
  ),
  "writes a limit that GitHub refuses": at(
    "    steps:\n      - name: Script",
    "    timeout-minutes: 0\n    steps:\n      - name: Script",
  ),
  "breaks the YAML": at(
    "    steps:\n      - name: Script",
    "    timeout-minutes: [30\n    steps:\n      - name: Script",
  ),
  "repeats a key": at(
    "    steps:\n      - name: Script",
    `${RIGHT}    runs-on: ubuntu-24.04\n    steps:\n      - name: Script`,
  ),
  "adds a finding of another rule": at(
    "    steps:\n      - name: Script",
    `${RIGHT}    continue-on-error: yes please\n    steps:\n      - name: Script`,
  ),
  "adds an unpinned action": at("      - name: Script", "      - uses: evil/action@main\n      - name: Script"),
  "silences the finding by a comment": at(
    "  build: &build",
    "  build: &build # autodevops: ignore[missing-job-timeout] fixed",
  ),
  "widens permissions beside the fix": fixAnd("permissions: {}", "permissions: write-all"),
  "adds an injection beside the fix": fixAnd("./second.sh", "./second.sh ${{ github.event.pull_request.title }}"),
  "makes the fix a moving target": (text) => [
    ...limit(text),
    {
      path: WORKFLOW,
      start: text.length,
      end: text.length,
      text: "  third:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n",
    },
  ],
  "edits outside the file": (text) => [{ path: WORKFLOW, start: text.length + 5, end: text.length + 9, text: RIGHT }],
  "edits overlap": (text) => [
    ...limit(text),
    {
      path: WORKFLOW,
      start: text.indexOf("    steps:\n      - name") - 4,
      end: text.indexOf("    steps:\n      - name") + 4,
      text: "",
    },
  ],
  "deletes the workflow": (text) => [{ path: WORKFLOW, start: 0, end: text.length, text: "" }],
  "makes it no workflow": at("jobs:\n", "tasks:\n"),
  "needs a job that does not exist": fixAnd("needs: build", "needs: built"),
  "moves a comment into a value": fixAnd(' "1" # keep', ' "1 # keep"').bind(null),
  "re-indents a block scalar": () =>
    rewritten((text) => text.replace("            indented line", "          indented line")),
  "eats a comment": () => rewritten((text) => text.replace(" # keep", "")),
  "changes a value quietly": () => rewritten((text) => text.replace("./second.sh", "./third.sh")),
};

/** A fixer that names small edits and hands over other bytes: what was declared is not what was done. */
function rewritten(change: (text: string) => string): Edit[] {
  const changed = change(TEXT);
  const from = [...TEXT].findIndex((letter, index) => changed[index] !== letter);
  const start = TEXT.indexOf("    steps:\n      - name: Script");
  return [
    { path: WORKFLOW, start, end: start, text: RIGHT },
    { path: WORKFLOW, start: from, end: TEXT.length, text: changed.slice(from) },
  ];
}

const OPTIONS: AnalyzeOptions = { now: NOW, lookups: tableLookups() };

/** Every saboteur is refused, and the honest fixer is not. */
export function proveSaboteurs(report: Report): void {
  const ground = prepare(snapshot(FILES), OPTIONS);
  const target = ground.located.find(
    ({ rule, finding }) => rule === missingJobTimeout && finding.message.includes("build"),
  );
  if (!target) throw new Error("The sample has no finding to sabotage.");
  const claim = (edits: readonly Edit[]) =>
    prove(ground, {
      rule: "missing-job-timeout",
      fixClass: "review",
      resolves: [target],
      draft: { edits, title: "t", explanation: "e" },
    });
  const honest = claim(limit(TEXT));
  report.claim("the honest fixer passes", honest.ok, honest.ok ? "proved" : honest.reason);
  const passed = Object.entries(SABOTEURS)
    .filter(([, sabotage]) => claim(sabotage(TEXT)).ok)
    .map(([name]) => name);
  const count = Object.keys(SABOTEURS).length;
  report.claim(
    "the proof rejects every saboteur",
    passed.length === 0,
    `${count - passed.length} of ${count}${passed.length > 0 ? `, passed: ${passed.join("; ")}` : ""}`,
  );
}

import { insertKey } from "../../edit/edit-yaml.ts";
import { spanInFile } from "../../expressions/expression-places.ts";
import { runnerLabels } from "../../model/runner-labels.ts";
import type { Job, JobPlace, Step, Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";
import { type BashOnly, firstBashOnly } from "./windows-shell-assumption/bash-only.ts";

export const windowsShellAssumption = defineRule({
  meta: {
    id: "windows-shell-assumption",
    category: "ci_cd",
    severity: "medium",
    title: "Bash script runs under PowerShell on Windows",
    fixClass: "review",
    docs: {
      what: "A step without `shell` in a job that runs on Windows, or whose matrix has a Windows runner, with a script that only Bash understands: `[[ … ]]`, `if …; then`, `export X=`, `X=y command`, here-documents, lines that end in `\\`, `rm -rf`, `/dev/null`, `$GITHUB_OUTPUT` and other variables of the runner. One finding per job, with all its steps.",
      why: "Without `shell` GitHub runs `pwsh` on Windows and Bash elsewhere ([GitHub: `jobs.<job_id>.steps[*].shell`](https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell)). There such a script fails, or worse: `$GITHUB_OUTPUT` is an empty variable of PowerShell, so that `>> $GITHUB_OUTPUT` writes nowhere and the step is green.",
      notReported:
        "Steps, jobs and workflows with a `shell`. Steps whose condition leaves Windows out. Scripts with any sign of PowerShell (`$env:`, `Get-Item`, `$x = …`). What both shells understand: `&&`, `||`, `$(…)`, pipes, `echo`, `mkdir -p`, `cp -r`. Unix tools, since Git for Windows brings them. Runners that only the run knows, containers, composite actions.",
      fix: "Write `shell: bash`: Git for Windows brings it to every hosted Windows runner. The fix adds it to each step. On self-hosted runners see to it that Bash is installed; paths with backslashes may need quotes.",
      example: {
        before:
          'jobs:\n  build:\n    runs-on: windows-2025\n    steps:\n      - run: echo "version=1" >> $GITHUB_OUTPUT\n',
        after:
          'jobs:\n  build:\n    runs-on: windows-2025\n    steps:\n      - run: echo "version=1" >> $GITHUB_OUTPUT\n        shell: bash\n',
      },
    },
  },

  *check(context) {
    for (const place of context.jobs) {
      if (isPowershellJob(place))
        yield* toHit(
          place,
          place.job.steps.flatMap((step) => badStep(step) ?? []),
        );
    }
  },
});

function mayBeWindows({ value }: YamlScalar): boolean {
  return value.includes("${{") || /windows/i.test(value);
}

/** A step with what in its script PowerShell does not understand. */
interface BadStep {
  readonly step: Step;
  readonly run: YamlScalar;
  readonly found: BashOnly;
}

function isPowershellJob({ workflow, job }: JobPlace): boolean {
  if (job.container || job.defaults.shell || workflow.defaults.shell || !job.runsOn.some(mayBeWindows)) return false;
  return runnerLabels(job).some(({ label }) => /^windows/i.test(label));
}

function badStep(step: Step): BadStep | null {
  const { run } = step;
  if (!run || step.shell || !runsOnWindows(step)) return null;
  const found = firstBashOnly(run.value, bashOf(run));
  return found ? { step, run, found } : null;
}

const ASKS_SYSTEM = /\b(?:runner|matrix|env|inputs|needs)\b/i;
const IS_WINDOWS = /==\s*'windows|(?:^|[^!\s]|[^!]\s)(?:startsWith|contains)\s*\([^()]*,\s*'windows/i;

/** False where the condition leaves Windows out, or may. */
function runsOnWindows({ if: condition }: Step): boolean {
  if (!condition || !ASKS_SYSTEM.test(condition.value)) return true;
  return IS_WINDOWS.test(condition.value.replace(/^\s*(?:\$\{\{)?\s*/, ""));
}

function* toHit({ workflow, job }: JobPlace, steps: readonly BadStep[]): Generator<Hit> {
  const [first, ...others] = steps;
  if (!first) return;
  const { path } = workflow;
  yield {
    message: `On Windows this step runs under PowerShell, which does not understand ${first.found.what}; give it \`shell: bash\`.`,
    path,
    at: spanOf(workflow, first),
    anchor: `jobs.${job.id}.shell`,
    related: others.map((each) => ({ path, at: spanOf(workflow, each) })),
    fix: () => useBash(workflow, job, steps),
  };
}

function spanOf(document: Workflow, { run, found }: BadStep) {
  return spanInFile({ document, node: run }, found.start, found.end);
}

function useBash({ file }: Workflow, job: Job, steps: readonly BadStep[]): FixOutcome {
  const edits = steps.map(({ step }) =>
    step.node.aliased ? null : insertKey(file, step.node, { key: "shell", value: "bash", after: ["run"] }),
  );
  if (edits.includes(null))
    return { abstain: "A step is written in a form that cannot be edited safely; add `shell: bash` by hand." };
  return {
    edits: edits.flatMap((each) => each ?? []),
    title: `Run the Bash scripts of job \`${job.id}\` with Bash on Windows`,
    explanation:
      "Git for Windows, which every hosted Windows runner has, brings this Bash. It runs with `-eo pipefail`, on Linux and macOS too: a pipeline then fails when any of its commands does.",
  };
}

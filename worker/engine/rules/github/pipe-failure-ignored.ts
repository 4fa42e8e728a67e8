import { spanInFile } from "../../expressions/expression-places.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { type LostStatus, lostStatuses } from "./pipe-failure-ignored/lost-status.ts";
import { setDefaultShell } from "./pipe-failure-ignored/set-default-shell.ts";

export const pipeFailureIgnored = defineRule({
  meta: {
    id: "pipe-failure-ignored",
    category: "ci_cd",
    severity: "medium",
    title: "A failing check is lost in a pipe",
    fixClass: "safe",
    docs: {
      what: "A test, lint, build or deploy command whose output is piped into a program that always ends well, such as `tee`, in a step without `shell:` on Linux or macOS. One finding per workflow, with all its places.",
      why: "Bash takes the exit status of a pipeline from its last command. Without `shell:` GitHub runs `bash -e {0}`; only the written `shell: bash` adds `-o pipefail` ([GitHub: `jobs.<job_id>.steps[*].shell`](https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell)). So `npm test | tee test.log` is green although the tests fail.",
      notReported:
        "Scripts that speak of `pipefail` or `PIPESTATUS`; steps, jobs and workflows with a `shell`; containers, whose default is `sh` and which may have no Bash; Windows and runners that may be Windows, but not a matrix with Linux or macOS in some of its cells; composite actions, where a shell must be written. Pipelines in conditions, in substitutions or in front of `||`. Pipes into programs that judge what they read (`grep -q`, `tparse`). Commands that only ask a tool about itself (`--version`, `--list`). Steps with `continue-on-error`.",
      fix: "Set `defaults.run.shell: bash`. The fix sets it for the workflow, or for the jobs concerned where other jobs run on Windows or in containers. It is for review where other pipelines get `pipefail` too, because one that ends early, as `… | head -1`, can then fail.",
      example: {
        before: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test | tee test.log\n",
        after:
          "defaults:\n  run:\n    shell: bash\n\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test | tee test.log\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) yield* toHit(workflow, lostIn(workflow));
  },
});

function lostIn(workflow: Workflow): LostStatus[] {
  return workflow.jobs.flatMap((job) => job.steps.flatMap((step) => lostStatuses({ document: workflow, job, step })));
}

function* toHit(workflow: Workflow, lost: readonly LostStatus[]): Generator<Hit> {
  const [first, ...others] = lost;
  if (!first) return;
  const { path } = workflow;
  yield {
    message: `When \`${nameOf(first)}\` fails, the step still passes, because \`${first.last}\` behind the pipe decides; set \`defaults.run.shell: bash\`, which adds \`-o pipefail\`.`,
    path,
    at: spanOf(workflow, first),
    anchor: "defaults.run.shell",
    related: others.map((each) => ({ path, at: spanOf(workflow, each) })),
    fix: () => setDefaultShell(workflow, lost),
  };
}

function spanOf(document: Workflow, { run, command }: LostStatus) {
  return spanInFile({ document, node: run }, command.start, command.end);
}

const MAX_WORDS = 3;

function nameOf({ command }: LostStatus): string {
  return command.words
    .slice(0, MAX_WORDS)
    .map(({ text }) => text.replaceAll(/[`\s]+/g, " "))
    .join(" ");
}

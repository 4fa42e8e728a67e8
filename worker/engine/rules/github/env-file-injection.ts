import { spanInFile } from "../../expressions/expression-places.ts";
import { stepMayRunFor } from "../../expressions/may-run.ts";
import type { StepPlace } from "../../model/workflow.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { uncontrolledWrites } from "./env-file-injection/uncontrolled-writes.ts";

/** Events that a stranger starts and that run with the repository's rights. */
const PRIVILEGED = [
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
];
const FILE = /GITHUB_(?:ENV|PATH)/;

export const envFileInjection = defineRule({
  meta: {
    id: "env-file-injection",
    category: "security",
    severity: "high",
    title: "A stranger's text is written to the environment file",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A script that writes a stranger's text to `GITHUB_ENV` or `GITHUB_PATH` in a workflow on `pull_request_target`, `workflow_run`, `issue_comment`, `issues` or a discussion's event, or in a composite action: titles, texts and branch names, directly or through `env:`, and files of a pull request's code or of an untrusted artifact. Bash, sh and PowerShell.",
      why: "Each line of these files sets a variable or a path for the steps behind it. Text with a line break adds variables of its own, such as `LD_PRELOAD` or `NODE_OPTIONS`, and one line in `GITHUB_PATH` puts a stranger's programs in front: the next step runs their code with the job's secrets ([GitHub Docs, Workflow commands](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files), [Synacktiv](https://www.synacktiv.com/publications/github-actions-exploitation-repo-jacking-and-environment-manipulation)).",
      notReported:
        "Values of a fixed alphabet (numbers, commit ids, logins), fixed texts, what the base branch's own files say, and what members write. Writes to `GITHUB_OUTPUT` and `GITHUB_STEP_SUMMARY`. Values behind a delimiter that is made at run time. `pull_request`, whose runs for forks have no rights. Jobs and steps that no stranger reaches.",
      fix: "Pass the value through `GITHUB_OUTPUT` and `env:` of the step that needs it. Where it must be a variable for all steps, write it with a random delimiter (`delimiter=$(openssl rand -hex 16)`, then `NAME<<$delimiter`). Who reads the variable stands elsewhere, so no fix is offered.",
      example: {
        before:
          'on: pull_request_target\n# …\n- run: echo "BRANCH=$BRANCH" >> "$GITHUB_ENV"\n  env:\n    BRANCH: ${{ github.head_ref }}\n',
        after:
          'on: pull_request_target\n# …\n- id: pull\n  run: echo "branch=$BRANCH" >> "$GITHUB_OUTPUT"\n  env:\n    BRANCH: ${{ github.head_ref }}\n',
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const { run } = place.step;
      if (run && FILE.test(run.value) && isReachable(place)) {
        const hit = checkStep(context, place);
        if (hit) yield hit;
      }
    }
  },
});

/** Nobody knows who calls an action. */
function isReachable({ document, job, step }: StepPlace): boolean {
  if (document.kind === "action" || job === null) return true;
  const events = document.triggers.map(({ event }) => event).filter((event) => PRIVILEGED.includes(event));
  return events.some((event) => stepMayRunFor(document, { job, step }, event));
}

function checkStep({ repository }: RuleContext, place: StepPlace): Hit | null {
  const { document, job, step } = place;
  const { run } = step;
  const [first, ...others] = uncontrolledWrites(repository, place);
  if (!first || !run) return null;
  const spanOf = ({ start, end }: { start: number; end: number }) => spanInFile({ document, node: run }, start, end);
  return {
    message: `This writes ${first.what}, which a stranger decides, to \`${first.file}\`, where a line of it can change how every later step runs; pass it through \`GITHUB_OUTPUT\`, or use a random delimiter.`,
    path: document.path,
    at: spanOf(first),
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}`,
    related: others.map((write) => ({ path: document.path, at: spanOf(write) })),
  };
}

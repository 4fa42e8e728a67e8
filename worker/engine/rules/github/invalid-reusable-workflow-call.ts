import type { RepositoryModel } from "../../model/repository.ts";
import type { Uses } from "../../model/uses.ts";
import { findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { callProblems } from "./invalid-reusable-workflow-call/call-problems.ts";
import { nestingProblem, workflowAt } from "./invalid-reusable-workflow-call/nesting.ts";

export const invalidReusableWorkflowCall = defineRule({
  meta: {
    id: "invalid-reusable-workflow-call",
    category: "ci_cd",
    severity: "high",
    scope: "repository",
    title: "A called workflow is missing, or the call does not fit it",
    fixClass: "none",
    docs: {
      what: "A job whose `uses` is not of the form `owner/repo/.github/workflows/file.yml@ref` or `./.github/workflows/file.yml`; one whose `uses: ./.github/workflows/…` names a file that does not exist, is not directly in that folder, or has no `workflow_call`; that passes inputs or secrets which the called workflow does not define, lacks required ones, or passes a text where a number or boolean is asked for; and calls that come back to the caller or nest more than ten levels deep.",
      why: "GitHub refuses the whole calling workflow before any job runs, and shows it as a failed run without a log ([reusing workflows](https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows)). Workflows call each other [up to ten levels deep](https://github.blog/changelog/2025-11-06-new-releases-for-github-actions-november-2025/) and never in a circle.",
      notReported:
        "What workflows of other repositories take, as we do not read them. Called files that could not be read or parsed. Values from expressions, quoted `'true'` and numbers, whose type is not certain. Secrets under `secrets: inherit`. Required inputs with a default.",
      fix: "Correct the path, the name or the value; add what is required; add `workflow_call` to the called workflow's triggers. Nothing is changed automatically.",
      example: {
        before: "jobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n    # its input `target` is required\n",
        after: "jobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n    with:\n      target: staging\n",
      },
    },
  },

  *check({ repository }) {
    for (const workflow of repository.workflows) {
      for (const job of workflow.jobs) yield* checkCall(repository, workflow, job);
    }
  },
});

function* checkCall(repository: RepositoryModel, workflow: Workflow, job: Job): Generator<Hit> {
  const { uses } = job;
  if (!uses || uses.raw.includes("${{") || uses.raw.startsWith("$/")) return;
  const anchor = `jobs.${job.id}`;
  const wrong = uses.kind === "local" ? placeProblem(repository, uses.path) : formProblem(uses);
  if (wrong) yield { message: wrong, path: workflow.path, at: uses.node, anchor: `${anchor}.uses` };
  const called = uses.kind === "local" ? workflowAt(repository, uses.path) : null;
  if (wrong || !called) return;
  if (!findTrigger(called, "workflow_call")) {
    const message = `\`${uses.path}\` cannot be called: it has no \`workflow_call\` under \`on\`; add it.`;
    yield { message, path: workflow.path, at: uses.node, anchor: `${anchor}.uses` };
    return;
  }
  for (const problem of callProblems(job, called)) {
    yield { ...problem, path: workflow.path, anchor: `${anchor}.${problem.anchor}` };
  }
  const nesting = nestingProblem(repository, workflow, called);
  if (nesting) yield { message: nesting, path: workflow.path, at: uses.node, anchor: `${anchor}.nesting` };
}

/** What is not in this repository is only looked at for its form. */
function formProblem({ kind, raw, path }: Uses): string | null {
  if (kind === "action" && WORKFLOW_PATH.test(path)) return null;
  const form = "`owner/repo/.github/workflows/file.yml@ref`";
  return kind === "action"
    ? `\`${raw}\` is no reusable workflow; a job calls ${form}, and a step uses an action.`
    : `\`${raw}\` is no reusable workflow; write ${form} or \`./.github/workflows/file.yml\`.`;
}

const WORKFLOW_PATH = /^\.github\/workflows\/[^/]+\.ya?ml$/;

function placeProblem(repository: RepositoryModel, path: string): string | null {
  if (/@[^/]*$/.test(path))
    return `A workflow of the same repository takes no ref; remove \`${path.slice(path.lastIndexOf("@"))}\`.`;
  if (!WORKFLOW_PATH.test(path))
    return `\`${path}\` is no workflow that can be called: it must be a YAML file directly in \`.github/workflows\`.`;
  return repository.has(path) ? null : `\`${path}\` does not exist; correct the name or add the workflow.`;
}

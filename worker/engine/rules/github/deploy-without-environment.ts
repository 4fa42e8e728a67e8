import { deploymentsOf } from "../../data/deployments.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const deployWithoutEnvironment = defineRule({
  meta: {
    id: "deploy-without-environment",
    category: "security",
    severity: "medium",
    title: "Deploy job has no environment",
    fixClass: "review",
    docs: {
      what: "A job that puts something into service and names no `environment`.",
      why: "Only an environment has reviewers, a waiting time, a list of branches that may deploy, and secrets that no other job can read. Without one every workflow of every branch can use the same credentials, and GitHub keeps no history of what is deployed where: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments.",
      notReported:
        "Jobs that publish packages, images or releases. Previews, dry runs and clusters that a test sets up for itself. Calls of reusable workflows, where the called job names it. An environment that is computed.",
      fix: "`environment: production`. Merging it creates an environment without protection: add reviewers and branches in the repository's settings, and move the deploy's secrets there.",
      example: {
        before: "  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: flyctl deploy\n",
        after:
          "  deploy:\n    runs-on: ubuntu-24.04\n    environment: production\n    steps:\n      - run: flyctl deploy\n",
      },
    },
  },

  *check(context) {
    for (const { workflow, job } of context.jobs) {
      if (job.environment || deploymentsOf(job).length === 0) continue;
      yield {
        message: `Job \`${job.id}\` deploys without an \`environment\`, so nobody has to approve it and every branch has its secrets; name one.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.environment`,
        fix: () => addEnvironment(workflow, job),
      };
    }
  },
});

function addEnvironment(workflow: Workflow, job: Job): FixOutcome {
  const isPages = job.steps.some(({ uses }) => uses?.name === "actions/deploy-pages");
  const name = isPages ? "github-pages" : "production";
  const edits = insertKey(workflow.file, job.node, {
    key: "environment",
    value: name,
    after: ["timeout-minutes", "runs-on"],
    before: ["steps"],
  });
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; add `environment` by hand." };
  return {
    edits,
    title: `Deploy \`${job.id}\` to the environment \`${name}\``,
    explanation: `GitHub creates the environment \`${name}\` with the first run, without protection. Afterwards add reviewers and allowed branches in the repository's settings and move the deploy's secrets there. If a cloud trusts this job by OIDC, its subject changes to \`environment:${name}\`: change the trust policy first.`,
  };
}

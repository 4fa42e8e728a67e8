import { spanInFile } from "../../expressions/expression-places.ts";
import { type SecretReference, secretReferencesOf } from "../../expressions/secret-references.ts";
import { groupBy } from "../../group-by.ts";
import { findTrigger, type Job } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

export const secretsWithoutEnvironment = defineRule({
  meta: {
    id: "secrets-without-environment",
    category: "security",
    severity: "low",
    title: "A job uses secrets outside an environment",
    fixClass: "none",
    profile: "strict",
    docs: {
      what: "A job that reads a secret other than `GITHUB_TOKEN` and names no `environment`. One finding per job.",
      why: "Every workflow of every branch can read the repository's secrets. Those of an environment are only for jobs that name it, and the environment can demand a review or certain branches first: [managing environments](https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments), read 2026-11-21.",
      notReported:
        "`GITHUB_TOKEN`. Jobs that call a reusable workflow, which cannot have an environment. Workflows that others call: a secret is passed to them by the caller. Secrets in the workflow's own `env`. Conditions, in which secrets cannot be read.",
      fix: "Move the secret into an environment with protection rules and set the job's `environment`. Which secrets and rules is your decision, so no fix is offered.",
      example: {
        before: "jobs:\n  deploy:\n    runs-on: ubuntu-24.04\n",
        after: "jobs:\n  deploy:\n    environment: production\n    runs-on: ubuntu-24.04\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      if (findTrigger(workflow, "workflow_call")) continue;
      const named = secretReferencesOf(workflow).filter(({ name }) => name !== "GITHUB_TOKEN");
      for (const [job, found] of groupBy(named, ({ place }) => place.job)) {
        const [first, ...others] = found;
        if (!first || !job || !isExposed(job)) continue;
        yield {
          message: `Job \`${job.id}\` reads ${namesOf(found)} without an \`environment\`; move what is sensitive into one with protection rules.`,
          path: workflow.path,
          at: spanInFile(first.place, first.reference.start, first.reference.end),
          anchor: `jobs.${job.id}`,
          related: others.map(({ place, reference }) => ({
            path: workflow.path,
            at: spanInFile(place, reference.start, reference.end),
          })),
        };
      }
    }
  },
});

function isExposed(job: Job): boolean {
  return job.environment === null && job.uses === null;
}

function namesOf(found: readonly SecretReference[]): string {
  const names = [...new Set(found.map(({ name }) => name))].filter((name) => name !== null);
  if (names.length === 0) return "secrets";
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  return `${shown.join(", ")}${names.length > 3 ? " and others" : ""}`;
}

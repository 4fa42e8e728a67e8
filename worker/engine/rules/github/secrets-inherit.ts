import type { Job, Workflow } from "../../model/workflow.ts";
import { asScalar, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { passByName } from "./secrets-inherit/pass-by-name.ts";

export const secretsInherit = defineRule({
  meta: {
    id: "secrets-inherit",
    category: "security",
    severity: "medium",
    title: "A reusable workflow is handed every secret",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A job that calls a reusable workflow with `secrets: inherit`. Medium when the called workflow is in another repository, info when it is in this one.",
      why: "The called workflow can read every secret that the caller can: those of the repository, the organization and its owner's future ones. Who can change it, or an action that it uses at a tag, can take them all. Source: [workflow syntax, `jobs.<job_id>.secrets.inherit`](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idsecretsinherit), read 2026-11-21.",
      notReported:
        "A map of secrets by name. A step's or a job's own use of secrets. `inherit` in any other place, such as an input of that value.",
      fix: "Pass each secret that the called workflow declares by its name. The fix does so where that workflow is in this repository and can be read. No fix is offered where it uses secrets that it does not declare, hands all of them on, reads them under computed names, or has a job with an `environment`: environment secrets reach it only through `inherit`.",
      example: {
        before: "jobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n    secrets: inherit\n",
        after:
          "jobs:\n  deploy:\n    uses: ./.github/workflows/deploy.yml\n    secrets:\n      DEPLOY_KEY: ${{ secrets.DEPLOY_KEY }}\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.repository.workflows) {
      if (!workflow.file.text.includes("inherit")) continue;
      for (const job of workflow.jobs) {
        const word = asScalar(job.secrets);
        if (job.uses && word?.value.trim() === "inherit") yield toHit(context, workflow, { job, word });
      }
    }
  },
});

function toHit(context: RuleContext, workflow: Workflow, { job, word }: { job: Job; word: YamlScalar }): Hit {
  const isOwn = isSameRepository(context, job);
  const whose = isOwn ? "a workflow of this repository" : "a workflow of another repository";
  return {
    message: `Job \`${job.id}\` hands every secret to ${whose}; pass the ones that it uses by name.`,
    path: workflow.path,
    at: word,
    anchor: `jobs.${job.id}.secrets`,
    severity: isOwn ? "info" : "medium",
    fix: () => passByName(context.repository, workflow, job),
  };
}

function isSameRepository({ lookups }: RuleContext, { uses }: Job): boolean {
  if (uses?.kind !== "action") return true;
  const settings = lookups.settings();
  if (settings === "unknown") return false;
  return settings.fullName?.toLowerCase() === `${uses.owner}/${uses.repo}`;
}

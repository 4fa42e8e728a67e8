import { selfHostedLabel } from "../../model/runner-labels.ts";
import { defineRule } from "../../rule.ts";

export const selfHostedRunner = defineRule({
  meta: {
    id: "self-hosted-runner",
    category: "security",
    severity: "info",
    title: "Job runs on a self-hosted runner",
    fixClass: "none",
    profile: "strict",
    docs: {
      what: "A job whose label says that its runner is self-hosted: `self-hosted`, or a default label of such runners (`linux`, `x64`…), also in a matrix.",
      why: "Such a runner keeps what a job leaves behind, unless it is set up to live for one job only, and stands in a network of its own. An auditor wants to know of each ([GitHub Docs, Secure use reference](https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners)).",
      notReported:
        "Labels of GitHub's hosted runners, other labels and runner groups, which may name larger hosted runners, and labels that an expression computes.",
      fix: "Nothing, if the machine is meant and isolated; otherwise a hosted runner. That is a decision, so no fix is offered.",
      example: {
        before: "jobs:\n  build:\n    runs-on: self-hosted\n",
        after: "jobs:\n  build:\n    runs-on: ubuntu-24.04\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        const found = selfHostedLabel(job);
        if (!found) continue;
        yield {
          message: `Job \`${job.id}\` runs on a self-hosted machine (\`${found.label}\`); make sure that it is isolated and keeps nothing between jobs.`,
          path: workflow.path,
          at: found.node,
          anchor: `jobs.${job.id}.runs-on`,
        };
      }
    }
  },
});

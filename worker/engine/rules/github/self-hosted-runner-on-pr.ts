import { jobMayRunFor } from "../../expressions/may-run.ts";
import type { Severity } from "../../finding.ts";
import type { Lookups } from "../../lookups.ts";
import { selfHostedLabel } from "../../model/runner-labels.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";

const PULL_REQUEST_EVENTS = new Set([
  "pull_request",
  "pull_request_target",
  "pull_request_review",
  "pull_request_review_comment",
]);

export const selfHostedRunnerOnPr = defineRule({
  meta: {
    id: "self-hosted-runner-on-pr",
    category: "security",
    severity: "high",
    title: "Pull requests run on a self-hosted runner",
    fixClass: "none",
    docs: {
      what: "A job on `pull_request`, `pull_request_target`, `pull_request_review` or `pull_request_review_comment` whose label says that its runner is self-hosted: `self-hosted`, or a default label of such runners (`linux`, `x64`…), also in a matrix. High in public repositories, info in private and internal ones, medium where the visibility is not known.",
      why: "A self-hosted runner is not thrown away after a job. In a public repository anybody can open a pull request from a fork, run commands on the machine, stay there and wait for the secrets of later jobs, or go on into its network. GitHub advises to use such runners with private repositories only ([Secure use reference](https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners)).",
      notReported:
        "Other labels and runner groups: they may name larger hosted runners or a provider's throw-away machines. Jobs that a condition keeps to branches of this repository, to members or to other events. Events that only members start. Labels that an expression computes.",
      fix: "Run pull requests on hosted runners, or on runners that live for one job only (`--ephemeral`), and require approval for all outside contributors. Which machine can take the job is yours to say, so no fix is offered.",
      example: {
        before: "on: pull_request\njobs:\n  test:\n    runs-on: [self-hosted, linux]\n",
        after: "on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const events = workflow.triggers.map(({ event }) => event).filter((event) => PULL_REQUEST_EVENTS.has(event));
      if (events.length === 0) continue;
      for (const job of workflow.jobs) {
        const hit = checkJob({ workflow, job, events }, context.lookups);
        if (hit) yield hit;
      }
    }
  },
});

type Place = { readonly workflow: Workflow; readonly job: Job; readonly events: readonly string[] };

function checkJob({ workflow, job, events }: Place, lookups: Lookups): Hit | null {
  const found = selfHostedLabel(job);
  const event = found ? events.find((name) => jobMayRunFor(workflow, job, name)) : undefined;
  if (!found || event === undefined) return null;
  const settings = lookups.settings();
  return {
    message: `Job \`${job.id}\` runs on a self-hosted machine (\`${found.label}\`) for \`${event}\`, so whoever opens a pull request runs commands there; use a hosted runner for pull requests.`,
    path: workflow.path,
    at: found.node,
    anchor: `jobs.${job.id}.runs-on`,
    severity: severityOf(settings === "unknown" ? null : settings.visibility),
  };
}

function severityOf(visibility: "public" | "private" | "internal" | null): Severity {
  if (visibility === null) return "medium";
  return visibility === "public" ? "high" : "info";
}

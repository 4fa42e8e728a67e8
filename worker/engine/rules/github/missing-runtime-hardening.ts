import { selfHostedLabel } from "../../model/runner-labels.ts";
import type { Job } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

/** Actions that watch or limit what a job sends out. Source: their READMEs, 2026-08. */
const MONITORS: ReadonlySet<string> = new Set(["bullfrogsec/bullfrog", "step-security/harden-runner"]);

export const missingRuntimeHardening = defineRule({
  meta: {
    id: "missing-runtime-hardening",
    category: "security",
    severity: "info",
    title: "Nothing watches what the job sends out",
    fixClass: "none",
    profile: "strict",
    docs: {
      what: "A job on a hosted runner whose first step is not an action that watches or limits outgoing traffic, such as `step-security/harden-runner` or `bullfrogsec/bullfrog`.",
      why: "A dependency that was tampered with mostly sends secrets to a host of its own. A monitor that starts first sees it or stops it; the theft through `tj-actions/changed-files` in March 2025 was noticed this way ([CVE-2025-30066](https://github.com/advisories/ghsa-mrrh-fwg8-r2c3)).",
      notReported:
        "Jobs in a container, on self-hosted runners, and calls of reusable workflows, where these actions cannot start as a step. Everything in the default profile: which vendor's agent to trust is a choice.",
      fix: "Add the monitor of your choice as the first step, pinned, in audit mode first. No fix is offered, because it installs a vendor's agent.",
      example: {
        before: "steps:\n  - uses: actions/checkout@v7\n",
        after:
          "steps:\n  - uses: step-security/harden-runner@v2\n    with:\n      egress-policy: audit\n  - uses: actions/checkout@v7\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        const [first] = job.steps;
        if (!first || !canBeWatched(job) || MONITORS.has(first.uses?.name ?? "")) continue;
        yield {
          message: `Nothing watches what job \`${job.id}\` sends out; start it with a pinned egress monitor if your policy asks for one.`,
          path: workflow.path,
          at: job.key,
          anchor: `jobs.${job.id}`,
        };
      }
    }
  },
});

function canBeWatched(job: Job): boolean {
  return job.uses === null && job.container === null && selfHostedLabel(job) === null;
}

import type { CommandKind } from "../../data/command-kinds.ts";
import { kindsOfScript } from "../../data/command-kinds.ts";
import type { Lookups } from "../../lookups.ts";
import { findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";

const MINUTE_MS = 60_000;
/** Shorter jobs gain nothing from a second runner's start-up. */
const LONG_MINUTES = 10;

export const monolithicJob = defineRule({
  meta: {
    id: "monolithic-job",
    category: "performance",
    severity: "low",
    title: "Lint, tests and build in one long job",
    fixClass: "none",
    docs: {
      what: "A job that lints, tests and builds in steps of its own and whose successful runs take more than ten minutes.",
      why: "The steps do not depend on each other but wait for each other. As jobs they run side by side, and each tells its own result.",
      notReported:
        "Jobs whose duration is not known, or is at most ten minutes: starting two more runners would cost as much as it saves. Jobs that do only two of the three. Matrices. Jobs that deploy.",
      fix: "A job for each, with a shared cache of the packages.",
      example: {
        before: "  ci:\n    steps:\n      - run: npm run lint\n      - run: npm test\n      - run: npm run build\n",
        after:
          "  lint:\n    steps:\n      - run: npm run lint\n  test:\n    steps:\n      - run: npm test\n  build:\n    steps:\n      - run: npm run build\n",
      },
    },
  },

  *check({ jobs, lookups }) {
    for (const { workflow, job } of jobs) {
      if (!findTrigger(workflow, "pull_request") || !doesEverything(job)) continue;
      const minutes = usualMinutes(lookups, workflow, job);
      if (minutes === null || minutes <= LONG_MINUTES) continue;
      yield {
        message: `Job \`${job.id}\` lints, tests and builds one after the other in about ${minutes} minutes; run them as jobs side by side.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}`,
      };
    }
  },
});

function doesEverything({ steps, matrix }: Job): boolean {
  if (matrix) return false;
  const kinds = steps.flatMap(({ run }): CommandKind[] => (run ? [...kindsOfScript(bashOf(run))].slice(0, 1) : []));
  return (["lint", "test", "build"] as const).every((kind) => kinds.includes(kind));
}

/** Median of the successful runs; null when nobody knows. */
function usualMinutes(lookups: Lookups, workflow: Workflow, job: Job): number | null {
  const history = lookups.history(workflow.path);
  if (history === "unknown") return null;
  const name = job.name?.value ?? job.id;
  const durations = history.runs
    .flatMap(({ jobs }) => jobs)
    .filter((run) => run.name === name && run.conclusion === "success")
    .map(({ durationMs }) => durationMs)
    .sort((a, b) => a - b);
  const middle = durations[durations.length >> 1];
  return middle === undefined ? null : Math.round(middle / MINUTE_MS);
}

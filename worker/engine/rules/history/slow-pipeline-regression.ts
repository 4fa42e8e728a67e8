import type { WorkflowRun } from "../../lookups/answers.ts";
import { defineRule } from "../../rule.ts";
import { finishedRuns, median } from "./runs.ts";

const GROWTH = 1.3;
/** Fewer runs on either side may differ by chance. */
const ENOUGH = 5;
const MINUTE_MS = 60_000;

export const slowPipelineRegression = defineRule({
  meta: {
    id: "slow-pipeline-regression",
    category: "performance",
    severity: "medium",
    title: "Pipeline has become slower with its last change",
    fixClass: "none",
    docs: {
      what: "A workflow whose successful runs since its file last changed take at least 30 % longer, by their median, than those before.",
      why: "A step that was added for one purpose costs everybody minutes on every push, and nobody remembers later that it was once faster.",
      notReported:
        "Fewer than five successful runs before or after the change. Growth of less than a minute. Runs that failed or were cancelled. Slower code in front of an unchanged file.",
      fix: "Look at the change of the file: steps that can run side by side, caches that were lost, matrices that grew.",
      example: { before: "median 4 min before, 7 min since\n", after: "median 4 min\n" },
    },
  },

  *check({ workflows, lookups }) {
    for (const workflow of workflows) {
      const history = lookups.history(workflow.path);
      if (history === "unknown" || history.changedAt === null) continue;
      const { changedAt } = history;
      const runs = finishedRuns(lookups, workflow).filter(({ conclusion }) => conclusion === "success");
      const before = usual(runs.filter(({ startedAt }) => startedAt < changedAt));
      const since = usual(runs.filter(({ startedAt }) => startedAt >= changedAt));
      if (before === null || since === null || since < before * GROWTH || since - before < MINUTE_MS) continue;
      yield {
        message: `Since its last change this workflow takes ${minutes(since)} instead of ${minutes(before)}; look at what was added.`,
        path: workflow.path,
        at: workflow.name ?? { start: 0, end: 0 },
        anchor: "history.duration",
      };
    }
  },
});

function usual(runs: readonly WorkflowRun[]): number | null {
  return runs.length < ENOUGH ? null : median(runs.map(({ durationMs }) => durationMs));
}

function minutes(durationMs: number): string {
  return `${Math.round(durationMs / MINUTE_MS)} minutes`;
}

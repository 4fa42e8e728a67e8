import type { WorkflowHistory } from "../../lookups/answers.ts";
import type { Unknown } from "../../lookups.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

const DAY_MS = 86_400_000;
const QUIET_DAYS = 90;

export const unusedWorkflow = defineRule({
  meta: {
    id: "unused-workflow",
    category: "quality",
    severity: "info",
    title: "Workflow that nobody runs",
    fixClass: "none",
    docs: {
      what: "A workflow that is disabled, or has not run for 90 days although it did before.",
      why: "A file that never runs still looks like protection, is copied into new repositories, and keeps its secrets and permissions in use.",
      notReported:
        "Workflows that never ran, which may be new. Workflows that others call, that run by hand or for releases, which wait for their day. Workflows whose history is not known.",
      fix: "Delete the file, or enable the workflow again.",
      example: { before: ".github/workflows/old-release.yml\n", after: ".github/workflows/release.yml\n" },
    },
  },

  *check({ workflows, lookups, now }) {
    for (const workflow of workflows) {
      const message = waitsForItsDay(workflow) ? null : problemOf(lookups.history(workflow.path), now);
      if (message === null) continue;
      yield { message, path: workflow.path, at: workflow.name ?? { start: 0, end: 0 }, anchor: "history" };
    }
  },
});

const RARE = new Set(["workflow_dispatch", "workflow_call", "release"]);

function waitsForItsDay({ triggers }: Workflow): boolean {
  return triggers.some(({ event }) => RARE.has(event));
}

function problemOf(history: WorkflowHistory | Unknown, now: number): string | null {
  if (history === "unknown") return null;
  if (history.state === "disabled") return "This workflow is disabled; delete it or enable it again.";
  const last = Math.max(history.runs[0]?.startedAt ?? now, history.changedAt ?? 0);
  const days = Math.floor((now - last) / DAY_MS);
  return days > QUIET_DAYS ? `This workflow has not run for ${days} days; delete it if nobody misses it.` : null;
}

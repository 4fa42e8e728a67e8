import { defineRule } from "../../rule.ts";
import { runsOnDefaultBranch } from "./runs.ts";

/** So many in a row are no accident. */
const RUNS = 10;

export const alwaysFailingWorkflow = defineRule({
  meta: {
    id: "always-failing-workflow",
    category: "ci_cd",
    severity: "high",
    title: "Workflow has failed ten times in a row",
    fixClass: "none",
    docs: {
      what: "A workflow whose last ten finished runs on the default branch all failed.",
      why: "Nobody looks at a light that is always red. What the workflow was to protect is unprotected, and each run is billed.",
      notReported:
        "Workflows with fewer than ten finished runs there, or with one success among the last ten. Cancelled and skipped runs, which say nothing. Runs of other branches. Workflows whose history is not known.",
      fix: "Read the log of the last run and repair it, or delete the workflow.",
      example: { before: "failure, failure, failure, failure, …\n", after: "success\n" },
    },
  },

  *check({ workflows, repository, lookups }) {
    for (const workflow of workflows) {
      const runs = runsOnDefaultBranch(lookups, repository, workflow).filter(
        ({ conclusion }) => conclusion === "success" || conclusion === "failure" || conclusion === "timed_out",
      );
      const last = runs.slice(0, RUNS);
      if (last.length < RUNS || last.some(({ conclusion }) => conclusion === "success")) continue;
      yield {
        message: `The last ${RUNS} runs of this workflow on the default branch failed; repair it or delete it.`,
        path: workflow.path,
        at: workflow.name ?? { start: 0, end: 0 },
        anchor: "history",
      };
    }
  },
});

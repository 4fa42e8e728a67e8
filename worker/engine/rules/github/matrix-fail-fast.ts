import { kindsOfJob } from "../../data/job-kinds.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import { cellCount } from "../../model/matrix-cells.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** From so many cells on one failing cell hides more than it saves. */
const LARGE = 6;

export const matrixFailFast = defineRule({
  meta: {
    id: "matrix-fail-fast",
    category: "performance",
    severity: "info",
    title: "A large test matrix leaves open what happens to the other cells",
    fixClass: "review",
    docs: {
      what: "A test job with a matrix of six or more cells and no `fail-fast`.",
      why: "By default the first cell that fails cancels all others, so a run tells of one broken combination at a time, and the next push of the next. Which is right depends on what a cell costs; it should be said: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategyfail-fast.",
      notReported:
        "Any `fail-fast`, true or false. Smaller matrices, and those whose size is computed. Jobs that do not test.",
      fix: "`fail-fast: false` where every cell's result is wanted, which the fix writes; `true` where minutes count more.",
      example: {
        before: "    strategy:\n      matrix:\n        node: [20, 22, 24]\n        os: [ubuntu-24.04, windows-2025]\n",
        after:
          "    strategy:\n      fail-fast: false\n      matrix:\n        node: [20, 22, 24]\n        os: [ubuntu-24.04, windows-2025]\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      const cells = job.strategy && !findPair(job.strategy, "fail-fast") ? cellCount(job) : null;
      if (cells === null || cells < LARGE || !kindsOfJob(job).has("test")) continue;
      yield {
        message: `The first of ${cells} cells that fails cancels all others; say with \`fail-fast\` whether that is meant.`,
        path: workflow.path,
        at: findPair(job.node, "strategy")?.key ?? job.key,
        anchor: `jobs.${job.id}.strategy.fail-fast`,
        fix: () => setFailFast(workflow, job),
      };
    }
  },
});

function setFailFast({ file }: Workflow, job: Job): FixOutcome {
  const edits =
    job.strategy && !job.strategy.aliased
      ? insertKey(file, job.strategy, { key: "fail-fast", value: "false", before: ["matrix"] })
      : null;
  if (!edits)
    return { abstain: "The strategy is written in a form that cannot be edited safely; add `fail-fast` by hand." };
  return {
    edits,
    title: `Let every cell of \`${job.id}\` finish`,
    explanation:
      "A failing cell no longer cancels the others: one run tells all that is broken, and costs their minutes.",
  };
}

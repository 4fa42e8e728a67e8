import type { WorkflowRun } from "../../lookups/answers.ts";
import { defineRule } from "../../rule.ts";
import { finishedRuns } from "./runs.ts";

/** From so many contradictions on it is the job and not the network. */
const TIMES = 3;

export const flakyJob = defineRule({
  meta: {
    id: "flaky-job",
    category: "ci_cd",
    severity: "medium",
    title: "Job that fails and then passes on the same commit",
    fixClass: "none",
    docs: {
      what: "A job that, for three or more commits, failed in one attempt and succeeded in a later one of the same commit.",
      why: 'People learn to press "re-run" until it is green, and then do so for real failures too. Each retry is billed and makes others wait.',
      notReported:
        "Fewer than three such commits. Failures that a new commit repaired. Jobs whose attempts are not known. Cancelled attempts.",
      fix: "Find what it waits for: time, order, network, or state that other jobs share. Move a test that cannot be repaired soon out of the required job.",
      example: {
        before: "a1b2c3: failure → success\nd4e5f6: failure → success\n",
        after: "a1b2c3: success\nd4e5f6: success\n",
      },
    },
  },

  *check({ workflows, lookups }) {
    for (const workflow of workflows) {
      const runs = finishedRuns(lookups, workflow);
      for (const job of workflow.jobs) {
        const name = job.name?.value ?? job.id;
        const commits = contradictions(runs, name);
        if (commits < TIMES) continue;
        yield {
          message: `Job \`${name}\` failed and then passed on the same commit ${commits} times; find what it depends on.`,
          path: workflow.path,
          at: job.key,
          anchor: `jobs.${job.id}.history`,
        };
      }
    }
  },
});

function contradictions(runs: readonly WorkflowRun[], name: string): number {
  const commits = new Set(runs.map(({ commit }) => commit));
  return [...commits].filter((commit) => {
    const attempts = runs
      .filter((run) => run.commit === commit)
      .flatMap((run) =>
        run.jobs
          .filter((job) => job.name === name)
          .map((job) => ({ attempt: run.attempt, conclusion: job.conclusion })),
      )
      .sort((a, b) => a.attempt - b.attempt);
    const failed = attempts.find(({ conclusion }) => conclusion === "failure");
    return (
      failed !== undefined &&
      attempts.some(({ attempt, conclusion }) => attempt > failed.attempt && conclusion === "success")
    );
  }).length;
}

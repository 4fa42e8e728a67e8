import { osOfLabel } from "../../data/runner-labels.ts";
import { defineRule } from "../../rule.ts";

export const conflictingRunnerLabels = defineRule({
  meta: {
    id: "conflicting-runner-labels",
    category: "ci_cd",
    severity: "high",
    title: "Labels of two systems on one job",
    fixClass: "none",
    docs: {
      what: "A `runs-on` list with labels of different operating systems.",
      why: "A runner must have all labels of the list. None is Linux and Windows at once, so the job waits for 24 hours and fails: https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/choose-the-runner-for-a-job.",
      notReported:
        "Several labels of the same system, such as `[self-hosted, linux, x64]`. A matrix with one system in each cell. Labels that name no system. Two images of the same system, for which only the runner's owner knows whether one has both.",
      fix: "A matrix with one label in each cell, or two jobs.",
      example: {
        before: "    runs-on: [ubuntu-24.04, windows-2025]\n",
        after:
          "    strategy:\n      matrix:\n        os: [ubuntu-24.04, windows-2025]\n    runs-on: ${{ matrix.os }}\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      const named = job.runsOn.flatMap((node) => {
        const os = osOfLabel(node.value.trim());
        return os === null ? [] : [{ node, os }];
      });
      const [first] = named;
      const other = named.find(({ os }) => os !== first?.os);
      if (!first || !other) continue;
      yield {
        message: `No runner is both \`${first.node.value}\` and \`${other.node.value}\`; use a matrix or two jobs.`,
        path: workflow.path,
        at: other.node,
        anchor: `jobs.${job.id}.runs-on`,
      };
    }
  },
});

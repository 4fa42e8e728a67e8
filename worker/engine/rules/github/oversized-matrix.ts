import { osOfLabel } from "../../data/runner-labels.ts";
import { cellCount, dimensionsOf } from "../../model/matrix-cells.ts";
import { findTrigger, type Job } from "../../model/workflow.ts";
import { resolve } from "../../parse/yaml-node.ts";
import { defineRule } from "../../rule.ts";

/** A product of systems and versions of this size on every commit of a pull request. */
const MANY = 9;

export const oversizedMatrix = defineRule({
  meta: {
    id: "oversized-matrix",
    category: "performance",
    severity: "medium",
    title: "Every pull request runs the full product of systems and versions",
    fixClass: "none",
    docs: {
      what: "A job that runs for pull requests with a matrix of nine or more cells over two or more dimensions, one of which is the operating system with macOS or Windows in it.",
      why: "Each push to a pull request pays for all cells, Windows at twice and macOS at ten times the price of Linux, while hardly any change breaks one combination alone: https://docs.github.com/en/billing/reference/actions-runner-pricing.",
      notReported:
        "Matrices on Linux alone, with one dimension, or smaller. Jobs whose condition or dimensions are computed, as they may already be smaller for pull requests. Workflows that do not run for pull requests.",
      fix: "Test every version on one system and every system on one version for pull requests; run the full product on the default branch or at night.",
      example: {
        before: "      matrix:\n        os: [ubuntu-24.04, windows-2025, macos-15]\n        node: [20, 22, 24]\n",
        after:
          "      matrix:\n        os: [ubuntu-24.04]\n        node: [20, 22, 24]\n        include:\n          - { os: windows-2025, node: 24 }\n          - { os: macos-15, node: 24 }\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      if (!job.strategy || !findTrigger(workflow, "pull_request") || job.if) continue;
      const cells = cellCount(job);
      if (cells === null || cells < MANY || !coversDearSystems(job)) continue;
      yield {
        message: `Every commit of a pull request runs ${cells} cells of \`${job.id}\`, some of them on macOS or Windows; run the full product on the default branch alone.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.strategy.matrix`,
      };
    }
  },
});

function coversDearSystems(job: Job): boolean {
  const dimensions = [...(dimensionsOf(job)?.values() ?? [])].filter((values) => values.length > 1);
  const systems = dimensions.map((values) => new Set(values.map((value) => systemOf(resolve(value)))));
  return dimensions.length > 1 && systems.some((set) => set.size > 1 && (set.has("macos") || set.has("windows")));
}

function systemOf(node: ReturnType<typeof resolve>): string | null {
  return node.kind === "scalar" ? osOfLabel(node.value.trim()) : null;
}

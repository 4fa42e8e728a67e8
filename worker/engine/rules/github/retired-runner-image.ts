import { startOfDay } from "../../data/day.ts";
import { findRunnerLabel, type RunnerLabel } from "../../data/runner-labels.ts";
import { type LabelGroup, labelGroups, replaceLabel } from "../../model/runner-labels-of.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const DAY_MS = 86_400_000;
/** From here on it is urgent: the brown-outs of GitHub begin some weeks before. */
const NEAR_DAYS = 60;

export const retiredRunnerImage = defineRule({
  meta: {
    id: "retired-runner-image",
    category: "ci_cd",
    severity: "high",
    title: "Runner image will be removed",
    fixClass: "review",
    docs: {
      what: "A hosted label with an announced last day that is still ahead. High within 60 days of it, medium before.",
      why: "From that day on the jobs do not start, and GitHub lets them fail for hours in the weeks before. Dates are those of the announcements in github.com/actions/runner-images.",
      notReported:
        "Images that are gone already, which `unknown-runner-label` reports. Images that are merely old and have no date. Self-hosted runners. Labels in expressions.",
      fix: "The successor that GitHub names. Newer images bring newer tools: look at the run before merging.",
      example: { before: "    runs-on: macos-13\n", after: "    runs-on: macos-15-intel\n" },
    },
  },

  *check({ jobs, now }) {
    for (const { workflow, job } of jobs) {
      for (const group of labelGroups(job)) {
        const { label, nodes } = group;
        const going = goingLabel(label, now);
        if (!going) continue;
        yield {
          message: `GitHub removes \`${label}\` on ${going.removedOn}${sinceWhen(going, now)}; move to \`${going.successor}\`.`,
          path: workflow.path,
          at: nodes[0],
          related: nodes.slice(1).map((at) => ({ path: workflow.path, at })),
          anchor: `jobs.${job.id}.runs-on.${label}`,
          cause: `runner:${workflow.path}`,
          severity: Date.parse(going.removedOn) - now <= NEAR_DAYS * DAY_MS ? "high" : "medium",
          fix: () => move(workflow, group, going),
        };
      }
    }
  },
});

type Going = RunnerLabel & { readonly removedOn: string; readonly successor: string };

function goingLabel(label: string, now: number): Going | null {
  const known = findRunnerLabel(label);
  if (!known?.successor || known.removedOn === null || Date.parse(known.removedOn) <= now) return null;
  return { ...known, removedOn: known.removedOn, successor: known.successor };
}

function sinceWhen({ deprecatedOn }: Going, now: number): string {
  return deprecatedOn !== null && startOfDay(deprecatedOn) <= now ? ` (deprecated since ${deprecatedOn})` : "";
}

function move({ file }: Workflow, group: LabelGroup, { label, successor, removedOn, source }: Going): FixOutcome {
  const edits = replaceLabel(file, group, successor);
  if (!edits)
    return { abstain: `The label is written in a form that cannot be edited safely; write \`${successor}\` by hand.` };
  return {
    edits,
    title: `Move from \`${label}\` to \`${successor}\``,
    explanation: `GitHub removes \`${label}\` on ${removedOn} (${source}). \`${successor}\` may have newer tools: look at the first run.`,
  };
}

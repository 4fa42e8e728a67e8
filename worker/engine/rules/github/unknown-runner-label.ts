import { findRunnerLabel, RUNNER_LABELS } from "../../data/runner-labels.ts";
import { type LabelGroup, labelGroups, replaceLabel } from "../../model/runner-labels-of.ts";
import type { Workflow } from "../../model/workflow.ts";
import { nearest } from "../../names/nearest.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Labels that GitHub reserves for its own images by their form. */
const LOOKS_HOSTED =
  /^(?:ubuntu|windows|macos)-(?:latest|\d[\w.]*)(?:-(?:arm|arm64|large|xlarge|intel))?$|^(?:ubuntu|windows|macos)$/i;

export const unknownRunnerLabel = defineRule({
  meta: {
    id: "unknown-runner-label",
    category: "ci_cd",
    severity: "high",
    title: "Runner that does not exist",
    fixClass: "review",
    docs: {
      what: "A label in `runs-on`, or in the matrix that it names, that has the form of a hosted runner's and is none: mistyped (`ubuntu-lastest`), never there (`ubuntu-23.04`), or removed before today.",
      why: "The job waits for a runner that never comes, and fails after 24 hours. Labels are those of github.com/actions/runner-images.",
      notReported:
        "Labels of self-hosted and larger runners, which an organization names as it likes: anything that does not look like a hosted label. Labels beside `self-hosted` and in a runner group. Expressions. Labels whose removal is announced and still ahead, which `retired-runner-image` reports. Labels that `.github/actionlint.yaml` lists.",
      fix: "The current image of the same system. Newer images bring newer tools: look at the run before merging.",
      example: { before: "    runs-on: ubuntu-20.04\n", after: "    runs-on: ubuntu-24.04\n" },
    },
  },

  *check({ jobs, now }) {
    for (const { workflow, job } of jobs) {
      const groups = labelGroups(job);
      if (groups.some(({ label }) => label.toLowerCase() === "self-hosted")) continue;
      for (const group of groups) {
        const { label, nodes } = group;
        const wrong = wrongLabel(label, now);
        if (!wrong) continue;
        const { message, successor } = wrong;
        const fix = successor === null ? {} : { fix: () => replace(workflow, group, successor) };
        yield {
          message,
          path: workflow.path,
          at: nodes[0],
          related: nodes.slice(1).map((at) => ({ path: workflow.path, at })),
          anchor: `jobs.${job.id}.runs-on.${label}`,
          cause: `runner:${workflow.path}`,
          ...fix,
        };
      }
    }
  },
});

function isMisspelt(label: string): boolean {
  return LOOKS_HOSTED.test(label) || nearest(label, LATEST_LABELS) !== null;
}

const LATEST_LABELS = ["ubuntu-latest", "windows-latest", "macos-latest"];

function current(now: number): string[] {
  return RUNNER_LABELS.filter(({ removedOn }) => removedOn === null || Date.parse(removedOn) > now).map(
    ({ label }) => label,
  );
}

function replace({ file }: Workflow, group: LabelGroup, successor: string): FixOutcome {
  const edits = replaceLabel(file, group, successor);
  if (!edits)
    return { abstain: `The label is written in a form that cannot be edited safely; write \`${successor}\` by hand.` };
  return {
    edits,
    title: `Run on \`${successor}\` instead of \`${group.label}\``,
    explanation: `There is no runner \`${group.label}\`, so the job never starts. \`${successor}\` may have newer tools: look at the first run.`,
  };
}

interface WrongLabel {
  readonly message: string;
  readonly successor: string | null;
}

function wrongLabel(label: string, now: number): WrongLabel | null {
  const known = findRunnerLabel(label);
  if (known) {
    if (known.removedOn === null || Date.parse(known.removedOn) > now) return null;
    const { removedOn, successor } = known;
    return { message: `GitHub removed \`${label}\` on ${removedOn}; use \`${successor}\`.`, successor };
  }
  if (!isMisspelt(label)) return null;
  const successor = nearest(label, current(now));
  return {
    message: `There is no hosted runner \`${label}\`${successor ? `; \`${successor}\` is one` : ""}.`,
    successor,
  };
}

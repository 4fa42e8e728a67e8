import { FLOATING_LABELS, type FloatingLabel } from "../../data/runner-labels.ts";
import { setScalar } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { type AskedLabel, askedLabels } from "../../model/runner-labels-of.ts";
import type { Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const floatingRunnerImage = defineRule({
  meta: {
    id: "floating-runner-image",
    category: "ci_cd",
    severity: "info",
    title: "Runner image changes by itself",
    fixClass: "review",
    docs: {
      what: "Jobs that run on a `-latest` label. One finding for the workflow. Medium around an announced migration, info otherwise.",
      why: "GitHub moves these labels to the next image over some weeks, each job when its turn comes. Tools change under the build, and a commit that passed yesterday fails today. How they move: https://github.com/actions/runner-images#label-scheme.",
      notReported:
        "Labels with a version. Self-hosted and larger runners. Matrices that test on several systems on purpose with a version beside `-latest` are reported for the floating ones alone. Expressions.",
      fix: "The image that the label stands for now; Renovate moves it when a newer one is ready. It is a matter of taste: who wants the newest tools at once sets the finding aside.",
      example: { before: "    runs-on: ubuntu-latest\n", after: "    runs-on: ubuntu-24.04\n" },
    },
  },

  *check({ workflows, now }) {
    for (const workflow of workflows) {
      const floating = workflow.jobs.flatMap((job) => askedLabels(job).flatMap(toFloating));
      const [first, ...rest] = floating;
      if (!first) continue;
      const moving = floating.find(({ floats }) => isMoving(floats, now));
      const { label, node } = moving ?? first;
      yield {
        message: moving
          ? `GitHub moves \`${label}\` from \`${moving.floats.image}\` to another image since ${moving.floats.movesOn}; name the image.`
          : `\`${label}\` is another image after GitHub's next migration; name the image.`,
        path: workflow.path,
        at: node,
        anchor: "runs-on.latest",
        severity: moving ? "medium" : "info",
        related: [first, ...rest]
          .filter((each) => each.node !== node)
          .map((each) => ({ path: workflow.path, at: each.node })),
        fix: () => nameImages(workflow, floating),
      };
    }
  },
});

interface Floating extends AskedLabel {
  readonly floats: FloatingLabel;
}

function toFloating(asked: AskedLabel): Floating[] {
  const floats = FLOATING_LABELS[asked.label.toLowerCase()];
  return floats ? [{ ...asked, floats }] : [];
}

const DAY_MS = 86_400_000;
/** Migrations are announced weeks ahead and take weeks: around their first day the label is not to be relied on. */
const AROUND_DAYS = 60;

function isMoving({ movesOn }: FloatingLabel, now: number): boolean {
  return movesOn !== null && Math.abs(Date.parse(movesOn) - now) <= AROUND_DAYS * DAY_MS;
}

function nameImages({ file }: Workflow, labels: readonly Floating[]): FixOutcome {
  const nodes = [...new Map(labels.map((asked) => [asked.node, asked])).values()];
  const edits: (Edit[] | null)[] = nodes.map(({ node, floats }) =>
    node.aliased ? null : setScalar(file, node, floats.image),
  );
  if (edits.includes(null))
    return { abstain: "A label is written in a form that cannot be edited safely; name the images by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Name the runner images",
    explanation: "The jobs stay on these images until somebody moves them.",
  };
}

import { startOfDay } from "../../data/day.ts";
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
      what: "Jobs that run on a `-latest` label. One finding for the workflow. Medium from the announcement of a migration to its last day, info otherwise.",
      why: "GitHub moves these labels to the next image over some weeks, each job when its turn comes. Tools change under the build, and a commit that passed yesterday fails today. How they move: https://github.com/actions/runner-images#label-scheme; `ubuntu-latest` last went from 24.04 to 26.04, 2026-10-19 to 2026-11-19: https://github.com/actions/runner-images/issues/14748.",
      notReported:
        "Labels with a version. Self-hosted and larger runners. Matrices that test on several systems on purpose with a version beside `-latest` are reported for the floating ones alone. Expressions.",
      fix: "The image that the label stands for now, or while a migration runs the one that it leaves; Renovate moves it when a newer one is ready. It is a matter of taste: who wants the newest tools at once sets the finding aside.",
      example: { before: "    runs-on: ubuntu-latest\n", after: "    runs-on: ubuntu-26.04\n" },
    },
  },

  *check({ workflows, now }) {
    for (const workflow of workflows) {
      const floating = workflow.jobs.flatMap((job) => askedLabels(job).flatMap(toFloating));
      const [first] = floating;
      if (!first) continue;
      const moving = floating.find(({ floats }) => isMoving(floats, now));
      const { node, floats } = moving ?? first;
      yield {
        message: `${moving ? onMigration(floats, now) : `\`${floats.label}\` is another image after GitHub's next migration`}; name the image.`,
        path: workflow.path,
        at: node,
        anchor: "runs-on.latest",
        cause: `runner:${workflow.path}`,
        severity: moving ? "medium" : "info",
        related: floating.filter((each) => each.node !== node).map((each) => ({ path: workflow.path, at: each.node })),
        fix: () => nameImages(workflow, floating, now),
      };
    }
  },
});

interface Floating extends AskedLabel {
  readonly floats: FloatingLabel;
}

const byLabel = new Map(FLOATING_LABELS.map((row) => [row.label, row]));

function toFloating(asked: AskedLabel): Floating[] {
  const floats = byLabel.get(asked.label.toLowerCase());
  return floats ? [{ ...asked, floats }] : [];
}

/** From the announcement to the last day, on which jobs may still get one image or the other. */
function isMoving({ migration }: FloatingLabel, now: number): boolean {
  if (!migration) return false;
  return now >= startOfDay(migration.announcedOn) && now < endOf(migration);
}

function endOf({ endsOn }: NonNullable<FloatingLabel["migration"]>): number {
  return startOfDay(endsOn) + DAY_MS;
}

const DAY_MS = 86_400_000;

function onMigration({ label, image, migration }: FloatingLabel, now: number): string {
  const { from = "", startsOn = "", endsOn = "" } = migration ?? {};
  const verb = now < startOfDay(startsOn) ? "will move" : "moves";
  return `GitHub ${verb} \`${label}\` from \`${from}\` to \`${image}\` between ${startsOn} and ${endsOn}`;
}

/** What the builds ran on so far: while a migration runs, the image that the label leaves. */
function imageOn({ image, migration }: FloatingLabel, now: number): string {
  return migration && now < endOf(migration) ? migration.from : image;
}

function nameImages({ file }: Workflow, labels: readonly Floating[], now: number): FixOutcome {
  const nodes = [...new Map(labels.map((asked) => [asked.node, asked])).values()];
  const edits: (Edit[] | null)[] = nodes.map(({ node, floats }) =>
    node.aliased ? null : setScalar(file, node, imageOn(floats, now)),
  );
  if (edits.includes(null))
    return { abstain: "A label is written in a form that cannot be edited safely; name the images by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Name the runner images",
    explanation: "The jobs stay on these images until somebody moves them.",
  };
}

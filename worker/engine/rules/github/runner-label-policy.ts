import { setScalar } from "../../edit/edit-yaml.ts";
import type { Policy } from "../../lookups/answers.ts";
import { type RunnerLabel, runnerLabels } from "../../model/runner-labels.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { wildcard } from "../../names/wildcard.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

export const runnerLabelPolicy = defineRule({
  meta: {
    id: "runner-label-policy",
    category: "ci_cd",
    severity: "medium",
    title: "Runner label is outside the organization's policy",
    fixClass: "safe",
    docs: {
      what: "A job that asks for a runner label which the organization's policy does not allow, or for which it names another one. Labels of a matrix count too.",
      why: "An organization that maps labels to its own or to cheaper, hardened runners wants every job there; a label outside the map waits for a runner that does not exist, or runs where nobody looks.",
      notReported:
        "Everything where no policy is known, labels that match the policy (`*` stands for any text, letters' case does not count), and labels that an expression computes.",
      fix: "Write the label that the policy names in its place. Where the policy names none, choose an allowed one by hand.",
      example: {
        before: "jobs:\n  build:\n    runs-on: ubuntu-latest\n",
        after: "jobs:\n  build:\n    runs-on: acme-linux\n",
      },
    },
  },

  *check(context) {
    if (!context.workflows.some(({ jobs }) => jobs.some(({ runsOn }) => runsOn.length > 0))) return;
    const policy = context.lookups.policy();
    if (policy === "unknown") return;
    const isOutside = outsideOf(policy);
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        const found = runnerLabels(job).filter(({ label }) => isOutside(label));
        if (found.length > 0) yield toHit({ workflow, job, found }, policy);
      }
    }
  },
});

interface Place {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly found: readonly RunnerLabel[];
}

function outsideOf({ runnerLabels: allowed, runnerReplacements }: Policy): (label: string) => boolean {
  const patterns = allowed?.map(wildcard) ?? null;
  return (label) =>
    replacementFor(runnerReplacements, label) !== null || !(patterns?.some((pattern) => pattern.test(label)) ?? true);
}

function replacementFor(replacements: Policy["runnerReplacements"], label: string): string | null {
  const wanted = label.toLowerCase();
  const entry = Object.entries(replacements).find(([from, to]) => from.toLowerCase() === wanted && to !== label);
  return entry?.[1] ?? null;
}

function toHit({ workflow, job, found }: Place, policy: Policy): Hit {
  const [first, ...others] = found;
  const labels = [...new Set(found.map(({ label }) => `\`${label}\``))].join(", ");
  const to = first ? replacementFor(policy.runnerReplacements, first.label) : null;
  return {
    message: `The organization's policy does not allow ${labels} for job \`${job.id}\`; use ${to === null ? "an allowed label" : `\`${to}\``} instead.`,
    path: workflow.path,
    at: first?.node ?? job.key,
    anchor: `jobs.${job.id}.runs-on`,
    related: others.map(({ node }) => ({ path: workflow.path, at: node })),
    fix: () => replaceLabels(workflow, found, policy),
  };
}

function replaceLabels({ file }: Workflow, found: readonly RunnerLabel[], policy: Policy): FixOutcome {
  const edits = found.map(({ label, node, isWritten }) => {
    const to = replacementFor(policy.runnerReplacements, label);
    return to === null || !isWritten ? null : setScalar(file, node, to);
  });
  if (edits.includes(null))
    return {
      abstain: "The policy names no label to use in place of this one, or an expression makes it: choose one by hand.",
    };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Use the runner labels of the organization's policy",
    explanation: "The labels are those that the organization's policy names in place of the old ones.",
  };
}

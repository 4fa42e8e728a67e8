import { isDeployJob } from "../../data/deploy-steps.ts";
import { publishes } from "../../data/publishing-steps.ts";
import { addInputs } from "../../edit/with-input.ts";
import { entryText, findTrigger, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Long enough to look at yesterday's failure, short of the default of 90. */
const DAYS = 7;

export const artifactRetention = defineRule({
  meta: {
    id: "artifact-retention",
    category: "performance",
    severity: "low",
    title: "Artifacts of every run are kept for 90 days",
    fixClass: "safe",
    docs: {
      what: "Uploads without `retention-days` in a workflow that runs for pushes or pull requests. One finding for the workflow.",
      why: "An artifact is kept for 90 days unless the repository says otherwise, and storage is billed by the hour. Build output and logs of a pull request interest nobody after a few days: https://docs.github.com/en/actions/how-tos/manage-workflow-runs/remove-workflow-artifacts.",
      notReported:
        "Uploads with `retention-days`. Workflows that only run for releases, tags, schedules or by hand, and jobs that publish or deploy: their artifacts may be the release. Artifacts of GitHub Pages. Uploads by other actions.",
      fix: "`retention-days: 7`.",
      example: {
        before: "      - uses: actions/upload-artifact@v4\n        with:\n          path: dist\n",
        after:
          "      - uses: actions/upload-artifact@v4\n        with:\n          path: dist\n          retention-days: 7\n",
      },
    },
  },

  *check({ workflows }) {
    for (const workflow of workflows) {
      if (!findTrigger(workflow, "pull_request") && !pushesBranches(workflow)) continue;
      const uploads = workflow.jobs
        .filter((job) => job.steps.some(keepsLong) && !isRelease(job))
        .flatMap(({ steps }) => steps.filter(keepsLong));
      const [first, ...rest] = uploads;
      if (!first) continue;
      yield {
        message: `Artifacts of each run are kept for 90 days; set \`retention-days: ${DAYS}\`.`,
        path: workflow.path,
        at: first.uses?.node ?? first.node,
        anchor: "upload-artifact.retention-days",
        related: rest.map(({ uses, node }) => ({ path: workflow.path, at: uses?.node ?? node })),
        fix: () => limit(workflow, uploads),
      };
    }
  },
});

function isRelease(job: Job): boolean {
  return /release|publish/i.test(job.id) || isDeployJob(job) || job.steps.some(publishes);
}

function pushesBranches(workflow: Workflow): boolean {
  const push = findTrigger(workflow, "push");
  if (!push) return false;
  const node = push.node?.kind === "map" ? push.node : null;
  const filters = node?.pairs.map(({ key }) => (key.kind === "scalar" ? key.value : "")) ?? [];
  return filters.length === 0 || filters.some((filter) => filter.startsWith("branches") || filter.startsWith("paths"));
}

function keepsLong({ uses, with: inputs }: Step): boolean {
  return (
    uses?.name === "actions/upload-artifact" &&
    entryText(inputs, "retention-days") === null &&
    entryText(inputs, "name") !== "github-pages"
  );
}

function limit(workflow: Workflow, uploads: readonly Step[]): FixOutcome {
  const edits = uploads.map((step) => addInputs(workflow.file, step, { "retention-days": String(DAYS) }));
  if (edits.includes(null))
    return { abstain: "The inputs of an upload cannot be edited safely; add `retention-days` by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: `Keep artifacts of a run for ${DAYS} days`,
    explanation:
      "Artifacts that are there already keep their date. Raise the number where somebody looks at older ones.",
  };
}

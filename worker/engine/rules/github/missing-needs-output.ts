import { addNeeds } from "../../edit/add-needs.ts";
import { expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import { ancestorsOf } from "../../model/job-graph.ts";
import { entryText, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

interface Missing {
  readonly job: Job;
  readonly producer: Job;
  readonly what: string;
  readonly at: Span;
}

export const missingNeedsOutput = defineRule({
  meta: {
    id: "missing-needs-output",
    category: "ci_cd",
    severity: "high",
    title: "Job uses what a job makes that it does not wait for",
    fixClass: "safe",
    docs: {
      what: "A job that reads `needs.<job>.outputs`, or downloads the artifact, of a job of the same workflow that is not in its `needs`. One finding for each pair of jobs.",
      why: "Without the edge both jobs start at the same time: the artifact is not there yet, and `needs.<job>` is empty, which GitHub does not report. The job fails now and then, or works with an empty text. Source: docs.github.com, `needs` context: only direct dependencies are in it.",
      notReported:
        "Artifacts that the job waits for through other jobs. Downloads without a name or with a pattern, from another run (`run-id`, `github-token`), or of a name that is computed. A name that several jobs upload, or the job itself. `needs.<job>` of a job that does not exist, which is `expression-undefined-reference`.",
      fix: "Add the job to `needs`; not where that would close a circle.",
      example: {
        before: "  deploy:\n    steps:\n      - run: ./deploy ${{ needs.build.outputs.tag }}\n",
        after: "  deploy:\n    needs: [build]\n    steps:\n      - run: ./deploy ${{ needs.build.outputs.tag }}\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      if (workflow.jobs.length > 1) for (const group of groupsOf(workflow)) yield toHit(workflow, group);
    }
  },
});

/** Of each pair of jobs all places together. */
function groupsOf(workflow: Workflow): readonly [Missing, ...Missing[]][] {
  const groups = new Map<string, [Missing, ...Missing[]]>();
  for (const missing of [...missingOutputs(workflow), ...missingArtifacts(workflow)]) {
    const key = `${missing.job.id} ${missing.producer.id}`;
    const group = groups.get(key);
    if (group) group.push(missing);
    else groups.set(key, [missing]);
  }
  return [...groups.values()];
}

function toHit(workflow: Workflow, [first, ...rest]: readonly [Missing, ...Missing[]]): Hit {
  const { job, producer, what, at } = first;
  return {
    message: `Job \`${job.id}\` uses ${what} of job \`${producer.id}\` without waiting for it; add \`${producer.id}\` to its \`needs\`.`,
    path: workflow.path,
    at,
    anchor: `jobs.${job.id}.needs.${producer.id}`,
    related: rest.map((each) => ({ path: workflow.path, at: each.at })),
    fix: () => addNeed(workflow, job, producer),
  };
}

function missingOutputs(workflow: Workflow): Missing[] {
  return expressionsOf(workflow).flatMap((expression) => {
    const { job } = expression;
    if (!job) return [];
    return expression.references.flatMap(({ segments, start, end }) => {
      if (segments[0] !== "needs" || segments[1] === undefined || segments[1] === "*") return [];
      const producer = workflow.jobs.find(({ id }) => id.toLowerCase() === segments[1]);
      if (!producer || producer === job || job.needs.some(({ value }) => value.toLowerCase() === segments[1]))
        return [];
      return [{ job, producer, what: "a result", at: spanInFile(expression, start, end) }];
    });
  });
}

function missingArtifacts(workflow: Workflow): Missing[] {
  const uploads = workflow.jobs.flatMap((job) => job.steps.flatMap((step) => uploadOf(job, step)));
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      const name = downloadedName(step);
      const producers = new Set(uploads.filter((upload) => upload.name === name).map((upload) => upload.job));
      const [producer] = producers;
      if (name === null || !producer || producers.size > 1 || producer === job) return [];
      if (ancestorsOf(workflow).get(job.id)?.has(producer.id)) return [];
      return [{ job, producer, what: `the artifact \`${name}\``, at: step.uses?.node ?? step.node }];
    }),
  );
}

function uploadOf(job: Job, step: Step): { job: Job; name: string | null }[] {
  if (step.uses?.name !== "actions/upload-artifact") return [];
  return [{ job, name: plainName(entryText(step.with, "name") ?? "artifact") }];
}

/** The one artifact that a step asks for by a fixed name; null for all, a pattern, another run, or a computed name. */
function downloadedName(step: Step): string | null {
  if (step.uses?.name !== "actions/download-artifact") return null;
  if (["run-id", "github-token", "repository", "pattern", "artifact-ids"].some((input) => entryText(step.with, input)))
    return null;
  return plainName(entryText(step.with, "name"));
}

function plainName(name: string | null): string | null {
  return name === null || name === "" || name.includes("${{") ? null : name;
}

function addNeed(workflow: Workflow, job: Job, producer: Job): FixOutcome {
  if (ancestorsOf(workflow).get(producer.id)?.has(job.id)) {
    return {
      abstain: `Job \`${producer.id}\` itself waits for \`${job.id}\`, so neither order works; change which job makes what.`,
    };
  }
  const edits = addNeeds(workflow, job, [producer.id]);
  if (!edits)
    return { abstain: `\`needs\` of job \`${job.id}\` cannot be edited safely; add \`${producer.id}\` by hand.` };
  return {
    edits,
    title: `Let \`${job.id}\` wait for \`${producer.id}\``,
    explanation: `\`${job.id}\` uses what \`${producer.id}\` makes. It now starts when that is there, and not when it failed.`,
  };
}

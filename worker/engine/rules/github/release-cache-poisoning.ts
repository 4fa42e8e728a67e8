import { publishes } from "../../data/publishing-steps.ts";
import { deleteKey, insertKey, setScalar } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Job, Step, Workflow } from "../../model/workflow.ts";
import { asMap, findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { type Restore, restoreOf } from "./release-cache-poisoning/restores.ts";

export const releaseCachePoisoning = defineRule({
  meta: {
    id: "release-cache-poisoning",
    category: "security",
    severity: "medium",
    title: "A release is built from a cache that others can write",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A step that restores a cache in a job that publishes a package, an image or a release, in a job whose artifacts such a job publishes, or in a workflow that only releases start: `actions/cache`, a setup action whose cache is on or on by default, `Swatinem/rust-cache`, layers of `type=gha` and the like.",
      why: "Caches of the default branch are restored by every run of the repository, and any run on that branch writes them, also a `pull_request_target` job or a dependency's install script that was tampered with. Whoever gets one entry in gets their files into the release ([The monsters in your build cache](https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/)). Building releases from nothing costs minutes and takes that way away.",
      notReported:
        "Caches of jobs that publish nothing, steps that only save a cache, steps with a condition about the event or the ref, inputs that an expression decides, layers in a registry, and defaults of versions that nobody can tell from a commit id without a comment. Rehearsals (`--dry-run`).",
      fix: "Switch the cache off where releases are built. The fix writes the action's own input for that, or takes the input away that switched it on. No fix where the action has none, or where the same input also installs the dependencies (`bundler-cache`): put `if:` on such a step, or build without it.",
      example: {
        before:
          "on: release\njobs:\n  publish:\n    steps:\n      - uses: actions/setup-node@v6\n        with:\n          node-version: 24\n          cache: npm\n      - run: npm ci && npm publish\n",
        after:
          "on: release\njobs:\n  publish:\n    steps:\n      - uses: actions/setup-node@v6\n        with:\n          node-version: 24\n      - run: npm ci && npm publish\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const [job, reason] of publishedJobs(workflow)) yield* hitsOf({ workflow, job }, reason, context.repository);
    }
  },
});

/** Jobs whose results reach users, and how. */
function publishedJobs(workflow: Workflow): (readonly [Job, string])[] {
  if (startsOnlyReleases(workflow)) return workflow.jobs.map((job) => [job, "this workflow publishes"]);
  const publishers = workflow.jobs.filter((job) => job.steps.some(publishes));
  if (publishers.length === 0) return [];
  return workflow.jobs.flatMap((job) => {
    const reason = reasonOf(workflow, job, publishers);
    return reason === null ? [] : [[job, reason] as const];
  });
}

function hitsOf(place: Pick<Place, "workflow" | "job">, reason: string, repository: RepositoryModel): Hit[] {
  return place.job.steps.flatMap((step) => {
    const restore = isDecided(step) ? null : restoreOf(step, place.workflow.file, repository);
    return restore ? [toHit({ ...place, step, restore }, reason)] : [];
  });
}

/** Releases and pushes of tags, by hand too, and nothing else. */
function startsOnlyReleases({ triggers, jobs }: Workflow): boolean {
  const isRelease = triggers.map((trigger) => {
    if (trigger.event === "push")
      return triggerFilter(trigger, "tags") !== null && triggerFilter(trigger, "branches") === null;
    return trigger.event === "release";
  });
  const isManual = (event: string | undefined) => event === "workflow_dispatch";
  return (
    jobs.length > 0 && isRelease.includes(true) && triggers.every(({ event }, at) => isRelease[at] || isManual(event))
  );
}

function reasonOf(workflow: Workflow, job: Job, publishers: readonly Job[]): string | null {
  if (publishers.includes(job)) return "this job publishes";
  if (!job.steps.some(({ uses }) => uses?.name === "actions/upload-artifact")) return null;
  const publisher = publishers.find((other) => downloads(other) && needs(workflow, other, job));
  return publisher ? `job \`${publisher.id}\` publishes` : null;
}

function downloads(job: Job): boolean {
  return job.steps.some(({ uses }) => uses?.name === "actions/download-artifact");
}

function needs(workflow: Workflow, job: Job, wanted: Job): boolean {
  const reached = new Set<string>();
  const pending = job.needs.map(({ value }) => value);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    pending.push(...(workflow.jobs.find((other) => other.id === id)?.needs.map(({ value }) => value) ?? []));
  }
  return reached.has(wanted.id);
}

/** Somebody has thought about when the cache is used. */
function isDecided(step: Step): boolean {
  return /github\.(?:ref|event|base_ref|head_ref)|startsWith/i.test(step.if?.value ?? "");
}

interface Place {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly restore: Restore;
}

function toHit(place: Place, reason: string): Hit {
  const { workflow, job, step, restore } = place;
  const name = step.uses?.name ?? "";
  const advice = restore.off ? "switch the cache off here" : "build it without this step";
  return {
    message: `\`${name}\` restores a cache that other runs can write, and ${reason} what is built from it; ${advice}.`,
    path: workflow.path,
    at: restore.entry?.key ?? step.uses?.node ?? job.key,
    anchor: `jobs.${job.id}.${step.identity}`,
    fix: () => switchOff(place),
  };
}

function switchOff({ workflow, step, restore }: Place): FixOutcome {
  const { off } = restore;
  if (off === null) {
    return {
      abstain:
        "This action cannot be told to leave the cache alone, or only together with its install: replace the step by hand, or put an `if:` on it.",
    };
  }
  const edits =
    off.value === "remove" ? removeInput(workflow.file, step, off.input) : writeInput(workflow.file, step, off);
  if (!edits)
    return { abstain: "The step is written in a form that cannot be edited safely; switch the cache off by hand." };
  return {
    edits,
    title: "Build the release without a cache",
    explanation:
      "The release is built from its sources and the registry alone, so nothing that another run left in the cache gets into it. It takes as long as a first run does.",
  };
}

function removeInput(file: SourceFile, step: Step, input: string): Edit[] | null {
  const inputs = findPair(step.node, "with");
  const map = asMap(inputs?.value);
  const pair = map?.pairs.find(({ key }) => key.kind === "scalar" && key.value.toLowerCase() === input);
  if (!inputs || !map || !pair || inputs.value.kind === "alias" || map.aliased) return null;
  return map.pairs.length === 1 ? deleteKey(file, step.node, inputs) : deleteKey(file, map, pair);
}

function writeInput(file: SourceFile, step: Step, { input, value }: { input: string; value: string }): Edit[] | null {
  const inputs = findPair(step.node, "with");
  const map = asMap(inputs?.value);
  const pair = map?.pairs.find(({ key }) => key.kind === "scalar" && key.value.toLowerCase() === input);
  if (pair) return pair.value.kind === "scalar" ? setScalar(file, pair.value, value.replaceAll('"', "")) : null;
  if (inputs && map)
    return inputs.value.kind === "alias" || map.aliased ? null : insertKey(file, map, { key: input, value });
  if (inputs) return null;
  const source = step.node.flow ? `{ ${input}: ${value} }` : `\n  ${input}: ${value}`;
  return insertKey(file, step.node, { key: "with", value: source, after: ["uses"] });
}

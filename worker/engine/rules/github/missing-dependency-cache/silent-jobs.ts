import { isDeployJob } from "../../../data/deploy-steps.ts";
import { triggerFilter } from "../../../model/read-parts.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { entryText, type Job, type Step, type Workflow } from "../../../model/workflow.ts";

/** Actions that cache dependencies although their names do not say so. */
const CACHING_ACTIONS =
  /cache|^gradle\/(?:actions|gradle-build-action)|^bahmutov\/npm-install|^ramsey\/composer-install|^cypress-io\/github-action|^astral-sh\/setup-uv|^jdx\/mise-action|^burrunan\/|^actions-rust-lang\/setup-rust-toolchain/;

/** True where a cache would do harm or is somebody else's affair: publishing, own machines, other caches, other checkouts. */
export function isSilentJob(repository: RepositoryModel, workflow: Workflow, job: Job): boolean {
  return (
    job.uses !== null ||
    job.runsOn.some((label) => /self-hosted|^\s*\$\{\{/.test(label.value) && !/matrix\./.test(label.value)) ||
    isPublishing(workflow, job) ||
    job.steps.some((step) => cachesByItself(repository, step, 0) || checksOutElsewhere(step))
  );
}

/** What a publishing run restores from a cache ends up with the users, and other runs can write caches. */
function isPublishing(workflow: Workflow, job: Job): boolean {
  return (
    startsOnlyReleases(workflow) ||
    isDeployJob(job) ||
    workflow.jobs.some((other) => isDeployJob(other) && takesArtifactsOf(workflow, other, job))
  );
}

function startsOnlyReleases({ triggers }: Workflow): boolean {
  const isRelease = triggers.map((trigger) => {
    if (trigger.event === "push")
      return triggerFilter(trigger, "tags") !== null && triggerFilter(trigger, "branches") === null;
    return trigger.event === "release";
  });
  return (
    isRelease.includes(true) && triggers.every(({ event }, index) => isRelease[index] || event === "workflow_dispatch")
  );
}

function takesArtifactsOf(workflow: Workflow, publisher: Job, job: Job): boolean {
  if (!job.steps.some((step) => step.uses?.name === "actions/upload-artifact")) return false;
  const reached = new Set<string>();
  const pending = publisher.needs.map((need) => need.value);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    pending.push(...(workflow.jobs.find((other) => other.id === id)?.needs.map((need) => need.value) ?? []));
  }
  return reached.has(job.id);
}

/** Looks into local actions; one that cannot be read might cache. */
function cachesByItself(repository: RepositoryModel, { uses, with: inputs }: Step, depth: number): boolean {
  if (!uses) return false;
  if (uses.kind !== "local")
    return (
      CACHING_ACTIONS.test(uses.name) || (uses.name === "pnpm/action-setup" && entryText(inputs, "cache") === "true")
    );
  const prefix = uses.path === "" ? "" : `${uses.path}/`;
  const action = repository.actions.find(
    ({ path }) => path === `${prefix}action.yml` || path === `${prefix}action.yaml`,
  );
  if (!action || depth > 4) return true;
  return action.steps.some(
    (step) => entryText(step.with, "cache") !== null || cachesByItself(repository, step, depth + 1),
  );
}

function checksOutElsewhere({ uses, with: inputs }: Step): boolean {
  return (
    uses?.name === "actions/checkout" &&
    (entryText(inputs, "path") !== null || entryText(inputs, "repository") !== null)
  );
}

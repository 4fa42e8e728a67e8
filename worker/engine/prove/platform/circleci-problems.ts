import type { CircleciBlock, CircleciConfig, CircleciJobUse } from "../../model/circleci/config.ts";
import { circleciConfigOf } from "../../model/circleci/read-config.ts";
import { commandOf } from "../../model/circleci/steps.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asMap, asScalar, asSeq } from "../../parse/yaml-node.ts";

/** What CircleCI would refuse in a configuration file, as structural words without lines. */
export function circleciProblems(repository: RepositoryModel, path: string): string[] {
  const config = circleciConfigOf(repository, path);
  if (!config) return [];
  return [...config.blocks.flatMap(blockProblems), ...workflowProblems(config)];
}

function blockProblems(block: CircleciBlock): string[] {
  const problems = block.steps.flatMap((step) => {
    const where = `${block.anchor}: ${step.name}`;
    if (step.name === "run") return commandOf(step) === null ? [`${where} without command`] : [];
    if (step.name === "save_cache") return missing(asMap(step.value), ["key", "paths"], where);
    if (step.name !== "restore_cache") return [];
    const map = asMap(step.value);
    const key = asScalar(pairIn(map, "key")?.pair.value);
    return key || asSeq(pairIn(map, "keys")?.pair.value) ? [] : [`${where} without key`];
  });
  const hasNoSteps = block.kind === "jobs" && !pairIn(block.map, "steps") && !pairIn(block.map, "type");
  return hasNoSteps ? [`${block.anchor}: no steps`, ...problems] : problems;
}

function missing(map: Parameters<typeof pairIn>[0], keys: readonly string[], where: string): string[] {
  return keys.filter((key) => pairIn(map, key) === null).map((key) => `${where} without ${key}`);
}

/** Jobs of orbs have a slash in their names and are not known here; a matrix makes names of its own. */
function workflowProblems({ blocks, workflows }: CircleciConfig): string[] {
  const jobs = new Set(blocks.filter(({ kind }) => kind === "jobs").map(({ name }) => name));
  return workflows.flatMap(({ name, uses }) => {
    const names = new Set(uses.map((use) => use.name));
    const mayBeMatrix = uses.some(({ hasMatrix }) => hasMatrix);
    return uses.flatMap((use) => [
      ...(isUnknown(use, jobs) ? [`workflow ${name}: job ${use.job}`] : []),
      ...use.requires
        .filter((need) => !mayBeMatrix && !need.includes("<<") && !names.has(need))
        .map((need) => `workflow ${name}: ${use.name} requires ${need}`),
    ]);
  });
}

function isUnknown({ job, isApproval }: CircleciJobUse, jobs: ReadonlySet<string>): boolean {
  return !isApproval && !job.includes("/") && !job.includes("<<") && !jobs.has(job);
}

/** Which pipeline files are asked about, each one a question of its own. */
import { type Finding, SEVERITIES } from "../../finding.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { isSamplePath } from "../../model/sample-path.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { ContextGround } from "./ground.ts";
import { relatedFiles } from "./related-files.ts";

/** How much more a worse finding counts than one of the next severity. */
const STEP = 4;

/** Paths of pipelines, those with the worst findings first. What another pipeline calls and nothing else starts belongs to that one. */
export function pipelineUnits({ repository, findings }: ContextGround): string[] {
  const starts = [
    ...repository.workflows.filter((workflow) => !isOnlyCalled(workflow)).map(({ path }) => path),
    ...gitlabPipelinesOf({ repository }).map(({ path }) => path),
    ...circleciConfigsOf({ files: repository.files, repository }).map(({ path }) => path),
  ];
  const reached = new Set(starts.flatMap((path) => relatedFiles(repository, path)));
  const alone = [
    ...repository.workflows.filter(isOnlyCalled).map(({ path }) => path),
    ...repository.actions.map(({ path }) => path).filter((path) => !isSamplePath(path)),
  ];
  const units = new Set([...starts, ...alone.filter((path) => !reached.has(path))]);
  const weights = new Map([...units].map((path) => [path, weightOf(findings, path)]));
  const weight = (path: string) => weights.get(path) ?? 0;
  return [...units].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
}

function isOnlyCalled({ triggers }: Workflow): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event === "workflow_call");
}

function weightOf(findings: readonly Finding[], path: string): number {
  const own = findings.filter((finding) => finding.path === path);
  return own.reduce((sum, { severity }) => sum + STEP ** (SEVERITIES.length - 1 - SEVERITIES.indexOf(severity)), 0);
}

/** Pipelines that no reader can read; the rules say so already. */
export function unreadable({ broken }: RepositoryModel): string[] {
  return broken.map(({ path }) => path);
}

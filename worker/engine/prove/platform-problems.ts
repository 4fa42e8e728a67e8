import type { RepositoryModel } from "../model/repository.ts";
import type { Job, Step, Workflow } from "../model/workflow.ts";
import { keyText, type YamlMap } from "../parse/yaml-node.ts";
import { circleciProblems } from "./platform/circleci-problems.ts";
import { gitlabProblems } from "./platform/gitlab-problems.ts";

/** Keys that GitHub knows at each place: docs.github.com, "Workflow syntax for GitHub Actions". */
const WORKFLOW_KEYS = new Set(["name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"]);
const JOB_KEYS = new Set(
  "name permissions needs if runs-on snapshot environment concurrency outputs env defaults steps timeout-minutes strategy continue-on-error container services uses with secrets".split(
    " ",
  ),
);
const CALL_KEYS = new Set("name permissions needs if concurrency strategy uses with secrets".split(" "));
const STEP_KEYS = new Set(
  "id if name uses run working-directory shell with env continue-on-error timeout-minutes".split(" "),
);
const LEVELS = new Set(["read", "write", "none"]);

/** What the platform would refuse in a file, as structural words without lines; a fix must not add to them. */
export function platformProblems(repository: RepositoryModel, path: string): string[] {
  const workflow = repository.workflows.find((candidate) => candidate.path === path);
  const action = repository.actions.find((candidate) => candidate.path === path);
  const yaml = repository.yaml(path);
  const duplicates = yaml?.ok ? yaml.documents.flatMap((document) => document.duplicates) : [];
  const problems = duplicates.map((pair) => `repeated key ${keyText(pair)}`);
  if (workflow) problems.push(...workflowProblems(workflow));
  for (const step of action?.steps ?? []) problems.push(...stepProblems(step, "action"));
  return [...problems, ...gitlabProblems(repository, path), ...circleciProblems(repository, path)];
}

function workflowProblems(workflow: Workflow): string[] {
  const ids = new Set(workflow.jobs.map((job) => job.id));
  return [
    ...unknownKeys(workflow.root, WORKFLOW_KEYS, "workflow"),
    ...permissionProblems(workflow.permissions, "workflow"),
    ...workflow.jobs.flatMap((job) => jobProblems(job, ids)),
  ];
}

function jobProblems(job: Job, ids: ReadonlySet<string>): string[] {
  const where = `job ${job.id}`;
  const problems = unknownKeys(job.node, job.uses ? CALL_KEYS : JOB_KEYS, where);
  if (!job.uses && !job.runsOnPair) problems.push(`${where}: no runs-on`);
  if (!job.uses && job.steps.length === 0) problems.push(`${where}: no steps`);
  for (const need of job.needs) if (!ids.has(need.value)) problems.push(`${where}: needs ${need.value}`);
  const minutes = job.timeoutMinutes?.value;
  if (minutes !== undefined && !isMinutes(minutes)) problems.push(`${where}: timeout ${minutes}`);
  return [
    ...problems,
    ...permissionProblems(job.permissions, where),
    ...job.steps.flatMap((step) => stepProblems(step, where)),
  ];
}

function isMinutes(value: string): boolean {
  return /^\$\{\{.*\}\}$/s.test(value) || (/^\d+(?:\.\d+)?$/.test(value) && Number(value) > 0);
}

function stepProblems(step: Step, where: string): string[] {
  const place = `${where}, ${step.identity}`;
  const problems = unknownKeys(step.node, STEP_KEYS, place);
  const hasBoth = step.uses !== null && step.run !== null;
  if (hasBoth || (!step.uses && !step.run)) problems.push(`${place}: needs exactly one of uses and run`);
  if (where === "action" && step.run && !step.shell) problems.push(`${place}: no shell`);
  return problems;
}

function permissionProblems(permissions: Workflow["permissions"], where: string): string[] {
  if (!permissions) return [];
  const bad = permissions.scopes.filter((scope) => !LEVELS.has(scope.level));
  return bad.map((scope) => `${where}: permission ${scope.name}: ${scope.level}`);
}

function unknownKeys(map: YamlMap, known: ReadonlySet<string>, where: string): string[] {
  return map.pairs
    .map(keyText)
    .filter((key) => key !== null && !known.has(key))
    .map((key) => `${where}: key ${key}`);
}

import type { RepositoryModel } from "../../../model/repository.ts";
import type { Job, Permissions, Workflow } from "../../../model/workflow.ts";
import { asMap, asScalar, findValue } from "../../../parse/yaml-node.ts";
import type { PermissionScope, PipelineJob } from "../../pipeline.ts";
import { commentAbove } from "./comments.ts";
import { readCondition } from "./conditions.ts";
import { readEnv } from "./env.ts";
import { isGate } from "./gates.ts";
import { JobDraft } from "./job-draft.ts";
import { literalsOf } from "./literals.ts";
import { firstValue, imageTool, readMatrix } from "./matrix.ts";
import { isComputed, type Losses, plainName, shown, soleExpression } from "./notes.ts";
import { readServices, withHostMarks } from "./services.ts";
import { readStep } from "./steps.ts";

/** What holds for every job of a workflow. */
export interface WorkflowContext {
  readonly repository: RepositoryModel;
  readonly workflow: Workflow;
  readonly defaultBranch: string;
  /** Filters of the job that looks for changed paths, and that job's id; null without one. */
  readonly changes: { readonly id: string; readonly filters: ReadonlyMap<string, readonly string[]> } | null;
  /** Paths that the workflow's triggers ask for. */
  readonly paths: readonly string[] | null;
  readonly secrets: readonly string[];
  readonly losses: Losses;
}

/** Minutes after which GitHub stops a job that has no limit. */
const DEFAULT_TIMEOUT_MINUTES = 360;
const ORDINARY_LINUX = /^ubuntu-(?:latest|\d\d\.04)$/;
const SCOPES = new Set<string>([
  "contents",
  "packages",
  "pages",
  "id-token",
  "pull-requests",
  "security-events",
  "attestations",
  "deployments",
  "checks",
] satisfies PermissionScope[]);

export function readJob(job: Job, context: WorkflowContext): PipelineJob {
  const { losses, workflow } = context;
  const found = readMatrix(job, losses);
  const literals = literalsOf(workflow, job);
  const services = readServices(job, literals, losses);
  const draft = new JobDraft();
  const shared = { ...context, job, axisKey: found?.key ?? null, draft, literals, services };
  for (const step of job.steps) readStep({ ...shared, step, file: workflow.file, level: 0 });
  readContainer(job, draft, losses);
  readCall(job, draft, losses);
  const { env, secrets } = readEnv(job.env, { job: job.id, literals }, losses);
  const condition = conditionOf(job, context);
  const name = plainName(job.name?.value ?? "") || job.id;
  return {
    id: job.id,
    name,
    why: commentAbove(workflow.file, job.key) ?? `${name}, as \`${workflow.path}\` has it.`,
    needs: job.needs.map(({ value }) => value).filter((id) => id !== context.changes?.id),
    runner: runnerOf(job, losses),
    toolchains: draft.toolchains,
    matrix: found?.matrix ?? null,
    services,
    env: withHostMarks(env, services),
    caches: draft.caches,
    steps: draft.steps,
    artifacts: draft.artifacts,
    permissions: permissionsOf(job, context),
    environment: environmentOf(job, losses),
    exclusiveGroup: groupOf(job, losses),
    timeoutMinutes: timeoutOf(job, losses),
    ...condition,
    allowFailure: mayFail(job, losses),
    fetchDepth: draft.fetchDepth,
    secrets: [...new Set([...context.secrets, ...secrets, ...draft.secrets])],
    isGate: isGate(job),
  };
}

function conditionOf(
  job: Job,
  { defaultBranch, changes, paths, losses }: WorkflowContext,
): Pick<PipelineJob, "when" | "paths"> {
  if (isGate(job)) return { when: "always", paths: null };
  const { when, filter, rest } = readCondition(job.if?.value ?? null, defaultBranch);
  const own = filter === null ? null : (changes?.filters.get(filter) ?? null);
  if (rest !== null || (filter !== null && own === null))
    losses.add(
      job.id,
      `The condition ${shown(job.if?.value ?? "")} is not understood in full: look when the job must run.`,
    );
  return { when, paths: own ?? paths };
}

function runnerOf(job: Job, losses: Losses): string | null {
  const labels = job.runsOn.map(({ value }) => value);
  const [, key] = /^matrix\.([\w-]+)$/.exec(soleExpression(labels[0] ?? "") ?? "") ?? [];
  const label = key === undefined ? (labels.find((text) => text !== "self-hosted") ?? labels[0]) : firstValue(job, key);
  if (label === undefined || label === null || ORDINARY_LINUX.test(label) || key !== undefined) return null;
  const detail = isComputed(label)
    ? `The runner is computed by GitHub (${shown(labels.join(", "))}): the ordinary Linux is taken.`
    : `The job runs on ${shown(labels.join(", "))}: other platforms have other names for such a machine.`;
  losses.add(job.id, detail);
  return isComputed(label) ? null : label;
}

function readContainer({ container, id }: Job, draft: JobDraft, losses: Losses): void {
  const image = container?.image?.value ?? null;
  if (image === null) return;
  const tool = imageTool(image);
  const tag = image.split(":")[1] ?? "";
  if (tool === null) {
    losses.add(id, `The job runs in the image ${shown(image)}: install what it brings along.`);
    return;
  }
  const version = tag.includes("matrix.") ? "matrix" : (/^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null);
  draft.addTool(tool, { version });
}

/** A called workflow, kept as one step that no other platform knows. */
function readCall({ uses, id, name }: Job, draft: JobDraft, losses: Losses): void {
  if (uses === null) return;
  const what = `uses: ${uses.raw}`;
  draft.steps.push({ kind: "foreign", name: name?.value ?? id, platform: "github", what });
  losses.add(id, `The job calls the workflow \`${uses.raw}\`, whose jobs are not read: carry them over by themselves.`);
}

function permissionsOf(job: Job, { workflow, losses }: WorkflowContext): PipelineJob["permissions"] {
  const given = job.permissions ?? workflow.permissions;
  if (given === null) return {};
  if (given.all === "write")
    losses.add(job.id, "`permissions: write-all` is not carried over: give the job what it needs alone.");
  return Object.fromEntries(scopesOf(given, job, losses));
}

function scopesOf({ scopes }: Permissions, job: Job, losses: Losses): readonly (readonly [string, "read" | "write"])[] {
  return scopes.flatMap(({ name, level }) => {
    if ((level !== "read" && level !== "write") || (name === "contents" && level === "read")) return [];
    if (SCOPES.has(name)) return [[name, level] as const];
    losses.add(job.id, `The permission \`${name}: ${level}\` is not carried over.`);
    return [];
  });
}

function environmentOf(job: Job, losses: Losses): PipelineJob["environment"] {
  const name = asScalar(job.environment)?.value ?? asScalar(findValue(asMap(job.environment), "name"))?.value ?? null;
  const url = asScalar(findValue(asMap(job.environment), "url"))?.value ?? null;
  if (name === null) return null;
  if (isComputed(name)) losses.add(job.id, `The environment's name is computed by GitHub (${shown(name)}).`);
  return isComputed(name) ? null : { name, url: url === null || isComputed(url) ? null : url };
}

function groupOf(job: Job, losses: Losses): string | null {
  const group = job.concurrency?.group?.value ?? null;
  if (group === null || job.concurrency?.cancelInProgress?.value === "true") return null;
  if (!isComputed(group)) return group;
  losses.add(job.id, `The group ${shown(group)} is computed by GitHub: one for all runs of the job takes its place.`);
  return job.id;
}

function timeoutOf(job: Job, losses: Losses): number {
  const text = job.timeoutMinutes?.value;
  const minutes = Number(text ?? DEFAULT_TIMEOUT_MINUTES);
  if (Number.isFinite(minutes) && minutes > 0) return minutes;
  losses.add(job.id, `The time limit ${shown(text ?? "")} is computed by GitHub: 360 minutes are taken.`);
  return DEFAULT_TIMEOUT_MINUTES;
}

function mayFail(job: Job, losses: Losses): boolean {
  const text = job.continueOnError?.value ?? "false";
  if (isComputed(text))
    losses.add(job.id, `Whether the job may fail is computed by GitHub (${shown(text)}): it may not.`);
  return text === "true";
}

import { readScalars } from "../../model/read-parts.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { type Concurrency, entryText, type Job, type Workflow } from "../../model/workflow.ts";
import { parseYaml } from "../../parse/yaml.ts";
import { asMap, findPair, keyText } from "../../parse/yaml-node.ts";
import type { ReadPipeline, Triggers } from "../pipeline.ts";
import { PATHS_ACTION } from "./changes.ts";
import { readEnv } from "./reading/env.ts";
import { readJob, type WorkflowContext } from "./reading/job.ts";
import { literalsOf } from "./reading/literals.ts";
import { Losses } from "./reading/notes.ts";
import { withSites } from "./reading/pages.ts";
import { readTriggers } from "./reading/triggers.ts";

/** An existing workflow as a pipeline, with what a pipeline has no words for. Null when the file is no workflow that can be parsed. */
export function readGithub(repository: RepositoryModel, path: string): ReadPipeline | null {
  const workflow = repository.workflows.find((other) => other.path === path);
  if (!workflow) return null;
  const losses = new Losses();
  const { triggers, paths } = readTriggers(workflow, losses);
  const { env, secrets } = readEnv(workflow.env, { job: null, literals: literalsOf(workflow, null) }, losses);
  const defaultBranch = repository.snapshot.defaultBranch ?? branchOf(triggers);
  const changes = readChanges(workflow);
  const context: WorkflowContext = { repository, workflow, defaultBranch, changes, paths, secrets, losses };
  const own = workflow.jobs.filter(({ id }) => id !== changes?.id).map((job) => readJob(job, context));
  const jobs = withSites(own, workflow, losses);
  loseOutputs(workflow, changes?.id ?? null, losses);
  const pipeline = {
    name: workflow.name?.value ?? nameOf(workflow.file),
    defaultBranch,
    triggers,
    env,
    cancelSuperseded: cancels(workflow.concurrency),
    jobs,
  };
  return { pipeline, notCarried: losses.all };
}

function branchOf({ push }: Triggers): string {
  return push.find((branch) => !branch.includes("*")) ?? "main";
}

function nameOf({ path }: SourceFile): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.ya?ml$/, "");
}

function cancels(concurrency: Concurrency | null): boolean {
  const value = concurrency?.cancelInProgress?.value ?? "false";
  return value === "true" || value.includes("pull_request");
}

/** A job that does nothing but look for changed paths: jobs have their paths themselves in a pipeline. */
function readChanges({ jobs }: Workflow): WorkflowContext["changes"] {
  for (const job of jobs) {
    const step = job.steps.find(({ uses }) => uses?.name === PATHS_ACTION);
    const others = job.steps.filter((other) => other !== step && other.uses?.name !== "actions/checkout");
    if (!step || others.length > 0) continue;
    return { id: job.id, filters: readFilters(entryText(step.with, "filters") ?? "", job) };
  }
  return null;
}

/** By the name of the job's output. */
function readFilters(text: string, job: Job): ReadonlyMap<string, readonly string[]> {
  const parsed = parseYaml(text);
  const pairs = parsed.ok ? (asMap(parsed.documents[0]?.root)?.pairs ?? []) : [];
  const lists = new Map(pairs.map((pair) => [keyText(pair) ?? "", readScalars(pair.value).map(({ value }) => value)]));
  const outputs = job.outputs.map(({ name, value }): [string, readonly string[]] => {
    const filter = /outputs\.([\w-]+)/.exec(value?.value ?? "")?.[1] ?? name;
    return [name, lists.get(filter) ?? []];
  });
  return new Map(outputs.filter(([, paths]) => paths.length > 0));
}

function loseOutputs({ jobs, root }: Workflow, changes: string | null, losses: Losses): void {
  for (const { id, outputs } of jobs)
    if (outputs.length > 0 && id !== changes)
      losses.add(id, "The job hands outputs to others, which is not carried over: pass a file as an artifact instead.");
  if (findPair(root, "run-name")) losses.add(null, "The name of each run (`run-name`) is not carried over.");
}

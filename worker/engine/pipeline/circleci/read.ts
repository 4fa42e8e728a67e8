import { circleciConfigOf } from "../../model/circleci/read-config.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { record, text } from "../../profile/read-value.ts";
import { toValue } from "../../schema/to-value.ts";
import type { NotCarried, Pipeline, PipelineJob, ReadPipeline, Triggers } from "../pipeline.ts";
import { type ConfigDefinitions, definitionsOf } from "./read-definitions.ts";
import { MATRIX_MARK } from "./read-images.ts";
import { readJob } from "./read-job.ts";
import { argumentsOf, substitute } from "./read-parameters.ts";
import { jobWhen, triggersOf } from "./read-triggers.ts";
import { readEnv } from "./read-values.ts";
import { type JobUse, usesOf } from "./read-workflow.ts";

/** A CircleCI configuration as a pipeline; null when the file is none, is no YAML or runs nothing. */
export function readCircleci(repository: RepositoryModel, path: string): ReadPipeline | null {
  const config = circleciConfigOf(repository, path);
  if (!config) return null;
  const root = record(toValue(config.root));
  const definitions = definitionsOf(root);
  const losses: NotCarried[] = [];
  const lose = (detail: string, job: string | null = null) => losses.push({ job, detail });
  if (root.setup === true) lose("The file only chooses another configuration (`setup: true`): read that one too.");
  const uses = allUses(root, definitions, lose);
  if (uses.length === 0) return null;
  const defaultBranch = repository.snapshot.defaultBranch ?? "main";
  const triggers = triggersOf(root, uses, defaultBranch);
  const jobs = readJobs(uses, { definitions, path, defaultBranch, triggers }, lose);
  const [first] = uses;
  const pipeline: Pipeline = {
    name: first?.workflow ?? "ci",
    defaultBranch,
    triggers,
    env: {},
    cancelSuperseded: true,
    jobs,
  };
  return { pipeline, notCarried: losses };
}

type Lose = (detail: string, job?: string | null) => void;

function allUses(root: Readonly<Record<string, unknown>>, definitions: ConfigDefinitions, lose: Lose): JobUse[] {
  const workflows = Object.entries(record(root.workflows)).filter(([name]) => name !== "version");
  const keeps = versionParameter(definitions);
  if (workflows.length === 0) return usesOf("build", definitions.jobs.has("build") ? ["build"] : [], keeps);
  const hasOthers = workflows.some(([, workflow]) => record(workflow).triggers === undefined);
  return workflows.flatMap(([name, workflow]) => {
    const { when, unless, triggers, jobs } = record(workflow);
    const condition = when ?? unless;
    if (condition !== undefined)
      lose(
        `Workflow \`${name}\` runs only ${when === undefined ? "unless" : "when"} \`${JSON.stringify(condition)}\`: its jobs have no such condition here.`,
      );
    if (triggers !== undefined && hasOthers)
      lose(`Workflow \`${name}\` runs on a schedule alone: its jobs run with all others here.`);
    return usesOf(name, jobs, keeps);
  });
}

/** The parameter that is the version in the tag of a job's image and stands in none of its commands. */
function versionParameter({ jobs, executors }: ConfigDefinitions): Parameters<typeof usesOf>[2] {
  return (name, call, parameters) => {
    const job = jobs.get(name);
    const kept = parameters.find((parameter) => {
      const given = argumentsOf(job, call).set(parameter, MATRIX_MARK);
      const { docker, executor, steps, environment } = record(substitute(job, given));
      const own = executors.get(text(record(executor).name) ?? "");
      const images = docker ?? record(substitute(own, argumentsOf(own, executor))).docker;
      const image = text(record(Array.isArray(images) ? images[0] : null).image) ?? "";
      const variables = Object.values(readEnv(environment)).filter((value) => value !== MATRIX_MARK);
      const rest = JSON.stringify([withoutCaches(steps), variables]) ?? "";
      return image.includes(`:${MATRIX_MARK}`) && !rest.includes(JSON.stringify(MATRIX_MARK).slice(1, -1));
    });
    return kept ?? null;
  };
}

function withoutCaches(steps: unknown): unknown[] {
  const list = Array.isArray(steps) ? steps : [];
  return list.filter((step) => !("restore_cache" in record(step) || "save_cache" in record(step)));
}

interface Ground {
  readonly definitions: ConfigDefinitions;
  readonly path: string;
  readonly defaultBranch: string;
  readonly triggers: Triggers;
}

function readJobs(uses: readonly JobUse[], ground: Ground, lose: Lose): PipelineJob[] {
  const ids = new Map<JobUse, string>();
  const taken = new Set<string>();
  for (const use of uses.filter(({ isApproval }) => !isApproval)) ids.set(use, freeId(use, taken));
  for (const { isApproval, name } of uses)
    if (isApproval) lose(`\`${name}\` waits for a person: protect the environment of the jobs behind it.`);
  return [...ids].map(([use, id]) => {
    const { job, losses } = readJob(use, ground.definitions, ground.path);
    for (const detail of losses) lose(detail, id);
    const needs = needsOf(use, { uses, seen: new Set(), lose: (detail) => lose(detail, id) });
    const when = jobWhen(use, ground, (detail) => lose(detail, id));
    return { ...job, id, needs: [...new Set(needs.flatMap((each) => ids.get(each) ?? []))], when };
  });
}

function freeId({ name, workflow }: JobUse, taken: Set<string>): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "job";
  const wanted = plain(name);
  let id = taken.has(wanted) ? plain(`${workflow}-${name}`) : wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`;
  taken.add(id);
  return id;
}

interface NeedsGround {
  readonly uses: readonly JobUse[];
  readonly seen: Set<JobUse>;
  readonly lose: (detail: string) => void;
}

/** Jobs that must pass first; in place of an approval those that it waits for. */
function needsOf(use: JobUse, ground: NeedsGround): JobUse[] {
  const { uses, seen, lose } = ground;
  if (seen.has(use)) return [];
  seen.add(use);
  return use.requires.flatMap(({ name, states }) => {
    if (states.length > 0 && !states.includes("success")) {
      lose(`It runs when \`${name}\` is ${states.join(" or ")}: it runs by itself here.`);
      return [];
    }
    if (states.length > 1) lose(`It runs whether \`${name}\` passes or not.`);
    const others = uses.filter((each) => each.workflow === use.workflow && each !== use);
    const exact = others.filter((each) => each.name === name);
    const needed = exact.length > 0 ? exact : others.filter((each) => each.aliases.includes(name));
    return needed.flatMap((each) => (each.isApproval ? needsOf(each, ground) : [each]));
  });
}

import type { NotCarried, Pipeline, PipelineJob, Rendered, RenderOptions } from "../pipeline.ts";
import { entry, flow, map, mapOf, writeYaml, type YamlEntry } from "../yaml-text.ts";
import { lostReports } from "./artifacts.ts";
import { type JobPlan, planJobs, variablesOf } from "./job-plan.ts";
import { baseEntry, jobEntries, needsIdToken } from "./render-job.ts";
import { mayLack, workflowEntries } from "./rules.ts";
import { jobsWithoutGates, stagesOf, usedStages } from "./stages.ts";
import { scriptOf } from "./steps.ts";

const PATH = ".gitlab-ci.yml";
const HEADER = "Written by AutoDevOps from this repository's own manifests; edit it freely.";
/** Names that mean something else at the top of the file: docs.gitlab.com/ci/jobs, "Job names". */
const RESERVED: ReadonlySet<string> = new Set(
  "image services stages types before_script after_script variables cache include default workflow spec pages true false nil".split(
    " ",
  ),
);

/**
 * A pipeline as `.gitlab-ci.yml`.
 *
 * The gate job is left out: "Pipelines must succeed", a setting of the project, asks for every job of the pipeline anyway. A
 * merge queue needs no words either: merge trains run the merge request pipeline. A cache is keyed by two files at most.
 */
export function renderGitlab(pipeline: Pipeline, options: RenderOptions): Rendered {
  const jobs = jobsWithoutGates(pipeline.jobs);
  const stages = stagesOf(jobs);
  const plans = planJobs(jobs);
  const entries = [
    entry("workflow", map(workflowEntries(pipeline)), { blank: true }),
    ...defaultEntries(pipeline),
    entry("stages", flow(usedStages(stages)), { blank: true }),
    ...baseEntries(plans),
    ...plans.map((plan) => jobEntry(plan, { pipeline, plans, stages })),
  ];
  const notCarried = [...pipelineLosses(pipeline), ...plans.flatMap(jobLosses)];
  return { file: { path: PATH, text: writeYaml(entries, options.header ?? HEADER, options.layout) }, notCarried };
}

/** Failures of GitLab's own machines are worth another try; those of tests are not. */
function defaultEntries({ env, cancelSuperseded }: Pipeline): YamlEntry[] {
  const when = flow(["runner_system_failure", "stuck_or_timeout_failure"]);
  const retry = entry("retry", map([entry("max", 1), entry("when", when)]), {
    comment: "Only what failed on GitLab's side is tried again.",
  });
  const variables = variablesOf(env);
  return [
    entry("default", map([cancelSuperseded ? entry("interruptible", true) : null, retry]), { blank: true }),
    ...(variables.length > 0 ? [entry("variables", mapOf(variables), { blank: true })] : []),
  ];
}

function baseEntries(plans: readonly JobPlan[]): YamlEntry[] {
  const bases = new Set(plans.flatMap(({ base }) => base ?? []));
  return [...bases].map(({ name, surroundings }) => baseEntry(name, surroundings));
}

interface Ground {
  readonly pipeline: Pipeline;
  readonly plans: readonly JobPlan[];
  readonly stages: ReturnType<typeof stagesOf>;
}

function jobEntry(plan: JobPlan, { pipeline, plans, stages }: Ground): YamlEntry {
  const { job } = plan;
  const stage = stages.get(job.id) ?? "test";
  const needed = job.needs.flatMap((id) => plans.find((other) => other.job.id === id)?.job ?? []);
  const isFirst = stage === usedStages(stages)[0];
  const needs = needed.map((other) => ({ name: jobName(other), isOptional: mayLack(job, other) }));
  const place = { pipeline, stage, needs: isFirst && needs.length === 0 ? null : needs };
  return entry(jobName(job), map(jobEntries(plan, place)), { blank: true, comment: commentOf(job) });
}

/** `pages` is the usual name of the job that publishes them, and a trap for any other. */
function jobName({ id, steps }: PipelineJob): string {
  const isPages = id === "pages" && steps.some(({ kind }) => kind === "pages");
  return RESERVED.has(id) && !isPages ? `${id}-job` : id;
}

function commentOf({ why, secrets }: PipelineJob): string {
  if (secrets.length === 0) return why;
  return `${why}\nNeeds ${secrets.join(", ")} under Settings > CI/CD > Variables, masked and protected.`;
}

function pipelineLosses({ triggers }: Pipeline): NotCarried[] {
  if (triggers.schedule.length === 0) return [];
  const lines = triggers.schedule.map((line) => `\`${line}\``).join(", ");
  return [
    { job: null, detail: `GitLab keeps schedules outside of the file: add ${lines} under Build > Pipeline schedules.` },
  ];
}

function jobLosses({ job, missing }: JobPlan): NotCarried[] {
  const details = [
    ...scriptOf(job).lost,
    ...missing,
    ...lostReports(job),
    ...osLosses(job),
    ...versionLosses(job),
    ...setUps(job),
  ];
  return details.map((detail) => ({ job: job.id, detail }));
}

function osLosses({ matrix }: PipelineJob): string[] {
  if (matrix?.axis !== "os") return [];
  return [
    `The job runs on Linux only, not on ${matrix.values.join(", ")}: other systems need runners with tags of their own.`,
  ];
}

/** An image is chosen when the file is written: GitLab reads no version files. */
function versionLosses({ toolchains, matrix }: PipelineJob): string[] {
  return toolchains.flatMap(({ tool, version, versionFile }) => {
    const follows =
      version === null && versionFile !== null && matrix?.axis !== tool && !versionFile.endsWith("package.json");
    return follows ? [`The version of \`${tool}\` in \`${versionFile}\` has to be named in the job's image too.`] : [];
  });
}

function setUps(job: PipelineJob): string[] {
  const names = job.secrets.map((name) => `\`${name}\``).join(", ");
  return [
    ...(names === ""
      ? []
      : [`Set ${names} under Settings > CI/CD > Variables; GitLab hands them to the job by itself.`]),
    ...(needsIdToken(job) ? ["Set `aud` of `ID_TOKEN` to what the other side expects."] : []),
  ];
}

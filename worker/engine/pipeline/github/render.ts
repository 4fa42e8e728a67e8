import type { NotCarried, Pipeline, PipelineJob, Rendered, RenderOptions, Triggers } from "../pipeline.ts";
import { entry, flow, list, map, mapOf, writeYaml, type YamlEntry } from "../yaml-text.ts";
import { type Changes, changesJob, needsEntry, pathsCondition, planChanges } from "./changes.ts";
import { allOf, whenCondition } from "./conditions.ts";
import { withOwnIds } from "./job-ids.ts";
import { hosted, type JobContext, stepsEntry } from "./job-steps.ts";
import { environmentOf } from "./pages-steps.ts";
import { permissionsEntry } from "./permissions.ts";
import { DEFAULT_RUNNER } from "./runner.ts";
import { servicesEntry } from "./services.ts";
import { expression, StepWriter } from "./step.ts";
import { containerImage } from "./toolchains/index.ts";

/** Where the workflow is written. */
const WORKFLOW_PATH = ".github/workflows/ci.yml";
const HEADER = "Written by AutoDevOps from this repository's own manifests; edit it freely.";
/** A pipe into another program, not `||`. */
const PIPE = /[^|]\|(?![|&])/;

/** A pipeline as one GitHub Actions workflow, with what GitHub has no words for. */
export function renderGithub(planned: Pipeline, options: RenderOptions): Rendered {
  const notCarried: NotCarried[] = [];
  const lost = (one: NotCarried) => void notCarried.push(one);
  const writer = new StepWriter(options.pins, lost);
  const pipeline = withOwnIds(planned, lost);
  const changes = planChanges(pipeline);
  const finder = changes && changesJob(changes, writer);
  const asked = finder && changes;
  for (const { id, paths } of pipeline.jobs)
    if (paths !== null && asked === null) lost({ job: id, detail: LOST_PATHS });
  const jobs = pipeline.jobs.map((job) => jobEntry(job, asked, { pipeline, writer }));
  const text = writeYaml(
    [...headEntries(pipeline), entry("jobs", map([finder, ...jobs]), { blank: true })],
    options.header ?? HEADER,
    options.layout,
  );
  for (const action of writer.unknownActions) lost({ job: null, detail: unknownAction(action) });
  return { file: { path: WORKFLOW_PATH, text: text.replace("\njobs:\n\n", "\njobs:\n") }, notCarried };
}

const LOST_PATHS =
  "It runs for every change: which paths a change touches is only asked of pull requests, where the pipeline has them.";

function unknownAction(action: string): string {
  return `No commit of \`${action}\` is known to pin it to, so that its steps are left out: add them by hand.`;
}

function headEntries(pipeline: Pipeline): YamlEntry[] {
  const { name, env } = pipeline;
  const entries = [
    entry("name", name),
    entry("on", triggersOf(pipeline.triggers), { blank: true }),
    entry("permissions", map([entry("contents", "read")]), { blank: true }),
    pipeline.cancelSuperseded ? concurrencyOf() : null,
    Object.keys(env).length > 0 ? entry("env", mapOf(Object.entries(env)), { blank: true }) : null,
    hasPipes(pipeline) ? shellOf() : null,
  ];
  return entries.filter((item) => item !== null);
}

function triggersOf({ push, pullRequest, mergeGroup, tags, schedule, manual }: Triggers) {
  const isIdle = !(pullRequest || mergeGroup) && push.length + tags.length + schedule.length === 0;
  const pushed = map([
    push.length > 0 ? entry("branches", flow(push)) : null,
    tags.length > 0 ? entry("tags", flow(tags)) : null,
  ]);
  return map([
    pushed.map.length > 0 ? entry("push", pushed) : null,
    pullRequest ? entry("pull_request", null) : null,
    mergeGroup ? entry("merge_group", null) : null,
    schedule.length > 0 ? entry("schedule", list(schedule.map((cron) => map([entry("cron", cron)])))) : null,
    // GitHub refuses a workflow that nothing starts.
    manual || isIdle ? entry("workflow_dispatch", null) : null,
  ]);
}

/** Every other run has a group of its own: none of them is stopped, and none waits. */
function concurrencyOf(): YamlEntry {
  const group = `${expression("github.workflow")}-${expression("github.event.pull_request.number || github.run_id")}`;
  return entry("concurrency", map([entry("group", group), entry("cancel-in-progress", true)]), {
    comment: "A new commit stops the run of the one before it on the same pull request. All other runs finish.",
    blank: true,
  });
}

function shellOf(): YamlEntry {
  return entry("defaults", map([entry("run", map([entry("shell", "bash")]))]), {
    comment: "Named, bash fails where any part of a pipe does.",
    blank: true,
  });
}

function hasPipes({ jobs }: Pipeline): boolean {
  return jobs.some((job) => job.steps.some((step) => step.kind === "command" && PIPE.test(step.run)));
}

function jobEntry(job: PipelineJob, changes: Changes | null, context: JobContext): YamlEntry {
  const env = Object.entries(hosted(job.env, job));
  const body = map([
    entry("name", job.name),
    needsEntry(job, changes, context.pipeline),
    conditionEntry(job, changes, context.pipeline),
    entry("runs-on", job.matrix?.axis === "os" ? expression("matrix.os") : (job.runner ?? DEFAULT_RUNNER)),
    ...containerEntries(job),
    entry("timeout-minutes", job.timeoutMinutes),
    job.allowFailure ? entry("continue-on-error", true) : null,
    permissionsEntry(job),
    environmentEntry(job),
    exclusiveEntry(job),
    matrixEntry(job),
    servicesEntry(job),
    env.length > 0 ? entry("env", mapOf(env)) : null,
    stepsEntry(job, context),
  ]);
  return entry(job.id, body, { comment: job.why, blank: true });
}

function conditionEntry(job: PipelineJob, changes: Changes | null, pipeline: Pipeline): YamlEntry | null {
  const paths = changes === null ? null : pathsCondition(changes, job);
  const condition = job.isGate ? "always()" : allOf([whenCondition(job.when, pipeline), paths]);
  return condition === null ? null : entry("if", condition);
}

/** Images have a `sh` that is not bash. */
function containerEntries(job: PipelineJob): YamlEntry[] {
  const image = containerImage(job);
  if (image === null) return [];
  return [entry("container", image), entry("defaults", map([entry("run", map([entry("shell", "bash")]))]))];
}

function environmentEntry(job: PipelineJob): YamlEntry | null {
  const environment = environmentOf(job);
  if (environment === null) return null;
  const { name, url } = environment;
  return entry("environment", url === null ? name : map([entry("name", name), entry("url", url)]));
}

/** The next one waits: nothing is stopped half-way. */
function exclusiveEntry({ exclusiveGroup }: PipelineJob): YamlEntry | null {
  if (exclusiveGroup === null) return null;
  return entry("concurrency", map([entry("group", exclusiveGroup), entry("cancel-in-progress", false)]));
}

function matrixEntry({ matrix }: PipelineJob): YamlEntry | null {
  if (matrix === null) return null;
  const axis = map([entry(matrix.axis, flow(matrix.values))]);
  return entry("strategy", map([entry("fail-fast", false), entry("matrix", axis)]));
}

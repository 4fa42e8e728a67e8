import type { Pipeline, PipelineJob, Rendered, RenderOptions } from "../pipeline.ts";
import {
  entry,
  flow,
  list,
  map,
  mapOf,
  writeYaml,
  type YamlEntry,
  type YamlItem,
  type YamlValue,
} from "../yaml-text.ts";
import { cacheEnv } from "./caches.ts";
import { filtersOf } from "./filters.ts";
import { imageOf, type JobImage, matrixTag } from "./images.ts";
import { lossesOf, workflowName } from "./losses.ts";
import { envOf, stepsOf } from "./render-steps.ts";
import { serviceImage } from "./services.ts";

const PATH = ".circleci/config.yml";
const HEADER = "Written by AutoDevOps from this repository's own manifests; edit it freely.";

/** A pipeline as `.circleci/config.yml` of version 2.1, without orbs. Dates and pins of actions are of no use here. */
export function renderCircleci(pipeline: Pipeline, options: RenderOptions): Rendered {
  const jobs = pipeline.jobs.filter(({ isGate }) => !isGate);
  const entries = [
    entry("version", 2.1),
    entry(
      "jobs",
      map(jobs.map((job, index) => entry(job.id, renderJob(pipeline, job), { comment: job.why, blank: index > 0 }))),
      { blank: true },
    ),
    entry("workflows", map([entry(workflowName(pipeline.name), map([entry("jobs", usesOf(pipeline, jobs))]))]), {
      blank: true,
    }),
  ];
  return {
    file: { path: PATH, text: writeYaml(entries, options.header ?? HEADER, options.layout) },
    notCarried: lossesOf(pipeline),
  };
}

function renderJob(pipeline: Pipeline, job: PipelineJob): YamlValue {
  const image = imageOf(job);
  const environment = { ...matrixEnv(job), ...envOf({ ...cacheEnv(job.caches), ...pipeline.env, ...job.env }, job) };
  return map([
    parametersOf(job),
    ...executorOf(job, image),
    Object.keys(environment).length === 0 ? null : entry("environment", mapOf(Object.entries(environment))),
    entry("steps", { list: stepsOf(pipeline, job, image) }),
  ]);
}

/** Version files that would overrule the matrix are overruled in turn. */
function matrixEnv({ matrix, toolchains }: PipelineJob): Readonly<Record<string, string>> {
  if (matrix?.axis === "rust") return { RUSTUP_TOOLCHAIN: "<< parameters.rust >>" };
  const hasUv = toolchains.some(({ tool }) => tool === "uv");
  return matrix?.axis === "python" && hasUv ? { UV_PYTHON: "<< parameters.python >>" } : {};
}

function parametersOf({ matrix }: PipelineJob): YamlEntry | null {
  if (matrix === null || matrix.axis === "os") return null;
  return entry("parameters", map([entry(matrix.axis, map([entry("type", "string")]))]));
}

/** A class with a slash is a runner of one's own: its machine, and no image. */
function executorOf(job: PipelineJob, image: JobImage): (YamlEntry | null)[] {
  if (job.runner?.includes("/")) return [entry("machine", true), entry("resource_class", job.runner)];
  const services = job.services.map((service) => serviceImage(job, service));
  return [
    entry("docker", list([map([entry("image", image.image)]), ...services])),
    entry("resource_class", job.runner ?? "medium"),
  ];
}

function usesOf(pipeline: Pipeline, jobs: readonly PipelineJob[]): YamlValue {
  const items = jobs.map((job): YamlItem => {
    const settings = [requiresOf(job, jobs), filtersOf(pipeline, job), groupOf(job), matrixOf(job)];
    const named = settings.filter((setting) => setting !== null);
    return { value: named.length === 0 ? job.id : map([entry(job.id, map(named))]) };
  });
  return { list: items };
}

/**
 * A job that may fail does not hold up those behind it. One that never runs together with the job is left out: CircleCI runs no
 * job all of whose requirements are filtered away.
 */
function requiresOf({ needs, when }: PipelineJob, jobs: readonly PipelineJob[]): YamlEntry | null {
  const known = needs.flatMap((id) => jobs.find((job) => job.id === id && meets(when, job.when)) ?? []);
  if (known.length === 0) return null;
  if (known.every(({ allowFailure }) => !allowFailure)) return entry("requires", flow(known.map(({ id }) => id)));
  return entry(
    "requires",
    list(known.map(({ id, allowFailure }) => (allowFailure ? map([entry(id, flow(["success", "failed"]))]) : id))),
  );
}

function meets(when: PipelineJob["when"], needed: PipelineJob["when"]): boolean {
  return when === "always" || needed === "always" || when === needed;
}

/** Serial groups are the organization's, so the project's name comes first. */
function groupOf({ exclusiveGroup }: PipelineJob): YamlEntry | null {
  if (exclusiveGroup === null) return null;
  const name = exclusiveGroup.replaceAll(/[^\w./-]+/g, "-");
  return entry("serial-group", `<< pipeline.project.slug >>/${name}`);
}

function matrixOf(job: PipelineJob): YamlEntry | null {
  const { matrix } = job;
  if (matrix === null || matrix.axis === "os") return null;
  const { axis } = matrix;
  const values = matrix.values.map((value) => matrixTag(job, axis, value));
  const parameters = mapOf([[axis, flow([...new Set(values)])]]);
  return entry("matrix", map([entry("parameters", parameters)]));
}

import type { Pipeline, PipelineJob } from "../pipeline.ts";
import { entry, flow, list, map, mapOf, script, writeYaml, type YamlEntry } from "../yaml-text.ts";
import { gateNeeds } from "./gate.ts";
import { DEFAULT_RUNNER } from "./runner.ts";
import { expression, type StepWriter } from "./step.ts";

/** The action that says which paths a pull request changes. */
export const PATHS_ACTION = "dorny/paths-filter";

/** The job that finds out which paths changed; null where no job asks. */
export interface Changes {
  readonly id: string;
  /** Name of the filter of each job with paths, by the job's id. */
  readonly filterOf: ReadonlyMap<string, string>;
  readonly filters: readonly (readonly [name: string, paths: readonly string[]])[];
}

export function planChanges({ jobs, triggers }: Pipeline): Changes | null {
  const asking = triggers.pullRequest ? jobs.filter(({ paths }) => paths !== null) : [];
  if (asking.length === 0) return null;
  const filters: (readonly [string, readonly string[]])[] = [];
  const filterOf = new Map<string, string>();
  for (const { id, paths } of asking) {
    const same = filters.find(([, others]) => others.join("\n") === paths?.join("\n"));
    const name = same?.[0] ?? filterName(id, paths ?? [], filters);
    if (!same) filters.push([name, paths ?? []]);
    filterOf.set(id, name);
  }
  const id = jobs.some((job) => job.id === "changes") ? "changed-paths" : "changes";
  return { id, filterOf, filters };
}

/** The folder that it is about, else the job that asks first. */
function filterName(id: string, [first = ""]: readonly string[], taken: Changes["filters"]): string {
  const folder = first.replace(/\/?\*.*$/, "").replaceAll(/[^\w-]+/g, "-");
  return /^[A-Za-z_]/.test(folder) && !taken.some(([name]) => name === folder) ? folder : id;
}

/** A job runs for everything but pull requests that change none of its paths. */
export function pathsCondition({ id, filterOf }: Changes, job: PipelineJob): string | null {
  const filter = filterOf.get(job.id);
  if (filter === undefined) return null;
  return `github.event_name != 'pull_request' || needs.${id}.outputs.${filter} == 'true'`;
}

/** The job as YAML. It needs no checkout: for pull requests the action asks GitHub. */
export function changesJob(changes: Changes, writer: StepWriter): YamlEntry | null {
  const filters = writeYaml(changes.filters.map(([name, paths]) => entry(name, list(paths))));
  const step = writer.step({
    id: "filter",
    condition: "github.event_name == 'pull_request'",
    uses: PATHS_ACTION,
    with: [["filters", script(filters)]],
  });
  if (step === null) return null;
  const outputs = changes.filters.map(([name]) => [name, expression(`steps.filter.outputs.${name}`)] as const);
  const job = map([
    entry("name", "Changed paths"),
    entry("runs-on", DEFAULT_RUNNER),
    entry("timeout-minutes", 5),
    entry(
      "permissions",
      map([entry("pull-requests", "read", { comment: "To list the files that a pull request changes." })]),
    ),
    entry("outputs", mapOf(outputs)),
    entry("steps", { list: [step] }),
  ]);
  return entry(changes.id, job, {
    comment: "Finds out which parts a pull request touches, so that the others need not run.",
    blank: true,
  });
}

/** The ids that a job needs, with the job that tells its paths first. A gate asks that one too: where it fails, others are skipped. */
export function needsEntry(job: PipelineJob, changes: Changes | null, pipeline: Pipeline): YamlEntry | null {
  const own = job.isGate ? gateNeeds(job, pipeline) : job.needs;
  const needs = changes && (job.isGate || changes.filterOf.has(job.id)) ? [changes.id, ...own] : own;
  return needs.length === 0 ? null : entry("needs", flow(needs));
}

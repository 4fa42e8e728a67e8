import type { PipelineJob } from "../pipeline.ts";

const STAGES = ["check", "test", "build", "package", "deploy"] as const;
type Stage = (typeof STAGES)[number];

/** Jobs change something outside the pipeline: they are neither cancelled nor repeated. */
export function isDeployment(job: PipelineJob): boolean {
  return job.environment !== null || job.exclusiveGroup !== null || job.steps.some(({ kind }) => kind === "pages");
}

const BY_NAME: readonly (readonly [RegExp, Stage])[] = [
  [/(?:^|-)(?:deploy|publish|release|pages)(?:-|$)/, "deploy"],
  [/(?:^|-)(?:test|tests|e2e|spec|unit|integration|coverage|bench)(?:-|$)/, "test"],
  [/(?:^|-)(?:build|compile|bundle|assemble)(?:-|$)/, "build"],
  [/lint|format|type|check|audit|secur|scan|style|static|analy/, "check"],
];

function ownStage(job: PipelineJob): Stage {
  if (isDeployment(job)) return "deploy";
  if (job.steps.some(({ kind }) => kind === "container")) return "package";
  return BY_NAME.find(([name]) => name.test(job.id))?.[1] ?? "test";
}

/** Jobs that wait for a gate wait for what it waits for: GitLab asks for the whole pipeline before a merge, so it needs none. */
export function jobsWithoutGates(jobs: readonly PipelineJob[]): PipelineJob[] {
  const gates = new Map(jobs.filter(({ isGate }) => isGate).map(({ id, needs }) => [id, needs]));
  const through = (id: string, depth: number): readonly string[] => {
    const needs = depth < gates.size + 1 ? gates.get(id) : undefined;
    return needs ? needs.flatMap((need) => through(need, depth + 1)) : [id];
  };
  return jobs
    .filter(({ isGate }) => !isGate)
    .map((job) => ({ ...job, needs: [...new Set(job.needs.flatMap((id) => through(id, 0)))] }));
}

/** The stage of each job by its id: never before a job that it needs, which GitLab refuses. */
export function stagesOf(jobs: readonly PipelineJob[]): ReadonlyMap<string, Stage> {
  const known = new Map<string, number>();
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const rank = (job: PipelineJob, above: readonly string[]): number => {
    const found = known.get(job.id);
    if (found !== undefined) return found;
    const needed = job.needs.flatMap((id) => (above.includes(id) ? [] : (byId.get(id) ?? [])));
    const ranks = needed.map((other) => rank(other, [...above, job.id]));
    const highest = Math.max(STAGES.indexOf(ownStage(job)), ...ranks);
    known.set(job.id, highest);
    return highest;
  };
  return new Map(jobs.map((job) => [job.id, STAGES[rank(job, [])] ?? "test"]));
}

/** The stages that have jobs, in order. */
export function usedStages(stages: ReadonlyMap<string, Stage>): Stage[] {
  const used = new Set(stages.values());
  return STAGES.filter((stage) => used.has(stage));
}

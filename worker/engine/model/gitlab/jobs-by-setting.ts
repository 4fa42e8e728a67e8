import type { GitlabEntry, GitlabPipeline, Setting } from "./pipeline.ts";

/** One place in a file and the jobs that it holds for: several where they extend the same or share a default. */
export interface SharedSetting {
  readonly pipeline: GitlabPipeline;
  readonly setting: Setting;
  readonly first: GitlabEntry;
  readonly others: readonly GitlabEntry[];
}

/** Jobs of all pipelines under the place that `pick` names for them; those without one are left out. */
export function jobsBySetting(
  pipelines: readonly GitlabPipeline[],
  pick: (pipeline: GitlabPipeline, job: GitlabEntry) => Setting | null,
): SharedSetting[] {
  const places = new Map<object, Omit<SharedSetting, "others"> & { others: GitlabEntry[] }>();
  for (const [pipeline, job] of pipelines.flatMap((one) => one.jobs.map((job) => [one, job] as const))) {
    const setting = pick(pipeline, job);
    if (!setting) continue;
    const known = places.get(setting.pair);
    if (!known) places.set(setting.pair, { pipeline, setting, first: job, others: [] });
    else if (known.first.node !== job.node) known.others.push(job);
  }
  return [...places.values()];
}

/** Where jobs stand, as further places of a finding. */
export function placesOfJobs(jobs: readonly GitlabEntry[]) {
  return jobs.map(({ file, key }) => ({ path: file.path, at: key }));
}

import { groupBy } from "../../group-by.ts";
import type { Pipeline, PipelineJob, ToolName } from "../pipeline.ts";
import { withServiceHosts } from "../service-hosts.ts";
import { cachesOf, type GitlabCache } from "./caches.ts";
import { type ChosenImage, chooseImage } from "./image.ts";
import { setupOf } from "./setup.ts";

/** What a job needs before its own commands: equal for many jobs of a pipeline. */
export interface Surroundings {
  readonly image: ChosenImage;
  readonly variables: Readonly<Record<string, string>>;
  readonly caches: readonly GitlabCache[];
  readonly beforeScript: readonly string[];
}

export interface JobPlan {
  readonly job: PipelineJob;
  readonly surroundings: Surroundings;
  /** The hidden job that has the surroundings; null where the job writes them itself. */
  readonly base: string | null;
  /** True when another job fills the cache. */
  readonly pullsOnly: boolean;
  readonly missing: readonly string[];
}

/** Tools whose install command fetches everything that the lockfile names, so that one job fills the cache for all. */
const WHOLE: ReadonlySet<string> = new Set<ToolName>(
  "npm node pnpm yarn bun uv poetry pdm pipenv ruby composer php".split(" ") as ToolName[],
);

/** Jobs with their surroundings; those that several share get the name of a hidden job. */
export function planJobs(jobs: readonly PipelineJob[]): JobPlan[] {
  const plans = jobs.map(planOf);
  const groups = groupBy(plans, ({ surroundings }) => JSON.stringify(surroundings));
  const names = baseNames([...groups.values()]);
  return plans.map((plan) => {
    const group = groups.get(JSON.stringify(plan.surroundings)) ?? [];
    const filler = group.find(({ job }) => job.when === "always" && job.paths === null);
    const { caches } = plan.surroundings;
    const isWhole = caches.length === 1 && caches.every(({ prefix }) => WHOLE.has(prefix));
    const pullsOnly = isWhole && filler !== undefined && filler !== plan;
    return { ...plan, base: names.get(JSON.stringify(plan.surroundings)) ?? null, pullsOnly };
  });
}

function planOf(job: PipelineJob): JobPlan {
  const image = chooseImage(job);
  const setup = setupOf(job, image);
  const caches = cachesOf(job);
  const surroundings = {
    image,
    variables: { ...setup.variables, ...caches.variables },
    caches: caches.caches,
    beforeScript: [...setup.lines, ...caches.lines],
  };
  return { job, surroundings, base: null, pullsOnly: false, missing: setup.missing };
}

/** `.node`, `.python`: after the first tool of its jobs. */
function baseNames(groups: readonly (readonly JobPlan[])[]): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const group of groups) {
    const [first, second] = group;
    if (!first || !second || !isWorthSharing(first.surroundings)) continue;
    const tool = first.job.toolchains[0]?.tool ?? "setup";
    let name = `.${tool}`;
    for (let count = 2; used.has(name); count += 1) name = `.${tool}-${count}`;
    used.add(name);
    names.set(JSON.stringify(first.surroundings), name);
  }
  return names;
}

/** An image alone is said again faster than it is looked up. */
function isWorthSharing({ beforeScript, caches }: Surroundings): boolean {
  return beforeScript.length + caches.length > 0;
}

/** Variables of a job in GitLab's words: the service's host is its name, and `$` begins a reference. */
export function variablesOf(env: Pipeline["env"]): [string, string][] {
  return Object.entries(env).map(([name, value]) => {
    return [name, withServiceHosts(value, (service) => service).replaceAll("$", "$$$$")];
  });
}

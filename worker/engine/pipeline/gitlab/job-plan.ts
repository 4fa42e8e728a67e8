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
  readonly base: Base | null;
  /** True when another job fills the cache. */
  readonly pullsOnly: boolean;
  readonly missing: readonly string[];
}

/** A hidden job; what its jobs do before their commands is in it where they all do the same. */
interface Base {
  readonly name: string;
  readonly surroundings: Surroundings;
}

/** Tools whose install command fetches everything that the lockfile names, so that one job fills the cache for all. */
const WHOLE: ReadonlySet<string> = new Set<ToolName>(
  "npm node pnpm yarn bun uv poetry pdm pipenv ruby composer php".split(" ") as ToolName[],
);

/** Jobs with their surroundings; those that several share get the name of a hidden job. */
export function planJobs(jobs: readonly PipelineJob[]): JobPlan[] {
  const plans = jobs.map(planOf);
  const groups = groupBy(plans, ({ surroundings }) => groupKey(surroundings));
  const bases = basesOf(groups);
  return plans.map((plan) => {
    const key = groupKey(plan.surroundings);
    const filler = groups.get(key)?.find(({ job }) => job.when === "always" && job.paths === null);
    const { caches } = plan.surroundings;
    const isWhole = caches.length === 1 && caches.every(({ prefix }) => WHOLE.has(prefix));
    return {
      ...plan,
      base: bases.get(key) ?? null,
      pullsOnly: isWhole && filler !== undefined && filler.job !== plan.job,
    };
  });
}

function groupKey({ image, variables, caches }: Surroundings): string {
  return JSON.stringify([image, variables, caches]);
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
function basesOf(groups: ReadonlyMap<string, readonly JobPlan[]>): Map<string, Base> {
  const bases = new Map<string, Base>();
  const used = new Set<string>();
  for (const [key, group] of groups) {
    const [first, ...others] = group;
    if (!first || others.length === 0) continue;
    const { surroundings } = first;
    const begin = surroundings.beforeScript.join("\n");
    const isSame = others.every((other) => other.surroundings.beforeScript.join("\n") === begin);
    const shared = isSame ? surroundings : { ...surroundings, beforeScript: [] };
    if (shared.beforeScript.length + shared.caches.length > 0) {
      bases.set(key, { name: freeName(first.job.toolchains[0]?.tool ?? "setup", used), surroundings: shared });
    }
  }
  return bases;
}

function freeName(tool: string, used: Set<string>): string {
  let name = `.${tool}`;
  for (let count = 2; used.has(name); count += 1) name = `.${tool}-${count}`;
  used.add(name);
  return name;
}

/** Variables of a job in GitLab's words: the service's host is its name, and `$` begins a reference. */
export function variablesOf(env: Pipeline["env"]): [string, string][] {
  return Object.entries(env).map(([name, value]) => {
    return [name, withServiceHosts(value, (service) => service).replaceAll("$", "$$$$")];
  });
}

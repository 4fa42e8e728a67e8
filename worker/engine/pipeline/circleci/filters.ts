/** When a job runs, in CircleCI's filters. */
import type { Pipeline, PipelineJob } from "../pipeline.ts";
import { entry, flow, map, type YamlEntry, type YamlValue } from "../yaml-text.ts";

/** Every branch, for a job that runs for tags alone. */
const EVERY_BRANCH = "/.*/";
/** GitHub's merge queue pushes to branches of its own. */
const MERGE_QUEUE = "/gh-readonly-queue\\/.*/";

/** The `filters` of a job; null where it runs for every branch and for no tag, as CircleCI does by itself. */
export function filtersOf(pipeline: Pipeline, job: PipelineJob): YamlEntry | null {
  const branches = branchesOf(pipeline, job);
  const tags = pipeline.triggers.tags.map(asPattern);
  const runsForTags = tags.length > 0 && (job.when === "always" || job.when === "tag");
  if (branches === null && !runsForTags) return null;
  const entries = [
    branches === null ? null : entry("branches", branches),
    runsForTags ? entry("tags", map([entry("only", oneOrMore(tags))])) : null,
  ];
  return entry("filters", map(entries));
}

function branchesOf({ triggers, defaultBranch }: Pipeline, { when }: PipelineJob): YamlValue | null {
  if (when === "tag") return map([entry("ignore", EVERY_BRANCH)]);
  if (when === "default_branch") return map([entry("only", defaultBranch)]);
  if (when === "pull_request") return map([entry("ignore", defaultBranch)]);
  if (triggers.pullRequest) return null;
  const only = [...triggers.push.map(asPattern), ...(triggers.mergeGroup ? [MERGE_QUEUE] : [])];
  return map([only.length === 0 ? entry("ignore", EVERY_BRANCH) : entry("only", oneOrMore(only))]);
}

function oneOrMore(values: readonly string[]): YamlValue {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : flow(values);
}

/** A glob as the regular expression that CircleCI wants; a plain name stays. */
function asPattern(glob: string): string {
  if (!/[*?]/.test(glob)) return glob;
  const text = glob
    .replaceAll(/[.+^$|()\\/[\]{}]/g, "\\$&")
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return `/${text}/`;
}

/** The glob of such an expression; null for one that is none. */
export function asGlob(pattern: string): string | null {
  const inner = /^\/\^?(.*?)\$?\/$/.exec(pattern)?.[1];
  if (inner === undefined) return pattern;
  const glob = inner.replaceAll(".*", "*").replaceAll(/\\([^\w])/g, "$1");
  return /[()|[\]{}^$\\+?]/.test(inner.replaceAll(/\\[^\w]/g, "")) ? null : glob;
}

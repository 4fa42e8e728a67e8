import type { JobWhen, Pipeline, PipelineJob } from "../pipeline.ts";
import { entry, list, map, type YamlEntry, type YamlValue } from "../yaml-text.ts";

const MERGE_REQUEST = '$CI_PIPELINE_SOURCE == "merge_request_event"';
const DEFAULT_BRANCH = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH";
const OTHER_BRANCH = "$CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH";
const TAG = "$CI_COMMIT_TAG";
/** While a merge request is open, its own pipeline says all. */
const HAS_MERGE_REQUEST = '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS';

/** `workflow`: for what GitLab starts a pipeline at all, and what a newer commit cancels. */
export function workflowEntries(pipeline: Pipeline): YamlEntry[] {
  const cancel = pipeline.cancelSuperseded ? "interruptible" : "none";
  return [
    entry("name", pipeline.name),
    entry("auto_cancel", map([entry("on_new_commit", cancel)])),
    entry("rules", { list: workflowRules(pipeline).map((value) => ({ value })) }),
  ];
}

function workflowRules({ triggers, defaultBranch, cancelSuperseded }: Pipeline): YamlValue[] {
  const branches = triggers.push.filter((branch) => branch !== defaultBranch);
  const isWide = triggers.pullRequest && branches.some((branch) => branch.includes("*"));
  const finishes = cancelSuperseded ? entry("auto_cancel", map([entry("on_new_commit", "none")])) : null;
  return [
    ...(triggers.pullRequest ? [rule(MERGE_REQUEST)] : []),
    ...(triggers.push.includes(defaultBranch) ? [rule(DEFAULT_BRANCH, finishes)] : []),
    ...(isWide ? [rule(HAS_MERGE_REQUEST, entry("when", "never"))] : []),
    ...branches.map((branch) => rule(branchCondition(branch))),
    ...triggers.tags.map((tag) => rule(matching(TAG, tag))),
    ...(triggers.schedule.length > 0 ? [rule('$CI_PIPELINE_SOURCE == "schedule"')] : []),
    ...(triggers.manual ? [rule('$CI_PIPELINE_SOURCE == "web"')] : []),
  ];
}

function rule(condition: string, more: YamlEntry | null = null): YamlValue {
  return map([entry("if", condition), more]);
}

function branchCondition(branch: string): string {
  return branch.includes("*") ? matching("$CI_COMMIT_BRANCH", branch) : `$CI_COMMIT_BRANCH == "${branch}"`;
}

/** A pattern of GitHub as one of GitLab's regular expressions. */
function matching(variable: string, glob: string): string {
  if (/^\*{1,2}$/.test(glob)) return variable;
  if (!/[*?]/.test(glob)) return `${variable} == "${glob}"`;
  const body = glob
    .replace(/[.+^$(){}|/\\]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^\\/]*")
    .replaceAll("\0", ".*")
    .replaceAll("?", "\\?");
  return `${variable} =~ /^${body.endsWith(".*") ? body.slice(0, -2) : body.endsWith("[^\\/]*") ? body.slice(0, -6) : `${body}$`}/`;
}

const CONDITIONS: Readonly<Record<Exclude<JobWhen, "always">, string>> = {
  pull_request: MERGE_REQUEST,
  default_branch: DEFAULT_BRANCH,
  tag: TAG,
};

/**
 * `rules` of a job; null for none: it runs whenever the pipeline does. Changed files are compared with the target branch in
 * merge requests and with the last push on the default branch, as GitLab does by itself; other branches have nothing to
 * compare with at their first push, so the default branch is named for them.
 */
export function jobRules(job: PipelineJob, { triggers, defaultBranch }: Pipeline): YamlValue | null {
  const condition = job.when === "always" ? null : entry("if", CONDITIONS[job.when]);
  if (job.paths === null) return condition ? { list: [{ value: map([condition]) }] } : null;
  const paths = list(job.paths.map(glob));
  const hasOthers = job.when === "always" && triggers.push.some((branch) => branch !== defaultBranch);
  const compared = map([
    entry("if", OTHER_BRANCH),
    entry("changes", map([entry("paths", paths), entry("compare_to", `refs/heads/${defaultBranch}`)])),
  ]);
  const plain = map([
    condition ?? (hasOthers ? entry("if", `$CI_COMMIT_BRANCH == null || ${DEFAULT_BRANCH}`) : null),
    entry("changes", paths),
  ]);
  return { list: [...(hasOthers ? [{ value: compared }] : []), { value: plain }] };
}

/** On GitHub `**.go` reaches every folder, on GitLab `**` does so only between slashes. */
function glob(path: string): string {
  return path.replace(/(^|\/)\*\*(?=[^/*])/g, "$1**/*");
}

/** True when the other job may be absent from a pipeline that has this one: its need must be optional then. */
export function mayLack(job: PipelineJob, needed: PipelineJob): boolean {
  const isWider = needed.when === "always" || needed.when === job.when;
  const samePaths = needed.paths === null || needed.paths.join("\n") === job.paths?.join("\n");
  return !isWider || !samePaths;
}

import { type GitlabEntry, type GitlabPipeline, isSetting } from "../../../model/gitlab/pipeline.ts";
import { pipelineStarts, presenceOf } from "../../../model/gitlab/presence.ts";
import type { Occasion } from "../../../model/gitlab/scenarios.ts";
import { listItems, sectionSetting } from "../../../model/gitlab/settings.ts";
import { asScalar, asSeq, type YamlNode } from "../../../parse/yaml-node.ts";
import type { JobWhen, Triggers } from "../../pipeline.ts";
import { type JobReader, textAt, valueAt } from "./job-reader.ts";

const OCCASIONS: readonly Occasion[] = ["merge_request", "default_branch", "branch", "tag"];

/** Occasions on which the pipeline has jobs. */
export function occasionsOf(pipeline: GitlabPipeline): ReadonlySet<Occasion> {
  const hasJobs = (occasion: Occasion) =>
    pipeline.jobs.some((job: GitlabEntry) => presenceOf(pipeline, job, occasion) !== "out");
  return new Set(OCCASIONS.filter((occasion) => pipelineStarts(pipeline, occasion) !== false && hasJobs(occasion)));
}

function conditionsOf(pipeline: GitlabPipeline): string[] {
  const rules = sectionSetting(pipeline, "workflow", "rules");
  if (!isSetting(rules)) return [];
  return listItems(pipeline, rules).items.flatMap(({ node }) => {
    const isNever = textAt(node, "when") === "never";
    return isNever ? [] : (textAt(node, "if") ?? []);
  });
}

export interface ReadTriggers {
  readonly triggers: Triggers;
  readonly lost: readonly string[];
}

/** What starts the pipeline, by its workflow and the rules of its jobs. */
export function readTriggers(pipeline: GitlabPipeline, main: string): ReadTriggers {
  const occasions = occasionsOf(pipeline);
  const conditions = conditionsOf(pipeline);
  const tags = conditions.flatMap((condition) => patterns(condition, "CI_COMMIT_TAG"));
  const branches = conditions.flatMap((condition) => patterns(condition, "CI_COMMIT_BRANCH"));
  const hasSchedule = conditions.some((condition) => condition.includes('"schedule"'));
  const others = branches.filter((branch) => branch !== main);
  const hasAll =
    occasions.has("branch") || conditions.some((condition) => /^\$\{?CI_COMMIT_BRANCH\}?$/.test(condition.trim()));
  const triggers: Triggers = {
    push: [...(occasions.has("default_branch") ? [main] : []), ...(others.length > 0 ? others : hasAll ? ["**"] : [])],
    pullRequest: occasions.has("merge_request"),
    mergeGroup: false,
    tags: tags.length > 0 ? tags : occasions.has("tag") ? ["*"] : [],
    schedule: [],
    manual: conditions.length === 0 || conditions.some((condition) => condition.includes('"web"')),
  };
  const lost = hasSchedule ? ["Its schedules stand in GitLab's settings: add their cron lines."] : [];
  return { triggers, lost };
}

/** Names and patterns that a condition compares a variable with. */
function patterns(condition: string, variable: string): string[] {
  const marks = `\\$\\{?${variable}\\}?\\s*`;
  const equal = [...condition.matchAll(new RegExp(`${marks}==\\s*["']([^"']+)["']`, "g"))].map(([, name = ""]) => name);
  const like = [...condition.matchAll(new RegExp(`${marks}=~\\s*/((?:[^/\\\\]|\\\\.)+)/`, "g"))];
  return [...equal, ...like.map(([, pattern = ""]) => globOf(pattern))];
}

/** A regular expression as a pattern of GitHub: exact for those that our own files have. */
function globOf(pattern: string): string {
  const inner = pattern.replace(/^\^/, "");
  const isOpen = !inner.endsWith("$");
  const body = inner
    .replace(/\$$/, "")
    .replaceAll("[^\\/]*", "*")
    .replace(/\.[*+]/g, "*")
    .replace(/\\?d\+/g, "*")
    .replace(/\(([^()|]*)\)/g, "$1")
    .replace(/\\(.)/g, "$1");
  const glob = `${pattern.startsWith("^") ? "" : "*"}${body}${isOpen && !body.endsWith("*") ? "*" : ""}`;
  return /[()[\]{}|+^$]/.test(glob) ? `${/^[\w./-]*/.exec(glob)?.[0] ?? ""}*` : glob;
}

export interface ReadWhen {
  readonly when: JobWhen;
  readonly paths: readonly string[] | null;
}

/** When a job runs within its pipeline. */
export function readWhen(reader: JobReader, all: ReadonlySet<Occasion>): ReadWhen {
  const { pipeline, entry } = reader;
  const presences = [...all].map((occasion) => [occasion, presenceOf(pipeline, entry, occasion)] as const);
  const on = new Set(presences.filter(([, presence]) => presence !== "out").map(([occasion]) => occasion));
  loseOccasions(reader, presences);
  const items = reader.items("rules");
  const paths = pathsOf(reader, items);
  for (const item of items) loseRuleKeys(reader, item);
  if (on.size === all.size) return { when: "always", paths };
  const [only, ...others] = on;
  const single = { merge_request: "pull_request", default_branch: "default_branch", tag: "tag", branch: null } as const;
  const when = only === undefined || others.length > 0 ? null : single[only];
  if (when === null) {
    const named = [...on].map((occasion) => occasion.replace("_", " ")).join(", ");
    reader.lose(`It runs on some occasions only (${named || "none that is known"}): add the condition.`);
  }
  return { when: when ?? (on.has("default_branch") && !on.has("merge_request") ? "default_branch" : "always"), paths };
}

function loseOccasions(reader: JobReader, presences: readonly (readonly [Occasion, string])[]): void {
  if (presences.some(([, presence]) => presence === "manual")) reader.lose("It is started by hand: add an approval.");
  const text = ["rules", "only", "except"].filter((key) => reader.node(key) !== null).join(", ");
  if (presences.some(([, presence]) => presence === "unknown")) {
    reader.lose(`When it runs could not be told from \`${text || "workflow"}\`: check its condition.`);
  }
}

/** Files whose change lets the job run, of rules that do. */
function pathsOf(reader: JobReader, items: readonly YamlNode[]): readonly string[] | null {
  const running = items.filter((item) => textAt(item, "when") !== "never");
  const lists = running.map((item) => {
    const changes = valueAt(item, "changes");
    const node = asSeq(changes) ? changes : (valueAt(changes, "paths") ?? changes);
    return asSeq(node)?.items.flatMap((path) => asScalar(path)?.value ?? []) ?? [];
  });
  if (lists.length === 0 || lists.some((list) => list.length === 0)) {
    if (lists.some((list) => list.length > 0)) reader.lose("Only some of its rules look at changed files.");
    return null;
  }
  return [...new Set(lists.flat())];
}

function loseRuleKeys(reader: JobReader, item: YamlNode): void {
  for (const key of ["exists", "variables", "allow_failure", "needs", "interruptible"]) {
    if (valueAt(item, key) !== null) reader.lose(`\`rules:${key}\` is GitLab's own.`);
  }
}

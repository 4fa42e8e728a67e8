import { record, text } from "../../profile/read-value.ts";
import type { JobWhen, Triggers } from "../pipeline.ts";
import { asGlob } from "./filters.ts";
import type { JobUse } from "./read-workflow.ts";

interface RunGround {
  readonly defaultBranch: string;
  readonly triggers: Triggers;
}

function isEveryBranch(pattern: string): boolean {
  return asGlob(pattern) === "*";
}

/** When a job runs. What no word says is read as the narrower: a deployment that runs too seldom does less harm. */
export function jobWhen(use: JobUse, { defaultBranch, triggers }: RunGround, lose: (detail: string) => void): JobWhen {
  const { branches, tags, expression } = use;
  if (expression !== null) {
    lose(`It runs only where \`${expression}\`: look at when it runs here.`);
    return "default_branch";
  }
  if (branches.ignore.some(isEveryBranch)) return tags.only.length > 0 ? "tag" : "default_branch";
  if (branches.only.length > 0 && !branches.only.some(isEveryBranch)) {
    if (!triggers.pullRequest && isSame(globs(branches.only), triggers.push)) return "always";
    if (!isSame(branches.only, [defaultBranch]))
      lose(`It runs for ${branches.only.join(", ")} alone: it runs for \`${defaultBranch}\` here.`);
    return "default_branch";
  }
  return whenIgnored(branches.ignore, defaultBranch, lose);
}

function whenIgnored(ignore: readonly string[], defaultBranch: string, lose: (detail: string) => void): JobWhen {
  if (ignore.length === 0) return "always";
  if (!isSame(ignore, [defaultBranch])) lose(`It does not run for ${ignore.join(", ")}.`);
  return ignore.includes(defaultBranch) ? "pull_request" : "always";
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

function globs(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => asGlob(pattern) ?? pattern);
}

/** Where every job names the same branches, these are what the pipeline runs for; else it runs for all of them. */
export function triggersOf(
  root: Readonly<Record<string, unknown>>,
  uses: readonly JobUse[],
  defaultBranch: string,
): Triggers {
  const ordinary = uses.filter(({ isApproval, branches }) => !(isApproval || branches.ignore.some(isEveryBranch)));
  const [first] = ordinary;
  const shared = first?.branches.only ?? [];
  const isShared = shared.length > 0 && ordinary.every(({ branches }) => isSame(branches.only, shared));
  const workflows = Object.entries(record(root.workflows)).filter(([name]) => name !== "version");
  const isTimed = workflows.length > 0 && workflows.every(([, workflow]) => record(workflow).triggers !== undefined);
  const crons = Object.values(record(root.workflows)).flatMap((workflow) => {
    const list = record(workflow).triggers;
    return (Array.isArray(list) ? list : []).flatMap((each) => text(record(record(each).schedule).cron) ?? []);
  });
  return {
    push: isTimed ? [] : isShared ? globs(shared) : [defaultBranch],
    pullRequest: !(isShared || isTimed),
    mergeGroup: false,
    tags: [...new Set(globs(uses.flatMap(({ tags }) => tags.only)))],
    schedule: crons,
    manual: true,
  };
}

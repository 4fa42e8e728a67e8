import { at, canonical, entries, isList, isMap, isScalar, items, type Tree, textAt } from "../structure/tree.ts";
import type { Allow } from "./repair.ts";

const BRANCH = /^\$CI_COMMIT_BRANCH == \$CI_DEFAULT_BRANCH$/;
const TAG = /^\$CI_COMMIT_TAG(?: =~ \/\^v\/)?$/;

/** A GitLab job gets rules that let it run on the default branch or for tags alone, or each of its rules asks that too. */
export const restrictsRules: Allow = ({ way, before, after }) => {
  if (way[1] !== "rules") return false;
  if (way.length === 2) return before === undefined && items(after).length > 0 && items(after).every(isRestricted);
  if (way.length === 3) return after === undefined ? textAt(before, "when") !== "never" : isRestricted(after);
  return way.at(-1) === "if" && isRestrictedText(after, before);
};

function isRestricted(rule: Tree): boolean {
  if (!isMap(rule) || [...rule.keys()].some((key) => key !== "if" && key !== "when")) return false;
  const when = textAt(rule, "when");
  return isRestrictedText(at(rule, "if"), undefined) && /^(?:|manual|on_success)$/.test(when);
}

function isRestrictedText(after: Tree | undefined, before: Tree | undefined): boolean {
  if (typeof after !== "string") return false;
  const own = typeof before === "string" ? before.trim() : "";
  const rest = own !== "" && after.startsWith(`${own} && `) ? after.slice(own.length + 4) : after;
  return (own === "" || rest !== after || !own.includes("&&")) && (BRANCH.test(rest.trim()) || TAG.test(rest.trim()));
}

/** A job starts as soon as these are done, which are there. */
export const startsEarlier: Allow = ({ way, before, after }, { after: now }) => {
  if (way.length !== 2 || way[1] !== "needs" || before !== undefined || !isList(after)) return false;
  return after.every((name) => typeof name === "string" && isMap(now.tree) && now.tree.has(name));
};

/** A lifetime such as `1 week`. */
export const isLifetime: Allow = ({ after }) =>
  typeof after === "string" && /^\d{1,3} ?(?:h|hours?|d|days?|w|weeks?|months?|m|min|minutes?)$/.test(after);

/** Retries of failures that the machine has, not the tests. */
export const retriesMachine: Allow = ({ before, after }) => {
  if (before !== undefined || !isMap(after)) return false;
  const max = at(after, "max");
  const when = at(after, "when");
  const causes = isList(when) ? when : [when];
  const isFine = (cause: Tree | undefined) =>
    /^(?:runner_system_failure|stuck_or_timeout_failure|scheduler_failure)$/.test(String(cause));
  return (max === 1 || max === 2) && causes.every(isFine) && after.size === 2;
};

/** Lockfiles that are there name the cache. */
export const namesCacheByFiles: Allow = ({ after }, { repository }) => {
  const key = isMap(after) ? after : undefined;
  const files = items(at(key, "files"));
  const isOwn = (name: string) => name === "files" || name === "prefix";
  return (
    files.length > 0 &&
    files.every((path) => typeof path === "string" && repository.has(path)) &&
    entries(key).every(([name]) => isOwn(name)) &&
    /^[\w$-]*$/.test(textAt(key, "prefix"))
  );
};

/** A CircleCI job runs for the default branch, or for release tags, alone. */
export const filtersBranches: Allow = ({ way, before, after, holders }, { repository }) => {
  const { defaultBranch } = repository.snapshot;
  const name = way.at(-1);
  const value =
    name === "filters" ? at(after, "branches", "only") : at(holders.at(-1)?.after, "filters", "branches", "only");
  const isOnly = isScalar(value) ? value === defaultBranch : canonical(value) === canonical([defaultBranch]);
  const isAlone =
    isMap(after) && after.size === 1 && isMap(at(after, "branches")) && entries(at(after, "branches")).length === 1;
  return name === "filters" && before === undefined && isAlone && isOnly;
};

/** A job that only checks runs on a machine of ordinary size. */
export const smallerClass: Allow = ({ after }) => after === "small" || after === "medium" || after === "arm.medium";

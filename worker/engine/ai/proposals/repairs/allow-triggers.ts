import { parseCron, shortestGap } from "../../../cron/parse-cron.ts";
import { at, canonical, entries, isMap, isScalar } from "../structure/tree.ts";
import type { Change } from "../structure/tree-diff.ts";
import { isNear, letters } from "./allow-values.ts";
import type { Allow } from "./repair.ts";

/** Events that give a stranger's action a run with secrets, or a run to somebody new. */
const SAFE_EVENTS = new Set([
  "push",
  "pull_request",
  "merge_group",
  "workflow_dispatch",
  "schedule",
  "release",
  "create",
]);

/** `pull_request_target` becomes `pull_request`, with the same filters. */
export const losesPrivilege: Allow = ({ way, after }, { before, after: now }) => {
  const event = way[1] ?? "";
  const target = at(before.tree ?? undefined, "on", "pull_request_target");
  const isSwap = target !== undefined && at(now.tree ?? undefined, "on", "pull_request_target") === undefined;
  if (way.length !== 2 || !isSwap) return false;
  if (event === "pull_request_target") return after === undefined;
  return event === "pull_request" && canonical(after) === canonical(target);
};

const REF_FILTER = /^(?:branches|branches-ignore|tags|tags-ignore|paths|paths-ignore)$/;
/** Source: docs.github.com, "Workflow syntax for GitHub Actions", `on.<event>.<branches|tags|paths>`. */
const HAS_REF_FILTERS = new Set(["push", "pull_request", "pull_request_target", "workflow_run"]);

/** A misspelt event, activity type or filter is spelt right, or a filter that its event does not have goes. */
export const isRespeltTrigger: Allow = (change) => {
  const { way, before, after } = change;
  const [, event = "", filter = ""] = way;
  if (way.length === 2) return isRenamedEvent(change, event);
  if (way.length === 3 && after === undefined) return REF_FILTER.test(filter) && !HAS_REF_FILTERS.has(event);
  const isType = way.length === 4 && filter === "types";
  return isType && isScalar(before) && isScalar(after) && isNear(String(before), String(after));
};

/** One event goes, and another of nearly the same name comes with the same filters: never one with rights. */
function isRenamedEvent({ before, after, holders }: Change, event: string): boolean {
  const { before: old, after: now } = holders.at(-1) ?? {};
  const [from, to] = after === undefined ? [old, now] : [now, old];
  const value = canonical(after === undefined ? before : after);
  const pair = entries(to).find(([name, is]) => !hasKey(from, name) && isNear(name, event) && canonical(is) === value);
  return pair !== undefined && SAFE_EVENTS.has(after === undefined ? pair[0] : event);
}

function hasKey(tree: unknown, key: string): boolean {
  return tree instanceof Map && tree.has(key);
}

const LEAST_MINUTES = 30;

/** A schedule that GitHub does not read becomes one that it does, with most of its fields, at most every half hour. */
export const isRepairedSchedule: Allow = ({ before, after }) => {
  if (typeof before !== "string" || typeof after !== "string") return false;
  const read = parseCron(after);
  if (!read.ok || shortestGap(read.schedule) < LEAST_MINUTES) return false;
  const old = before.trim().split(/\s+/);
  const kept = after.split(/\s+/).filter((field) => old.includes(field)).length;
  return kept >= 3 || before.trim().startsWith("@");
};

/** A pattern keeps its letters, and takes no more than it seems to say. */
export const isRepairedPattern: Allow = ({ before, after }) =>
  typeof before === "string" &&
  typeof after === "string" &&
  letters(before) === letters(after) &&
  letters(after) !== "" &&
  after.split("*").length <= before.split("*").length &&
  !after.startsWith("!") === !before.startsWith("!");

/** Pull requests run it too, into the branches that pushes run it for. */
export const addsPullRequests: Allow = ({ way, before, after }, { before: old }) => {
  if (way.join("/") !== "on/pull_request" || before !== undefined) return false;
  if (after === null) return true;
  if (!isMap(after) || after.size !== 1) return false;
  const branches = after.get("branches");
  const pushed = at(old.tree ?? undefined, "on", "push", "branches");
  return branches !== undefined && canonical(branches) === canonical(pushed);
};

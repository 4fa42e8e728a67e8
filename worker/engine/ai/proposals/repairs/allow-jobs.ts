import { knownCommitOf, newestPin } from "../../../data/action-pins.ts";
import { findRunnerLabel } from "../../../data/runner-labels.ts";
import { isPowerful } from "../structure/power.ts";
import {
  at,
  canonical,
  entries,
  isList,
  isMap,
  isScalar,
  items,
  scalarsOf,
  type Tree,
  textAt,
} from "../structure/tree.ts";
import { isNamedOne } from "./allow-values.ts";
import type { Allow } from "./repair.ts";

const ORDINARY = /^(?:ubuntu|windows|macos)-(?:latest|\d+(?:\.\d+)?)$/;

/** A standard machine of GitHub's own: not larger, not anybody's. */
function isOrdinary(label: Tree | undefined): boolean {
  return typeof label === "string" && ORDINARY.test(label) && findRunnerLabel(label) !== undefined;
}

/** The job moves to one of GitHub's standard machines. */
export const movesToHosted: Allow = ({ way, before, after, holders }) => {
  const now = way.at(-1) === "[]" ? at(holders.at(-2)?.after, "runs-on") : after;
  if (way.at(-1) === "[]" && after === undefined) return items(now).every(isOrdinary);
  const labels = isList(now) ? now : [now];
  const old = canonical(at(holders[2]?.before, "runs-on")).toLowerCase();
  const system = /windows|macos/.exec(old)?.[0] ?? "ubuntu";
  const isSameSystem = (label: Tree | undefined) => String(label).startsWith(system);
  return before !== after && labels.length === 1 && labels.every((label) => isOrdinary(label) && isSameSystem(label));
};

/** One of the labels that the list had stays alone, or a matrix goes through them. */
export const keepsOneLabel: Allow = ({ way, after, holders }) => {
  const job = holders[2];
  const old = items(at(job?.before, "runs-on"));
  const now = items(at(job?.after, "runs-on"));
  if (way[2] === "strategy") return isMatrixOf(after, old) && canonical(now) === canonical(["${{ matrix.os }}"]);
  if (canonical(now) === canonical(["${{ matrix.os }}"])) return isMatrixOf(at(job?.after, "strategy"), old);
  return now.length >= 1 && now.every((label) => old.includes(label));
};

function isMatrixOf(strategy: Tree | undefined, labels: readonly Tree[]): boolean {
  if (!isMap(strategy) || [...strategy.keys()].some((key) => key !== "matrix" && key !== "fail-fast")) return false;
  const matrix = strategy.get("matrix");
  const values = items(at(matrix, "os"));
  return isMap(matrix) && matrix.size === 1 && values.length > 0 && values.every((value) => labels.includes(value));
}

/** Every value of the matrix stays in some cell, and no other comes. */
export const shrinksMatrix: Allow = ({ holders }) => {
  const values = (tree: Tree | undefined) => {
    const texts = [...scalarsOf(at(tree, "strategy", "matrix"))].filter(({ isKey }) => !isKey).map(({ text }) => text);
    return [...new Set(texts)].sort().join("\n");
  };
  const { before, after } = holders[2] ?? {};
  // Without any exclusion of its own: one could leave no cell at all.
  const excludes = (tree: Tree | undefined) => canonical(at(tree, "strategy", "matrix", "exclude"));
  return values(before) !== "" && values(before) === values(after) && excludes(before) === excludes(after);
};

/** A job waits for another one that is there. */
export const waitsForMore: Allow = ({ before, after }, { after: now }) => {
  const jobs = at(now.tree ?? undefined, "jobs");
  const named = isList(after) ? after : [after];
  return before === undefined && named.every((name) => isMap(jobs) && typeof name === "string" && jobs.has(name));
};

/** A check no longer waits for the job that the finding points at. */
export const waitsForLess: Allow = (change, scene) =>
  isNamedOne(change, scene) && change.way[2] === "needs" && !isPowerful(change.holders[2]?.before);

/** A job that is not there, or the job itself, is no longer waited for. */
export const dropsMissingNeed: Allow = ({ way, before, after }, { before: old }) => {
  const jobs = at(old.tree ?? undefined, "jobs");
  const named = isList(before) ? before : [before];
  return after === undefined && named.every((name) => isMap(jobs) && (!jobs.has(String(name)) || name === way[1]));
};

/** The name of another job that is there, where the name of none stood. */
export const respellsNeed: Allow = ({ before, after }, { before: old }) => {
  const jobs = at(old.tree ?? undefined, "jobs");
  return isScalar(before) && typeof after === "string" && isMap(jobs) && jobs.has(after) && !jobs.has(String(before));
};

const FULL = /^([\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)@([0-9a-f]{40})$/;

/** The same action at a commit that our own table knows, or a folder of the repository with `./` in front. */
export const pinsSameAction: Allow = ({ before, after }, { repository }) => {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (after === `./${before.replace(/^\/+/, "")}`) {
    return ["action.yml", "action.yaml"].some((name) => repository.has(`${after.slice(2)}/${name}`));
  }
  const [, action = "", sha = ""] = FULL.exec(after) ?? [];
  const [name = "", ref = ""] = before.trim().split("@");
  if (action === "" || action !== name) return false;
  return ref === "" ? newestPin(action)?.sha === sha : knownCommitOf(action, ref) === sha;
};

const GROUP =
  /^(?:[\w./-]|\$\{\{ ?(?:github\.(?:workflow|ref|head_ref|ref_name|run_id)(?: \|\| github\.(?:ref|run_id))?) ?\}\})+$/;
const ONLY_PULL_REQUESTS = /^\$\{\{ ?github\.event_name == 'pull_request' ?\}\}$/;

/** Runs of one branch wait for each other, or the older one of a pull request ends; deployments are never cancelled. */
export const groupsRuns: Allow = ({ before, after }, { after: now }) => {
  if (before !== undefined || !isMap(after)) return false;
  const group = textAt(after, "group");
  const cancel = at(after, "cancel-in-progress") ?? false;
  const events = entries(at(now.tree ?? undefined, "on")).map(([event]) => event);
  const isHarmless =
    cancel === false ||
    ONLY_PULL_REQUESTS.test(String(cancel)) ||
    (cancel === true && events.every((event) => event === "pull_request"));
  const isOwn = [...after.keys()].every((key) => key === "group" || key === "cancel-in-progress");
  return isOwn && isHarmless && GROUP.test(group) && (cancel === false || /github\.(?:head_)?ref\b/.test(group));
};

/** Rights go, or get fewer; what they amount to is compared by job beside this. */
export const changesRights: Allow = ({ after }) => {
  const texts = [...scalarsOf(after)].map(({ text }) => text);
  return texts.every((text) => /^[a-z-]{1,30}$/.test(text)) && after !== "write-all";
};

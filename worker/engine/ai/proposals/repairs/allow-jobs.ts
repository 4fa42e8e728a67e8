import { knownCommitOf, newestPin } from "../../../data/action-pins.ts";
import { findRunnerLabel } from "../../../data/runner-labels.ts";
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
  return before !== after && labels.length === 1 && labels.every(isOrdinary);
};

/** One of the labels that the list had stays alone, or a matrix goes through them. */
export const keepsOneLabel: Allow = ({ way, after, holders }) => {
  const job = holders[2];
  const old = items(at(job?.before, "runs-on"));
  const now = items(at(job?.after, "runs-on"));
  if (way[2] === "strategy") return isMatrixOf(after, old) && canonical(now) === canonical(["${{ matrix.os }}"]);
  return now.length >= 1 && now.every((label) => old.some((each) => each === label) || label === "${{ matrix.os }}");
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
  return values(before) !== "" && values(before) === values(after);
};

/** A job waits for another one that is there. */
export const waitsForMore: Allow = ({ before, after }, { after: now }) => {
  const jobs = at(now.tree ?? undefined, "jobs");
  const named = isList(after) ? after : [after];
  return before === undefined && named.every((name) => isMap(jobs) && typeof name === "string" && jobs.has(name));
};

/** True for a job that can change something outside: it has an environment, secrets or a token that writes. */
function isPowerful(job: Tree | undefined): boolean {
  const permissions = at(job, "permissions");
  const writes = entries(permissions).some(([, level]) => level === "write") || permissions === "write-all";
  const texts = [...scalarsOf(job)].map(({ text }) => text);
  return (
    writes || at(job, "environment") !== undefined || texts.some((text) => /\bsecrets\b|\bdeploy|publish/i.test(text))
  );
}

/** A check no longer waits for another job. */
export const waitsForLess: Allow = ({ after, holders, way }) =>
  after === undefined && (way[2] === "needs" || way.length === 3) && !isPowerful(holders[2]?.before);

/** A job that is not there is no longer waited for. */
export const dropsMissingNeed: Allow = ({ before, after }, { before: old }) => {
  const jobs = at(old.tree ?? undefined, "jobs");
  const named = isList(before) ? before : [before];
  return after === undefined && named.every((name) => isMap(jobs) && !jobs.has(String(name)));
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
  return newestPin(action)?.sha === sha || (ref !== "" && knownCommitOf(action, ref) === sha);
};

const GROUP_PART =
  /^(?:[\w./-]|\$\{\{ ?(?:github\.(?:workflow|ref|head_ref|ref_name|run_id)(?: \|\| github\.(?:ref|run_id))?) ?\}\})+$/;

/** Runs of one group wait for each other; deployments are never cancelled. */
export const groupsRuns: Allow = ({ way, before, after }) =>
  before === undefined &&
  isMap(after) &&
  (way.at(-1) === "concurrency" || way.length === 1) &&
  GROUP_PART.test(textAt(after, "group")) &&
  [...after.keys()].every((key) => key === "group" || key === "cancel-in-progress") &&
  [undefined, false].includes(at(after, "cancel-in-progress") as undefined | false);

/** Rights go, or get fewer; what they amount to is compared by job beside this. */
export const changesRights: Allow = ({ after }) => {
  const texts = [...scalarsOf(after)].map(({ text }) => text);
  return texts.every((text) => /^[a-z-]{1,30}$/.test(text)) && after !== "write-all";
};

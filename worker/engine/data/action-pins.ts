/**
 * Commits of popular actions by version: the offline floor under what the worker asks GitHub. A version that is not there is
 * unknown, never guessed.
 */
import { type ActionCommit, type Lookups, withAnswers } from "../lookups.ts";
import { EARLIER_PINS, NEWEST_PINS } from "./action-pin-rows.ts";
import { knownRelease } from "./tool-versions.ts";

export interface ActionPin {
  /** `owner/repo`, as its owner spells it. */
  readonly action: string;
  /** The most precise tag of the commit, or a branch for an action that publishes none. */
  readonly tag: string;
  readonly sha: string;
  /** Day on which the row was true, ISO 8601. */
  readonly seen: string;
  readonly source: string;
}

export const ACTION_PINS: readonly ActionPin[] = readRows(NEWEST_PINS + EARLIER_PINS.trimStart());

/** Refs that are no version and follow the newest one. Source: the action's own repository. */
const FOLLOWS_NEWEST = new Set(["pypa/gh-action-pypi-publish@release/v1"]);
/** Publish full versions only, so that `@v4` does not resolve. */
const WITHOUT_MAJOR_TAG = new Set([
  "aquasecurity/trivy-action",
  "astral-sh/setup-uv",
  "ossf/scorecard-action",
  "sigstore/cosign-installer",
]);
const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

function readRows(table: string): ActionPin[] {
  const lines = table.trim().split("\n");
  return lines.map((line) => {
    const [action = "", tag = "", sha = "", seen = "", source = ""] = line.split(" ");
    return { action, tag, sha, seen, source };
  });
}

/**
 * Answers from the table. A full version answers with its own commit; `v4` or `v4.2` with the newest commit of that line that
 * the table has, which may be older than what GitHub would say today, but is a release of the same line.
 */
export function tableLookups(rows: readonly ActionPin[] = ACTION_PINS): Lookups {
  const byAction = new Map<string, ActionPin[]>();
  for (const row of rows) {
    const key = row.action.toLowerCase();
    byAction.set(key, [...(byAction.get(key) ?? []), row]);
  }
  return withAnswers({
    actionCommit(action, ref) {
      const name = action.toLowerCase();
      const found = findRow(byAction.get(name) ?? [], name, ref);
      return found ? toCommit(found) : "unknown";
    },
    toolVersion: (tool) => knownRelease(tool) ?? "unknown",
  });
}

const byCommit = new Map(ACTION_PINS.map((pin) => [`${pin.action.toLowerCase()}@${pin.sha}`, pin]));
const byVersion = new Map(ACTION_PINS.map((pin) => [`${pin.action.toLowerCase()}@${pin.tag}`, pin]));

/** The full version that the table has for a commit; null when it does not know it. `action` is `owner/repo` in lower case. */
export function knownTagOf(action: string, sha: string): string | null {
  const tag = byCommit.get(`${action}@${sha.toLowerCase()}`)?.tag;
  return tag !== undefined && VERSION.test(tag) ? tag : null;
}

/** The commit that the table has for exactly this tag; null when it does not know it. `action` is `owner/repo` in lower case. */
export function knownCommitOf(action: string, tag: string): string | null {
  return byVersion.get(`${action}@${tag}`)?.sha ?? null;
}

const newestByAction = new Map<string, ActionPin>();
for (const pin of ACTION_PINS) {
  const name = pin.action.toLowerCase();
  const known = newestByAction.get(name);
  if (known === undefined || compare(partsOf(pin.tag), partsOf(known.tag)) > 0) newestByAction.set(name, pin);
}

/** The newest release that the table has of an action, named as in `uses`, a folder behind it allowed; null for an unknown one. */
export function newestPin(action: string): ActionPin | null {
  return newestByAction.get(action.toLowerCase().split("/").slice(0, 2).join("/")) ?? null;
}

function toCommit(row: ActionPin): ActionCommit {
  return { sha: row.sha, tag: VERSION.test(row.tag) ? row.tag : null };
}

function findRow(rows: readonly ActionPin[], action: string, ref: string): ActionPin | undefined {
  const exact = rows.find((row) => row.tag === ref);
  if (exact !== undefined) return exact;
  if (FOLLOWS_NEWEST.has(`${action}@${ref}`)) return newest(rows);
  const wanted = partsOf(ref);
  const isLine = wanted.length === 2 || (wanted.length === 1 && !WITHOUT_MAJOR_TAG.has(action));
  return isLine ? newest(rows.filter((row) => startsWith(partsOf(row.tag), wanted))) : undefined;
}

function newest(rows: readonly ActionPin[]): ActionPin | undefined {
  return rows.toSorted((a, b) => compare(partsOf(b.tag), partsOf(a.tag)))[0];
}

/** The numbers that a version names; none for any other ref. */
function partsOf(ref: string): number[] {
  const parts = VERSION.exec(ref)?.slice(1) ?? [];
  return parts.filter((part) => part !== undefined).map(Number);
}

function startsWith(parts: readonly number[], wanted: readonly number[]): boolean {
  return wanted.every((part, at) => parts[at] === part);
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((part, at) => part - (b[at] ?? -1)).find((difference) => difference !== 0) ?? a.length - b.length;
}

import { pinPlaces } from "../../../actions/pin-places.ts";
import type { UsePlace } from "../../../actions/use-places.ts";
import type { WrittenVersion } from "../../../actions/used-version.ts";
import { versionNumbers } from "../../../actions/version-comment.ts";
import { compare } from "../../../actions/version-range.ts";
import { retirementOf } from "../../../data/retired-actions.ts";
import { replaceSpan } from "../../../edit/edit-yaml.ts";
import type { Edit } from "../../../finding.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import { isFullSha } from "../../../model/uses.ts";
import type { FixOutcome, RuleContext } from "../../../rule.ts";

interface Affected {
  readonly places: readonly UsePlace[];
  /** Empty when it is not known. */
  readonly version: WrittenVersion;
  /** The first version without the fault; null when there is none. */
  readonly patched: string | null;
}

interface Target {
  readonly version: string;
  /** Null where only the tag is known. */
  readonly sha: string | null;
}

/** Moves every place to the first repaired release, or the newest known one of its line, pinned where its commit is known. */
export function moveToPatched(context: RuleContext, file: SourceFile, affected: Affected): FixOutcome {
  const { places, version, patched } = affected;
  const [first] = places;
  if (!first || patched === null) {
    return { abstain: "No release is known to repair this; use another action or a step of your own." };
  }
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const target = pinnedTarget(context, action, patched) ?? tagTarget(first, version, patched);
  if (!target)
    return { abstain: `It is not known which commit \`${action}\` ${patched} is; look it up and pin it by hand.` };
  const { sha } = target;
  const edits = sha ? pinPlaces(file, places, { sha, version: target.version }) : retag(file, places, target.version);
  if (!edits) return { abstain: "A `uses:` is written in a form that cannot be edited safely; change it by hand." };
  const isSameMajor = version[0] === versionNumbers(target.version)[0];
  const pinned = sha
    ? `pinned to commit \`${sha}\``
    : "which follows its tag as before: pin it to a commit as soon as you can";
  const look = isSameMajor
    ? ""
    : ` It is another major version than ${first.uses.ref}, so read its release notes before merging.`;
  return {
    edits,
    title: `Move \`${action}\` to ${target.version}, which repairs a vulnerability`,
    explanation: `${patched} is the first release of \`${action}\` without the published vulnerability. The use is now ${target.version}, ${pinned}.${look}`,
    fixClass: isSameMajor ? "lookup" : "review",
  };
}

/** Later majors that are tried when nothing is known, or still served, of the one that has the repair. */
const MAJORS_AHEAD = [1, 2, 3];

function pinnedTarget({ lookups }: RuleContext, action: string, patched: string): Target | null {
  for (const ref of refsToTry(action, patched)) {
    const commit = lookups.actionCommit(action, ref);
    if (commit === "unknown" || !isFullSha(commit.sha)) continue;
    const version = commit.tag ?? ref;
    if (isRepaired(ref, version, patched) && isServed(action, versionNumbers(version)))
      return { version, sha: commit.sha };
  }
  return null;
}

function refsToTry(action: string, patched: string): string[] {
  const numbers = versionNumbers(patched);
  const major = numbers[0] ?? 0;
  const later = isServed(action, numbers) ? [] : MAJORS_AHEAD.map((ahead) => `v${major + ahead}`);
  return [`v${patched}`, patched, `v${major}`, ...later];
}

/** A line such as `v4` counts only with the full version behind it. */
function isRepaired(ref: string, version: string, patched: string): boolean {
  const numbers = versionNumbers(version);
  const isExact = ref === patched || ref === `v${patched}`;
  return isExact || (numbers.length >= 3 && compare(numbers, versionNumbers(patched)) >= 0);
}

/** False for a version that GitHub refuses, or will on a known day. */
function isServed(action: string, version: readonly number[]): boolean {
  return retirementOf(action, version) === null;
}

/** The tag of the repaired release in the form that the use already has: `v44` becomes `v46`. A commit is never turned into a tag. */
function tagTarget({ uses }: UsePlace, version: WrittenVersion, patched: string): Target | null {
  const isMovable = version.length > 0 && !isFullSha(uses.ref);
  if (!isMovable || !isServed(`${uses.owner}/${uses.repo}`, versionNumbers(patched))) return null;
  const prefix = uses.ref?.startsWith("v") ? "v" : "";
  return { version: prefix + versionNumbers(patched).slice(0, version.length).join("."), sha: null };
}

function retag(file: SourceFile, places: readonly UsePlace[], tag: string): Edit[] | null {
  const edits: Edit[] = [];
  for (const { uses } of places) {
    const source = file.slice(uses.node.content);
    if (uses.ref === null || !source.trimEnd().endsWith(`@${uses.ref}`)) return null;
    const start = uses.node.content.start + source.lastIndexOf("@") + 1;
    edits.push(replaceSpan(file, { start, end: start + uses.ref.length }, tag));
  }
  return edits;
}

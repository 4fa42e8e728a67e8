import { remoteUses } from "../actions/use-places.ts";
import { usedVersion } from "../actions/used-version.ts";
import { versionComment } from "../actions/version-comment.ts";
import { isAffected } from "../actions/version-range.ts";
import { knownAdvisories } from "../data/action-advisories.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { isFullSha, type Uses } from "../model/uses.ts";
import type { Action, Workflow } from "../model/workflow.ts";

/** A name of a commit of an action, `owner/repo` in lower case. */
interface ActionRef {
  readonly action: string;
  readonly ref: string;
}

/**
 * Every `owner/repo` and movable ref that workflows and actions use, and the repaired releases of those with an advisory in our
 * table; sorted and without repeats: what to fetch before an analysis.
 */
export function neededLookups(repository: RepositoryModel): { action: string; ref: string }[] {
  const needed: ActionRef[] = [];
  for (const { document, action, uses, ref } of usesOf(repository)) {
    if (!isFullSha(ref)) needed.push({ action, ref });
    for (const version of repairsOf(document, action, uses)) {
      needed.push({ action, ref: `v${version}` }, { action, ref: version });
    }
  }
  return sorted(needed);
}

/** What the rules on pins ask about, sorted and without repeats. */
interface NeededPinFacts {
  /** For `advisories` and `actionRepository`. */
  readonly actions: readonly string[];
  /** Full commit ids, in lower case: for `commitTags` and `commitOrigin`. */
  readonly commits: readonly ActionRef[];
  /** Tags and branches in use: for `refKinds`. */
  readonly refs: readonly ActionRef[];
  /** Versions that comments behind pins name: for `actionCommit`, where a pin turns out to be no release of the action. */
  readonly versions: readonly ActionRef[];
}

/** The questions about pins that a connected analysis asks GitHub, besides `neededLookups`. */
export function neededPinFacts(repository: RepositoryModel): NeededPinFacts {
  const all = [...usesOf(repository)];
  const pins = all.filter(({ ref }) => isFullSha(ref));
  return {
    actions: [...new Set(all.map(({ action }) => action))].sort(),
    commits: sorted(pins.map(({ action, ref }) => ({ action, ref: ref.toLowerCase() }))),
    refs: sorted(all.flatMap(({ action, ref }) => (isFullSha(ref) || ref.startsWith("refs/") ? [] : { action, ref }))),
    versions: sorted(
      pins.flatMap(({ document, action, uses }) => {
        const version = versionComment(document.file, uses.node)?.version;
        return version === undefined ? [] : { action, ref: version };
      }),
    ),
  };
}

interface RemoteUse extends ActionRef {
  readonly document: Workflow | Action;
  readonly uses: Uses;
}

function* usesOf(repository: RepositoryModel): Generator<RemoteUse> {
  for (const document of [...repository.workflows, ...repository.actions]) {
    for (const places of remoteUses(document).values()) {
      for (const { uses } of places) {
        if (uses.ref !== null) yield { document, uses, action: `${uses.owner}/${uses.repo}`, ref: uses.ref };
      }
    }
  }
}

/** First versions without a fault that the used one has. */
function repairsOf(document: Workflow | Action, action: string, uses: Uses): string[] {
  const advisories = knownAdvisories(action);
  const version = advisories.length === 0 ? null : usedVersion(document.file, uses);
  if (version === null) return [];
  return advisories.flatMap((advisory) => (isAffected(uses, version, advisory) ? (advisory.firstPatched ?? []) : []));
}

function sorted(refs: readonly ActionRef[]): { action: string; ref: string }[] {
  const byName = new Map(refs.map(({ action, ref }) => [`${action}@${ref}`, { action, ref }]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
}

import { remoteUses } from "../actions/use-places.ts";
import { usedVersion } from "../actions/used-version.ts";
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

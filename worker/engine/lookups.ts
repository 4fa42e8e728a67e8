import type { RepositoryModel } from "./model/repository.ts";
import { isFullSha } from "./model/uses.ts";

/** A commit of an action and the most precise tag that points at it. */
export interface ActionCommit {
  /** 40 lowercase hex digits, of the commit, never of an annotated tag. */
  readonly sha: string;
  /** For example `v4.2.2`; null when no tag points at the commit. */
  readonly tag: string | null;
}

/** Facts from outside the snapshot, fetched before the engine runs. Unknown is an answer; a rule then says less, never something false. */
export interface Lookups {
  /** What a tag or branch of `owner/repo` (lower case) points at. */
  actionCommit(action: string, ref: string): ActionCommit | "unknown";
}

/** Knows nothing. */
export const NO_LOOKUPS: Lookups = { actionCommit: () => "unknown" };

/** Lookups over answers that were fetched before; keys are `owner/repo@ref` with the name in lower case. */
export function mapLookups(commits: ReadonlyMap<string, ActionCommit>): Lookups {
  return { actionCommit: (action, ref) => commits.get(`${action.toLowerCase()}@${ref}`) ?? "unknown" };
}

/** Asks each in turn; the first that knows answers. */
export function firstOf(...sources: readonly Lookups[]): Lookups {
  return {
    actionCommit(action, ref) {
      for (const source of sources) {
        const answer = source.actionCommit(action, ref);
        if (answer !== "unknown") return answer;
      }
      return "unknown";
    },
  };
}

/** Every `owner/repo` and movable ref that workflows and actions use, sorted and without repeats: what to fetch before an analysis. */
export function neededLookups(repository: RepositoryModel): { action: string; ref: string }[] {
  const calls = repository.workflows.flatMap(({ jobs }) => jobs.map((job) => job.uses));
  const steps = [
    ...repository.workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.steps)),
    ...repository.actions.flatMap((action) => action.steps),
  ];
  const needed = new Map<string, { action: string; ref: string }>();
  for (const uses of [...calls, ...steps.map((step) => step.uses)]) {
    if (uses?.kind !== "action" || uses.ref === null || isFullSha(uses.ref)) continue;
    const action = `${uses.owner}/${uses.repo}`;
    needed.set(`${action}@${uses.ref}`, { action, ref: uses.ref });
  }
  return [...needed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lookup]) => lookup);
}

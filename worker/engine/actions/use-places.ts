import { memo } from "../memo.ts";
import type { Uses } from "../model/uses.ts";
import type { Action, Step, Workflow } from "../model/workflow.ts";

/** One `uses:` with the step it belongs to; a call of a reusable workflow has none. */
export interface UsePlace {
  readonly uses: Uses;
  readonly step: Step | null;
  /** Job id and step identity. */
  readonly anchor: string;
}

/** Every `uses:` of a document, in file order. */
export function usePlaces(document: Workflow | Action): UsePlace[] {
  if (document.kind === "action") return document.steps.flatMap((step) => placeOf(step, "runs"));
  return document.jobs.flatMap((job) => [
    ...(job.uses ? [{ uses: job.uses, step: null, anchor: `jobs.${job.id}` }] : []),
    ...job.steps.flatMap((step) => placeOf(step, `jobs.${job.id}`)),
  ]);
}

function placeOf(step: Step, parent: string): UsePlace[] {
  return step.uses ? [{ uses: step.uses, step, anchor: `${parent}.${step.identity}` }] : [];
}

/** Uses of remote actions and workflows by `owner/repo@ref` (names in lower case), each place once though an alias repeats it. */
export const remoteUses = memo((document: Workflow | Action): ReadonlyMap<string, readonly UsePlace[]> => {
  const groups = new Map<string, UsePlace[]>();
  const seen = new Set<number>();
  for (const place of usePlaces(document)) {
    const { uses } = place;
    if (uses.kind !== "action" || uses.ref === null || seen.has(uses.node.start)) continue;
    seen.add(uses.node.start);
    const key = `${uses.owner}/${uses.repo}@${uses.ref}`;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  return groups;
});

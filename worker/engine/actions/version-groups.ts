import { memo } from "../memo.ts";
import type { Uses } from "../model/uses.ts";
import type { Action, Job, Step, Workflow } from "../model/workflow.ts";
import { usedVersion, type WrittenVersion } from "./used-version.ts";

/** One `uses:` of a step whose version is known. */
export interface VersionedUse {
  readonly uses: Uses;
  readonly step: Step;
  readonly job: Job | null;
  readonly version: WrittenVersion;
  /** Job id and step identity. */
  readonly anchor: string;
}

/** All uses of one repository's actions in the same major version: what one change of version repairs. Keys are `owner/repo major`. */
export const versionGroups = memo((document: Workflow | Action): ReadonlyMap<string, readonly VersionedUse[]> => {
  const groups = new Map<string, VersionedUse[]>();
  const seen = new Set<number>();
  for (const use of versionedUses(document)) {
    if (seen.has(use.uses.node.start)) continue;
    seen.add(use.uses.node.start);
    const key = `${use.uses.owner}/${use.uses.repo} ${use.version[0]}`;
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  return groups;
});

function versionedUses(document: Workflow | Action): VersionedUse[] {
  const found: VersionedUse[] = [];
  const add = (step: Step, job: Job | null) => {
    const version = step.uses ? usedVersion(document.file, step.uses) : null;
    if (!step.uses || version === null) return;
    const anchor = `${job ? `jobs.${job.id}` : "runs"}.${step.identity}`;
    found.push({ uses: step.uses, step, job, version, anchor });
  };
  if (document.kind === "action") for (const step of document.steps) add(step, null);
  else for (const job of document.jobs) for (const step of job.steps) add(step, job);
  return found;
}

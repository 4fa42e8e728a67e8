import type { RepositoryModel } from "../model/repository.ts";
import type { Job } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import type { Located } from "../run-rules.ts";
import { flatten, type Leaf } from "./flatten.ts";

export interface Reach {
  readonly before: RepositoryModel;
  readonly after: RepositoryModel;
  readonly path: string;
  readonly resolves: readonly Located[];
}

/**
 * True when no value changes in a job that the fix is not about. Keys may be added anywhere (a grant moves to the jobs that
 * need it); what is there may only change in jobs with a place of a resolved finding, or where its rule says that it reaches
 * the whole workflow.
 */
export function staysInReach({ before, after, path, resolves }: Reach): boolean {
  const workflow = before.workflows.find((candidate) => candidate.path === path);
  const changed = after.workflows.find((candidate) => candidate.path === path);
  if (!workflow || !changed || resolves.some(({ rule }) => rule.meta.reach === "workflow")) return true;
  const places = resolves.flatMap(({ hit }) => [{ path: hit.path, at: hit.at }, ...(hit.related ?? [])]);
  const own = places.filter((place) => place.path === path).map(({ at }) => at);
  return workflow.jobs.every((job) => {
    if (own.some((at) => isInside(job, at))) return true;
    const other = changed.jobs.find(({ id }) => id === job.id);
    return other !== undefined && keepsValues(workflow.file.text, job, { text: changed.file.text, job: other });
  });
}

function isInside(job: Job, at: Span): boolean {
  return at.start >= job.key.start && at.start <= Math.max(job.node.end, job.key.end);
}

function keepsValues(text: string, job: Job, other: { readonly text: string; readonly job: Job }): boolean {
  const old = valuesOf(flatten(text, job.node, (offset) => offset));
  const now = new Set(valuesOf(flatten(other.text, other.job.node, (offset) => offset)));
  return old.every((value) => now.has(value));
}

/** Values with their keys; items of lists are not told apart by place. */
function valuesOf(leaves: ReadonlyMap<string, Leaf>): string[] {
  return [...leaves].map(([way, { value }]) => `${way.replaceAll(/\[[^\]]*\]/g, "[]")}=${value}`);
}

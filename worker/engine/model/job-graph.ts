import { memo } from "../memo.ts";
import type { Job, Workflow } from "./workflow.ts";

/** Every job that a job waits for, directly or through others, by id. Cycles end where they close. */
export const ancestorsOf = memo((workflow: Workflow): ReadonlyMap<string, ReadonlySet<string>> => {
  const byId = new Map(workflow.jobs.map((job) => [job.id, job]));
  return new Map(workflow.jobs.map((job) => [job.id, ancestors(byId, job)]));
});

function ancestors(byId: ReadonlyMap<string, Job>, job: Job): Set<string> {
  const found = new Set<string>();
  const pending = [...job.needs];
  for (let need = pending.pop(); need; need = pending.pop()) {
    if (found.has(need.value)) continue;
    found.add(need.value);
    pending.push(...(byId.get(need.value)?.needs ?? []));
  }
  return found;
}

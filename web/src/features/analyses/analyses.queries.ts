import { query, revalidate } from "@solidjs/router";
import { api, read, readAll } from "../../api.ts";
import type { Analysis, Job, JobEvent, JobLogs, Plan, Recommendation, Remediation } from "../../api-types.ts";

type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };
const PAGE_SIZE = "100";

const pageQuery = (cursor: string | undefined) =>
  cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor };

export const loadAnalysis = (id: string): Promise<Analysis> => read(api.api.analysis[":id"].$get({ param: { id } }));
export const getAnalysis = query(loadAnalysis, "analysis");

export const loadJob = (id: string): Promise<Job> => read(api.api.jobs[":id"].$get({ param: { id } }));
export const getJob = query(loadJob, "job");

export const getFindings = query(
  (id: string): Promise<Recommendation[]> =>
    readAll(
      (cursor): Promise<Page<Recommendation>> =>
        read(api.api.analysis[":id"].recommendations.$get({ param: { id }, query: pageQuery(cursor) })),
    ),
  "findings",
);

export const getFixes = query(
  (id: string): Promise<Remediation[]> =>
    readAll(
      (cursor): Promise<Page<Remediation>> =>
        read(api.api.analysis[":id"].remediations.$get({ param: { id }, query: pageQuery(cursor) })),
    ),
  "fixes",
);

/** All events of a job after `since`, oldest first. */
export async function loadEvents(jobId: string, since: number): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  let from: number | null = since;
  while (from !== null) {
    const part: JobLogs = await read(
      api.api.jobs[":id"].logs.$get({ param: { id: jobId }, query: { since: String(from), limit: "500" } }),
    );
    events.push(...part.items);
    from = part.items.length === 0 ? null : part.next_since;
  }
  return events;
}

export const getEvents = query((jobId: string) => loadEvents(jobId, 0), "events");

export async function cancelJob(jobId: string): Promise<void> {
  await read(api.api.jobs[":id"].$delete({ param: { id: jobId } }));
}

export async function retryJob(jobId: string): Promise<{ readonly analysis_id: string | null }> {
  return await read(api.api.jobs[":id"].retry.$post({ param: { id: jobId } }));
}

/** Asks what a pull request with these fixes would write. Writes nothing. */
export function planFixes(analysisId: string, remediationIds: readonly string[]): Promise<Plan> {
  return read(
    api.api.analysis[":id"].apply.$post({ param: { id: analysisId }, json: { remediation_ids: [...remediationIds] } }),
  );
}

/** Opens the pull request of a plan. Asked again, it answers the one that there is. */
export async function openPullRequest(analysisId: string, planId: string): Promise<Plan> {
  const plan: Plan = await read(
    api.api.analysis[":id"].apply.$post({ param: { id: analysisId }, json: { plan_id: planId } }),
  );
  void revalidate([getFixes.keyFor(analysisId), "fleet", "repository"]);
  return plan;
}

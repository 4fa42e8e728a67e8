import { forOrg } from "../../db/for-org.ts";
import { listEvents } from "../../db/jobs.ts";
import type { Scope } from "../context.ts";
import { eventFrame, type JobEventFrame } from "./frames.ts";

const AT_MOST = 1_000;

/** Events of a job after `since`, as its sockets get them. */
export async function missedEvents(
  scope: Scope,
  job: { readonly orgId: string; readonly jobId: string },
  since: number,
): Promise<JobEventFrame[]> {
  const rows = await listEvents(forOrg(scope.db, job.orgId), job.jobId, { since, limit: AT_MOST });
  return rows.map(eventFrame);
}

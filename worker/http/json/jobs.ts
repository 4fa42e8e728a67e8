import type * as z from "zod";
import type { DeadLetterFilter } from "../../db/dead-letters.ts";
import type { JobLogRow, ListedJob } from "../../db/jobs.ts";
import type { Retried } from "../../services/jobs/dead-letters.ts";
import { maxAttempts } from "../../services/jobs/retry-schedule.ts";
import { phaseOf } from "../../services/jobs/transitions.ts";
import { eventFrame } from "../../services/live/frames.ts";
import type { DeadLettersBody, DeadLettersRetried, Job, JobEvent } from "../schemas/jobs.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function jobJson({ job, repository, analysisId, artifactId }: ListedJob): z.infer<typeof Job> {
  return {
    id: job.id,
    kind: job.kind,
    repository_id: job.repositoryId,
    repository,
    analysis_id: analysisId,
    artifact_id: artifactId,
    trigger: job.trigger,
    state: job.state,
    phase: phaseOf(job.state),
    attempt: job.attempt,
    max_attempts: maxAttempts(job.kind),
    lost: job.lost,
    retry_of: job.retryOf,
    next_run_at: timestampOrNull(job.nextRunAt),
    error: job.errorCode === null ? null : { code: job.errorCode, detail: job.errorDetail ?? "" },
    created_at: timestamp(job.createdAt),
    started_at: timestampOrNull(job.startedAt),
    finished_at: timestampOrNull(job.finishedAt),
  };
}

/** The same form over HTTP and over the sockets. */
export function eventJson(row: JobLogRow): z.infer<typeof JobEvent> {
  return eventFrame(row);
}

export function retriedJson({
  jobId,
  newJobId,
  problem,
}: Retried): z.infer<typeof DeadLettersRetried>["items"][number] {
  return { job_id: jobId, new_job_id: newJobId, problem };
}

/** Which set-aside jobs a body means. */
export function deadLetterFilter(body: z.infer<typeof DeadLettersBody>): DeadLetterFilter {
  return { ids: body.ids, kind: body.kind, repositoryId: body.repository_id };
}

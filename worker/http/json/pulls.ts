import type * as z from "zod";
import type { PullCheckRow } from "../../db/pull-checks.ts";
import { readPullFindings } from "../../services/pulls/read-pulls.ts";
import type { PullCheck } from "../schemas/pulls.ts";
import { timestamp } from "./timestamps.ts";

export function pullCheckJson(row: PullCheckRow): z.infer<typeof PullCheck> {
  return {
    id: row.id,
    repository_id: row.repositoryId,
    number: row.number,
    title: row.title,
    url: row.url,
    head: row.headSha,
    base: row.baseSha,
    fork: row.isFork,
    state: row.state,
    job_id: row.jobId,
    conclusion: row.conclusion,
    new_findings: row.newFindings,
    fixed_findings: row.fixedFindings,
    findings: readPullFindings(row),
    reported_as: row.reportedAs,
    detail: row.detail,
    checked_at: timestamp(row.checkedAt),
  };
}

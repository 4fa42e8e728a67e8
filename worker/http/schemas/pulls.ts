/** What was found in pull requests of users. */
import * as z from "zod";
import { CommitSha, Id, PageQuery, Timestamp } from "./common.ts";

export const PullCheckFinding = z.object({
  rule_id: z.string(),
  severity: z.enum(["critical", "high", "medium", "low", "info"]),
  title: z.string(),
  message: z.string(),
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
});

export const PullCheck = z
  .object({
    id: Id,
    repository_id: Id,
    number: z.int(),
    title: z.string(),
    url: z.string(),
    head: CommitSha,
    base: CommitSha,
    fork: z.boolean(),
    state: z.enum(["open", "merged", "closed"]),
    job_id: Id,
    conclusion: z.enum(["success", "neutral", "failure"]),
    new_findings: z.int(),
    fixed_findings: z.int(),
    /** New findings on changed lines, at most 50. */
    findings: z.array(PullCheckFinding),
    /** How GitHub was told: a check run needs a GitHub App, a status any token that may write. */
    reported_as: z.enum(["check_run", "status", "none"]),
    /** Why GitHub was not told, or not as a check run. */
    detail: z.string().nullable(),
    checked_at: Timestamp,
  })
  .meta({ id: "PullCheck" });

export const ListPullChecksQuery = PageQuery;

import * as z from "zod";
import { CommitSha, Id, PageQuery, pageOf, Scores, Timestamp } from "./common.ts";
import { JobPhase, JobState } from "./jobs.ts";

export const PullRequestState = z.enum(["open", "merged", "closed"]);

export const Repository = z
  .object({
    id: Id,
    github_id: z.int(),
    full_name: z.string(),
    owner: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    private: z.boolean(),
    archived: z.boolean(),
    fork: z.boolean(),
    default_branch: z.string().nullable(),
    language: z.string().nullable(),
    stars: z.int(),
    forks: z.int(),
    html_url: z.string(),
    /** `suspended`: GitHub refuses us access; `gone`: deleted or renamed out of reach. */
    state: z.enum(["connected", "suspended", "gone"]),
    health: Scores.nullable(),
    /** Overall score of the analysis before the last one. */
    previous_overall: z.int().nullable(),
    open_findings: z.int(),
    last_analysis: z.object({ id: Id, completed_at: Timestamp, commit: CommitSha.nullable() }).nullable(),
    active_job: z.object({ id: Id, analysis_id: Id.nullable(), state: JobState, phase: JobPhase }).nullable(),
    last_pull_request: z.object({ number: z.int(), url: z.string(), state: PullRequestState }).nullable(),
    connected_at: Timestamp,
    synced_at: Timestamp.nullable(),
    /** Why it is suspended or gone, in a sentence. */
    state_detail: z.string().nullable(),
    /** When it was last known to be as on GitHub: a sync, or a cheap question that showed that nothing moved. */
    in_sync_as_of: Timestamp.nullable(),
  })
  .meta({ id: "Repository" });

export const ListRepositoriesQuery = PageQuery.extend({
  /** Part of the full name, case-insensitive. */
  q: z.string().max(100).optional(),
});

export const FleetSummary = z.object({
  repositories: z.int(),
  analysed: z.int(),
  /** Rounded means over analysed repositories; null before the first analysis. */
  health: Scores.nullable(),
  open_findings: z.int(),
  analyses_total: z.int(),
  pull_requests_total: z.int(),
});

export const RepositoryPage = pageOf(Repository).extend({ summary: FleetSummary }).meta({ id: "RepositoryPage" });

/** A repository that GitHub offers for connecting. */
export const OfferedRepository = z
  .object({
    github_id: z.int(),
    full_name: z.string(),
    description: z.string().nullable(),
    private: z.boolean(),
    archived: z.boolean(),
    fork: z.boolean(),
    empty: z.boolean(),
    language: z.string().nullable(),
    pushed_at: Timestamp.nullable(),
    /** Only administrators of a repository can connect it (the webhook needs it). */
    can_connect: z.boolean(),
    connected_id: Id.nullable(),
    /** It is connected by somebody who can reach it no longer: who connects it again takes it over. */
    broken: z.boolean(),
  })
  .meta({ id: "OfferedRepository" });

export const OfferedRepositories = z.object({
  items: z.array(OfferedRepository),
  /** Why some may be missing: private ones need the `repo` scope. */
  missing_scopes: z.array(z.string()),
  /** False when GitHub had more than we asked for (1,000). */
  complete: z.boolean(),
});

export const ConnectBody = z.strictObject({
  /** `owner/name` as GitHub spells it. */
  repositories: z
    .array(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/))
    .min(1)
    .max(100),
});

export const ConnectResult = z
  .object({
    items: z.array(
      z.object({
        full_name: z.string(),
        repository_id: Id.nullable(),
        job_id: Id.nullable(),
        analysis_id: Id.nullable(),
        /** Null when it worked; connecting what is connected is no error. */
        problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: "ConnectResult" });

export const HealthPoint = z.object({
  at: Timestamp,
  analysis_id: Id,
  commit: CommitSha.nullable(),
  rule_set_version: z.string(),
  scores: Scores,
  open_findings: z.int(),
});

export const RepositoryHealth = z
  .object({ current: HealthPoint.nullable(), history: z.array(HealthPoint) })
  .meta({ id: "RepositoryHealth" });

export const JobAccepted = z.object({
  job_id: Id,
  analysis_id: Id.nullable(),
  /** True when an identical request was already under way and this is its job. */
  coalesced: z.boolean(),
});

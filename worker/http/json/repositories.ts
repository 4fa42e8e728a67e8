import type * as z from "zod";
import type { FleetTotals } from "../../db/repository-list.ts";
import type { CreatedJob } from "../../services/jobs/create-job.ts";
import { phaseOf } from "../../services/jobs/transitions.ts";
import type { ConnectItem } from "../../services/repositories/connect-repositories.ts";
import type { Offered, OfferedList } from "../../services/repositories/list-offered.ts";
import type { RepositoryView, readHealth } from "../../services/repositories/read-repository.ts";
import type { Scores } from "../schemas/common.ts";
import type {
  ConnectResult,
  FleetSummary,
  HealthPoint,
  JobAccepted,
  OfferedRepositories,
  OfferedRepository,
  Repository,
  RepositoryHealth,
} from "../schemas/repositories.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

type HealthRow = Awaited<ReturnType<typeof readHealth>>[number];
type Axes = Pick<HealthRow, "overall" | "security" | "ciCd" | "performance" | "quality">;

function scoresJson(axes: Axes): z.infer<typeof Scores> {
  const { overall, security, ciCd, performance, quality } = axes;
  return { overall, security, ci_cd: ciCd, performance, quality };
}

export function repositoryJson({ repository, facts }: RepositoryView): z.infer<typeof Repository> {
  const [current, previous] = facts.health;
  return {
    id: repository.id,
    github_id: repository.githubId,
    full_name: repository.fullName,
    owner: repository.owner,
    name: repository.name,
    description: repository.description,
    private: repository.isPrivate,
    archived: repository.isArchived,
    fork: repository.isFork,
    default_branch: repository.defaultBranch,
    language: repository.language,
    stars: repository.stars,
    forks: repository.forks,
    html_url: repository.htmlUrl,
    state: repository.state,
    health: current ? scoresJson(current) : null,
    previous_overall: previous?.overall ?? null,
    open_findings: repository.openFindings,
    last_analysis: current
      ? { id: current.analysisId, completed_at: timestamp(current.at), commit: current.commitSha }
      : null,
    active_job: activeJobJson(facts),
    last_pull_request: lastPullJson(facts),
    connected_at: timestamp(repository.connectedAt),
    synced_at: timestampOrNull(repository.syncedAt),
    state_detail: repository.stateDetail,
    in_sync_as_of: timestampOrNull(Math.max(repository.syncedAt ?? 0, repository.checkedAt ?? 0) || null),
  };
}

function activeJobJson({ activeJob }: RepositoryView["facts"]): z.infer<typeof Repository>["active_job"] {
  if (activeJob === null) return null;
  const { id, analysisId, state } = activeJob;
  return { id, analysis_id: analysisId, state, phase: phaseOf(state) };
}

function lastPullJson({ lastPull }: RepositoryView["facts"]): z.infer<typeof Repository>["last_pull_request"] {
  return lastPull && { number: lastPull.number, url: lastPull.url, state: lastPull.pullState };
}

export function fleetSummaryJson(totals: FleetTotals): z.infer<typeof FleetSummary> {
  return {
    repositories: totals.repositories,
    analysed: totals.analysed,
    health: meanScoresJson(totals),
    open_findings: totals.openFindings,
    analyses_total: totals.analysesTotal,
    pull_requests_total: totals.pullRequestsTotal,
  };
}

function meanScoresJson(totals: FleetTotals): z.infer<typeof Scores> | null {
  if (totals.overall === null) return null;
  const rounded = (mean: number | null) => (mean === null ? null : Math.round(mean));
  return {
    overall: Math.round(totals.overall),
    security: rounded(totals.security),
    ci_cd: rounded(totals.ciCd),
    performance: rounded(totals.performance),
    quality: rounded(totals.quality),
  };
}

function offeredJson(offered: Offered): z.infer<typeof OfferedRepository> {
  return {
    github_id: offered.githubId,
    full_name: offered.fullName,
    description: offered.description,
    private: offered.isPrivate,
    archived: offered.isArchived,
    fork: offered.isFork,
    empty: offered.isEmpty,
    language: offered.language,
    pushed_at: timestampOrNull(offered.pushedAt),
    can_connect: offered.canAdmin && !offered.isArchived,
    connected_id: offered.connectedId,
    broken: offered.isBroken,
  };
}

export function offeredListJson(list: OfferedList): z.infer<typeof OfferedRepositories> {
  return { items: list.items.map(offeredJson), missing_scopes: [...list.missingScopes], complete: list.complete };
}

export function jobAcceptedJson({ jobId, analysisId, coalesced }: CreatedJob): z.infer<typeof JobAccepted> {
  return { job_id: jobId, analysis_id: analysisId, coalesced };
}

export function connectResultJson(items: readonly ConnectItem[]): z.infer<typeof ConnectResult> {
  return {
    items: items.map(({ fullName, repositoryId, jobId, analysisId, problem }) => ({
      full_name: fullName,
      repository_id: repositoryId,
      job_id: jobId,
      analysis_id: analysisId,
      problem,
    })),
  };
}

function healthPointJson(row: HealthRow): z.infer<typeof HealthPoint> {
  return {
    at: timestamp(row.at),
    analysis_id: row.analysisId,
    commit: row.commitSha,
    rule_set_version: row.ruleSetVersion,
    scores: scoresJson(row),
    open_findings: row.openFindings,
  };
}

export function healthJson(rows: readonly HealthRow[]): z.infer<typeof RepositoryHealth> {
  const history = rows.map(healthPointJson);
  return { current: history[0] ?? null, history };
}

/** The fleet page: repositories with what is known of each, in as many queries whatever the page holds. */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { analyses, type jobs, pullRequests, repositories, repositoryHealth } from "./schema.ts";

/** Newest jobs and pull requests looked at per repository: what is under way is among them. */
const RECENT = 20;

type Health = Pick<
  typeof repositoryHealth.$inferSelect,
  "repositoryId" | "analysisId" | "commitSha" | "overall" | "security" | "ciCd" | "performance" | "quality" | "at"
>;
type ActiveJob = {
  repositoryId: string;
  id: string;
  state: (typeof jobs.$inferSelect)["state"];
  analysisId: string | null;
};
type LastPull = { repositoryId: string; number: number; url: string; pullState: "open" | "merged" | "closed" };

export type RepositoryFacts = {
  /** Newest first, at most two. */
  readonly health: readonly Health[];
  readonly activeJob: ActiveJob | null;
  readonly lastPull: LastPull | null;
};

export type FleetTotals = {
  readonly repositories: number;
  readonly analysed: number;
  readonly overall: number | null;
  readonly security: number | null;
  readonly ciCd: number | null;
  readonly performance: number | null;
  readonly quality: number | null;
  readonly openFindings: number;
  readonly analysesTotal: number;
  readonly pullRequestsTotal: number;
};

/** One page, newest connection first, and one row more if there is a next page. */
export async function listRepositories(data: OrgDb, page: { q: string; before: string | undefined; limit: number }) {
  const matches = page.q === "" ? undefined : sql`instr(lower(${repositories.fullName}), ${page.q.toLowerCase()}) > 0`;
  const isBefore = page.before === undefined ? undefined : lt(repositories.id, page.before);
  return data.db
    .select()
    .from(repositories)
    .where(and(eq(repositories.orgId, data.orgId), isBefore, matches))
    .orderBy(desc(repositories.id))
    .limit(page.limit + 1);
}

/** Facts of the given repositories; rows read grow with the page, not with the tables. */
export async function repositoryFacts(data: OrgDb, ids: readonly string[]): Promise<Map<string, RepositoryFacts>> {
  const wanted = JSON.stringify(ids);
  const [health, active, pulls] = await Promise.all([
    healthOf(data, wanted),
    activeJobsOf(data, wanted),
    lastPullsOf(data, wanted),
  ]);
  return new Map(
    ids.map((id) => [
      id,
      {
        health: health.filter((row) => row.repositoryId === id),
        activeJob: active.find((row) => row.repositoryId === id) ?? null,
        lastPull: pulls.find((row) => row.repositoryId === id) ?? null,
      },
    ]),
  );
}

function healthOf(data: OrgDb, wanted: string) {
  const { repositoryId, analysisId, commitSha, overall, security, ciCd, performance, quality, at } = repositoryHealth;
  return data.db
    .select({ repositoryId, analysisId, commitSha, overall, security, ciCd, performance, quality, at })
    .from(repositoryHealth)
    .where(
      and(
        eq(repositoryHealth.orgId, data.orgId),
        sql`${repositoryHealth.id} in (
          select newest.id from json_each(${wanted}) as wanted
          join repository_health as newest on newest.id in (
            select id from repository_health
            where org_id = ${data.orgId} and repository_id = wanted.value order by at desc, id desc limit 2))`,
      ),
    )
    .orderBy(desc(repositoryHealth.at), desc(repositoryHealth.id));
}

function activeJobsOf(data: OrgDb, wanted: string) {
  return data.db.all<ActiveJob>(sql`
    select job.repository_id as "repositoryId", job.id as "id", job.state as "state", analysis.id as "analysisId"
    from jobs as job
    left join analyses as analysis on analysis.org_id = job.org_id and analysis.job_id = job.id
    where job.org_id = ${data.orgId}
      and job.id in (
        select newest.id from json_each(${wanted}) as wanted
        join jobs as newest on newest.id in (
          select id from jobs where org_id = ${data.orgId} and repository_id = wanted.value
          order by created_at desc limit ${RECENT}))
      and job.state not in ('completed', 'cancelled', 'dead_letter')
    order by job.kind, job.created_at desc`);
}

function lastPullsOf(data: OrgDb, wanted: string) {
  return data.db.all<LastPull>(sql`
    select pull.repository_id as "repositoryId", pull.number as "number", pull.url as "url",
           coalesce(pull.pull_state, 'open') as "pullState"
    from pull_requests as pull
    where pull.org_id = ${data.orgId}
      and pull.id in (
        select newest.id from json_each(${wanted}) as wanted
        join pull_requests as newest on newest.id in (
          select id from pull_requests where org_id = ${data.orgId} and repository_id = wanted.value
          order by created_at desc limit ${RECENT}))
      and pull.number is not null
    order by pull.created_at desc`);
}

/** Totals over the organization. Means are over repositories with an analysis. */
export async function fleetTotals(data: OrgDb): Promise<FleetTotals> {
  const [fleet, counts] = await Promise.all([
    data.db.all<Omit<FleetTotals, "analysesTotal" | "pullRequestsTotal">>(sql`
      select count(*) as "repositories", count(health.id) as "analysed",
             avg(health.overall) as "overall", avg(health.security) as "security", avg(health.ci_cd) as "ciCd",
             avg(health.performance) as "performance", avg(health.quality) as "quality",
             coalesce(sum(repository.open_findings), 0) as "openFindings"
      from repositories as repository
      left join repository_health as health
        on health.org_id = repository.org_id and health.analysis_id = repository.last_analysis_id
      where repository.org_id = ${data.orgId}`),
    data.db.all<Pick<FleetTotals, "analysesTotal" | "pullRequestsTotal">>(sql`
      select (select count(*) from ${analyses} where org_id = ${data.orgId} and completed_at is not null) as "analysesTotal",
             (select count(*) from ${pullRequests} where org_id = ${data.orgId} and number is not null) as "pullRequestsTotal"`),
  ]);
  const [totals] = fleet;
  const [work] = counts;
  if (!totals || !work) throw new Error("An aggregate without groups has one row.");
  return { ...totals, ...work };
}

/** Health of a repository over time, newest first. */
export async function healthHistory(data: OrgDb, repositoryId: string, limit: number) {
  return data.db
    .select()
    .from(repositoryHealth)
    .where(and(eq(repositoryHealth.orgId, data.orgId), eq(repositoryHealth.repositoryId, repositoryId)))
    .orderBy(desc(repositoryHealth.at), desc(repositoryHealth.id))
    .limit(limit);
}

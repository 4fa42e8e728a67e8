/** Which repositories are to be looked at, and how well they are known. */
import { and, asc, eq, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import type { Repository } from "./repositories.ts";
import { pullChecks, pullRequests, repositories, webhookGaps } from "./schema.ts";

/** Instants before which the last look must lie: of repositories that we may read, and of those that are gone. */
export type Due = { readonly before: number; readonly goneBefore: number };

function isDue({ before, goneBefore }: Due) {
  const { deliveriesReadAt: looked, state } = repositories;
  const isOlder = (at: number) => or(isNull(looked), lt(looked, at));
  return or(
    and(inArray(state, ["connected", "suspended"]), isOlder(before)),
    and(eq(state, "gone"), isOlder(goneBefore)),
  );
}

/** Nothing begins by the clock in an organization that waits for its deletion. */
const staysOn = sql`not exists (select 1 from organizations where organizations.id = ${repositories.orgId}
                                and organizations.delete_after is not null)`;

/** Repositories of all organizations that are due, the longest not looked at first. */
export async function repositoriesDue(db: Database, due: Due, limit: number): Promise<Repository[]> {
  return db
    .select()
    .from(repositories)
    .where(and(isDue(due), staysOn))
    .orderBy(asc(repositories.deliveriesReadAt))
    .limit(limit);
}

/** The same of one organization. */
export async function ownRepositoriesDue(data: OrgDb, due: Due, limit: number): Promise<Repository[]> {
  return data.db
    .select()
    .from(repositories)
    .where(and(eq(repositories.orgId, data.orgId), isDue(due)))
    .orderBy(asc(repositories.deliveriesReadAt))
    .limit(limit);
}

/** Takes a repository for one look; answers with nothing when another sweep has it. */
export function lookClaim(
  data: OrgDb,
  { id, deliveriesReadAt }: Pick<Repository, "id" | "deliveriesReadAt">,
  now: number,
) {
  const isAsSeen = sql`${repositories.deliveriesReadAt} is ${deliveriesReadAt}`;
  return data.db
    .update(repositories)
    .set({ deliveriesReadAt: now })
    .where(and(eq(repositories.orgId, data.orgId), eq(repositories.id, id), isAsSeen))
    .returning({ id: repositories.id });
}

/** Notes that a repository was as its row says, unless the row changed while we asked. */
export function checkedUpdate(
  data: OrgDb,
  seen: Pick<Repository, "id" | "headSha" | "updatedAt">,
  change: Pick<Repository, "checkedAt" | "repositoryEtag" | "headEtag">,
) {
  return data.db
    .update(repositories)
    .set(change)
    .where(
      and(
        eq(repositories.orgId, data.orgId),
        eq(repositories.id, seen.id),
        sql`${repositories.headSha} is ${seen.headSha}`,
        eq(repositories.updatedAt, seen.updatedAt),
      ),
    );
}

/**
 * Forgets the proof that the repository and its pull requests are as they are known, also for a look under way: a delivery that was
 * late may have set a state that is over. The next look compares again.
 */
export function unprovenUpdate(data: OrgDb, repositoryId: string, { now, when }: { now: number; when: SQL }) {
  return data.db
    .update(repositories)
    .set({ repositoryEtag: null, updatedAt: now })
    .where(and(eq(repositories.orgId, data.orgId), eq(repositories.id, repositoryId), when));
}

export type KnownPulls = {
  /** State of those that we opened. */
  readonly own: ReadonlyMap<number, "open" | "merged" | "closed" | null>;
  readonly checked: ReadonlyMap<number, { readonly headSha: string; readonly state: "open" | "merged" | "closed" }>;
};

/** What is known of pull requests by their numbers. */
export async function knownPulls(data: OrgDb, repositoryId: string, numbers: readonly number[]): Promise<KnownPulls> {
  const wanted = sql`(select value from json_each(${JSON.stringify(numbers)}))`;
  const [own, checked] = await data.db.batch([
    data.db
      .select({ number: pullRequests.number, state: pullRequests.pullState })
      .from(pullRequests)
      .where(
        and(
          eq(pullRequests.orgId, data.orgId),
          eq(pullRequests.repositoryId, repositoryId),
          sql`${pullRequests.number} in ${wanted}`,
        ),
      ),
    data.db
      .select({ number: pullChecks.number, headSha: pullChecks.headSha, state: pullChecks.state })
      .from(pullChecks)
      .where(
        and(
          eq(pullChecks.orgId, data.orgId),
          eq(pullChecks.repositoryId, repositoryId),
          sql`${pullChecks.number} in ${wanted}`,
        ),
      ),
  ]);
  return {
    own: new Map(own.flatMap(({ number, state }) => (number === null ? [] : [[number, state] as const]))),
    checked: new Map(checked.map(({ number, headSha, state }) => [number, { headSha, state }])),
  };
}

export type SyncFacts = {
  readonly repositories: number;
  readonly inSyncAsOf: number | null;
  readonly behind: number;
  readonly suspended: number;
  readonly lastSweepAt: number | null;
  readonly gapsOpen: number;
  readonly gapsRecovered: number;
};

/** How well an organization's repositories are known; `before` is where being behind begins. */
export async function syncFacts(data: OrgDb, before: number): Promise<SyncFacts> {
  const [facts] = await data.db.all<SyncFacts>(sql`
    with known as (
      select state, deliveries_read_at, max(coalesce(checked_at, connected_at), coalesce(synced_at, 0)) as at
      from ${repositories} where org_id = ${data.orgId}),
    gap as (
      select gap.state, exists (select 1 from webhook_deliveries as came where came.org_id = gap.org_id
                                  and came.hook_id = gap.hook_id and came.guid = gap.guid) as came
      from ${webhookGaps} as gap where gap.org_id = ${data.orgId})
    select count(*) as "repositories",
           min(case when state = 'connected' then at end) as "inSyncAsOf",
           coalesce(sum(state = 'connected' and at < ${before}), 0) as "behind",
           coalesce(sum(state = 'suspended'), 0) as "suspended",
           max(deliveries_read_at) as "lastSweepAt",
           (select count(*) from gap where state in ('open', 'asked') and not came) as "gapsOpen",
           (select count(*) from gap where state in ('recovered', 'read_anew') or came) as "gapsRecovered"
    from known`);
  if (!facts) throw new Error("An aggregate without groups has one row.");
  return facts;
}

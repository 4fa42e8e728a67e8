/** Connected repositories. Statements are for batches; the others run by themselves. */
import { and, desc, eq, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { analyses, repositories } from "./schema.ts";

export type Repository = typeof repositories.$inferSelect;
export type NewRepository = typeof repositories.$inferInsert;

function own(data: OrgDb, id: string): SQL | undefined {
  return and(eq(repositories.orgId, data.orgId), eq(repositories.id, id));
}

export async function findRepository(data: OrgDb, id: string): Promise<Repository | undefined> {
  return data.db.select().from(repositories).where(own(data, id)).get();
}

export async function findRepositoryByGithubId(data: OrgDb, githubId: number): Promise<Repository | undefined> {
  const isIt = and(eq(repositories.orgId, data.orgId), eq(repositories.githubId, githubId));
  return data.db.select().from(repositories).where(isIt).get();
}

export async function hasRepositories(data: OrgDb): Promise<boolean> {
  const row = await data.db
    .select({ id: repositories.id })
    .from(repositories)
    .where(eq(repositories.orgId, data.orgId))
    .limit(1)
    .get();
  return row !== undefined;
}

/** Whether a repository can be reached, and whose token reaches it. */
export type Connection = Pick<Repository, "id" | "githubId" | "state" | "connectedBy">;

/** The connected ones among repositories of GitHub, by their ids there. */
export async function connectionsOf(data: OrgDb, githubIds: readonly number[]): Promise<Map<number, Connection>> {
  const { id, githubId, state, connectedBy } = repositories;
  const rows = await data.db
    .select({ id, githubId, state, connectedBy })
    .from(repositories)
    .where(
      and(
        eq(repositories.orgId, data.orgId),
        sql`${repositories.githubId} in (select value from json_each(${JSON.stringify(githubIds)}))`,
      ),
    );
  return new Map(rows.map((row) => [row.githubId, row]));
}

/** What GitHub says of a repository, as columns. */
type RepositoryColumns = Pick<
  Repository,
  | "githubId"
  | "owner"
  | "name"
  | "fullName"
  | "description"
  | "isPrivate"
  | "isArchived"
  | "isFork"
  | "defaultBranch"
  | "language"
  | "stars"
  | "forks"
  | "htmlUrl"
>;

export function githubColumns(found: RepositoryColumns): RepositoryColumns {
  return {
    githubId: found.githubId,
    owner: found.owner,
    name: found.name,
    fullName: found.fullName,
    description: found.description,
    isPrivate: found.isPrivate,
    isArchived: found.isArchived,
    isFork: found.isFork,
    defaultBranch: found.defaultBranch,
    language: found.language,
    stars: found.stars,
    forks: found.forks,
    htmlUrl: found.htmlUrl,
  };
}

export function repositoryInsert(data: OrgDb, row: Omit<NewRepository, "orgId">) {
  return data.db.insert(repositories).values({ ...row, orgId: data.orgId });
}

type RepositoryChange = Partial<Omit<NewRepository, "id" | "orgId">>;

export function repositoryUpdate(data: OrgDb, id: string, change: RepositoryChange) {
  return data.db.update(repositories).set(change).where(own(data, id));
}

type HookChange = Partial<Pick<Repository, "hookId" | "hookKey" | "previousHookKey" | "previousHookKeyUntil">>;

/** Changes nothing when the webhook's key is no longer `from`. */
export function hookKeyUpdate(data: OrgDb, of: { repositoryId: string; from: string }, change: HookChange) {
  return data.db
    .update(repositories)
    .set(change)
    .where(and(own(data, of.repositoryId), eq(repositories.hookKey, of.from)));
}

type Connecting = Pick<Repository, "connectedBy" | "updatedAt"> & RepositoryColumns;

/** Connects it by another user. Changes nothing when state or connector are other ones than were seen. */
export function connectorUpdate(data: OrgDb, seen: Connection, change: Connecting) {
  const { id, state, connectedBy } = seen;
  return data.db
    .update(repositories)
    .set({ ...change, state: "connected", stateDetail: null })
    .where(and(own(data, id), eq(repositories.state, state), eq(repositories.connectedBy, connectedBy)));
}

/** Changes the state only when it is another one, so that the audit row beside it is written once. */
export function repositoryStateUpdate(
  data: OrgDb,
  id: string,
  { when, ...change }: { state: Repository["state"]; stateDetail?: string; updatedAt: number; when?: SQL },
) {
  return data.db
    .update(repositories)
    .set(change)
    .where(and(own(data, id), ne(repositories.state, change.state), when));
}

/** Takes the row away and with it, by its foreign keys, everything that hangs on it. */
export function repositoryDelete(data: OrgDb, id: string) {
  return data.db.delete(repositories).where(own(data, id));
}

/** Key of the files that the last completed analysis saw; null before the first. */
export async function lastSnapshotKey(data: OrgDb, repositoryId: string): Promise<string | null> {
  const row = await data.db
    .select({ key: analyses.snapshotKey })
    .from(analyses)
    .where(
      and(eq(analyses.orgId, data.orgId), eq(analyses.repositoryId, repositoryId), isNotNull(analyses.completedAt)),
    )
    .orderBy(desc(analyses.createdAt))
    .limit(1)
    .get();
  return row?.key ?? null;
}

/** What jobs read of a repository, which may run beside each other. Statements are for batches. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { NewRepository, Repository } from "./repositories.ts";
import { repositories } from "./schema.ts";

/** The row as it was when the job began. */
type SeenRepository = Pick<Repository, "id" | "headSha" | "state">;

/** The newest commit that was read, and other columns that the same look tells. */
type ReadRepository = Pick<Repository, "headSha" | "headEtag"> &
  Partial<Omit<NewRepository, "id" | "orgId" | "headSha" | "headEtag" | "state" | "stateDetail">>;

/**
 * Stores what a job read. Where another job stored another head meanwhile, nobody knows which of them is newer: the row then knows
 * none, so that the next look reads again. `connected` is written over the state that was seen, and over no other.
 */
export function readUpdate(data: OrgDb, seen: SeenRepository, read: ReadRepository & { readonly state?: "connected" }) {
  const { headSha, headEtag, state, ...others } = read;
  const isKnown = sql`(${repositories.headSha} is ${seen.headSha} or ${repositories.headSha} is ${headSha})`;
  const ifKnown = (value: string | null): SQL => sql`case when ${isKnown} then ${value} end`;
  const isAsSeen = sql`${repositories.state} = ${seen.state}`;
  const stated = state && {
    state: sql`case when ${isAsSeen} then ${state} else ${repositories.state} end`,
    stateDetail: sql`case when ${isAsSeen} then null else ${repositories.stateDetail} end`,
  };
  return data.db
    .update(repositories)
    .set({ ...others, headSha: ifKnown(headSha), headEtag: ifKnown(headEtag), ...stated })
    .where(and(eq(repositories.orgId, data.orgId), eq(repositories.id, seen.id)));
}

/** False when the row no longer knows the head that was read, because of two jobs at once. */
export async function knowsHead(data: OrgDb, id: string): Promise<boolean> {
  const row = await data.db
    .select({ headSha: repositories.headSha })
    .from(repositories)
    .where(and(eq(repositories.orgId, data.orgId), eq(repositories.id, id)))
    .get();
  return row === undefined || row.headSha !== null;
}

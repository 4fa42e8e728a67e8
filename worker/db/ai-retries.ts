/** Analyses whose AI stage is to be asked again. One row per repository and type, gone once the AI has answered. */
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import { aiRetries } from "./schema.ts";

export type AiRetry = typeof aiRetries.$inferSelect;

const staysOn = sql`not exists (select 1 from organizations where organizations.id = ${aiRetries.orgId}
                                and organizations.delete_after is not null)`;
type Key = Pick<AiRetry, "repositoryId" | "type">;

function own(data: OrgDb, { repositoryId, type }: Key) {
  return and(eq(aiRetries.orgId, data.orgId), eq(aiRetries.repositoryId, repositoryId), eq(aiRetries.type, type));
}

export async function findAiRetry(data: OrgDb, key: Key): Promise<AiRetry | undefined> {
  return data.db.select().from(aiRetries).where(own(data, key)).get();
}

export function aiRetryUpsert(data: OrgDb, row: Omit<AiRetry, "orgId">) {
  const { attempt, dueAt } = row;
  return data.db
    .insert(aiRetries)
    .values({ ...row, orgId: data.orgId })
    .onConflictDoUpdate({
      target: [aiRetries.orgId, aiRetries.repositoryId, aiRetries.type],
      set: { attempt, dueAt },
    });
}

export function aiRetryDelete(data: OrgDb, key: Key) {
  return data.db.delete(aiRetries).where(own(data, key));
}

/** What is due at `now` in all organizations but those that wait for their deletion, the longest waiting first. */
export async function dueAiRetries(db: Database, now: number, limit: number): Promise<AiRetry[]> {
  return db
    .select()
    .from(aiRetries)
    .where(and(lte(aiRetries.dueAt, now), staysOn))
    .orderBy(asc(aiRetries.dueAt))
    .limit(limit);
}

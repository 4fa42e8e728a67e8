/** Answers of the AI by what was asked, kept per organization. */
import { and, eq, lt, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { aiCache } from "./schema.ts";

type CachedAnswer = Omit<typeof aiCache.$inferSelect, "orgId">;

/** Rows used within a day are not touched again. */
const TOUCH_AFTER_MS = 86_400_000;

function keyed(data: OrgDb, keys: readonly string[]) {
  return and(
    eq(aiCache.orgId, data.orgId),
    sql`${aiCache.key} in (select value from json_each(${JSON.stringify(keys)}))`,
  );
}

/** Answers under any of `keys`, in no order. */
export async function findAnswers(data: OrgDb, keys: readonly string[]): Promise<CachedAnswer[]> {
  return data.db.select().from(aiCache).where(keyed(data, keys));
}

/** Which of `keys` have an answer. */
export async function answeredKeys(data: OrgDb, keys: readonly string[]): Promise<Set<string>> {
  const rows = await data.db.select({ key: aiCache.key }).from(aiCache).where(keyed(data, keys));
  return new Set(rows.map(({ key }) => key));
}

export function answerUpsert(data: OrgDb, row: CachedAnswer) {
  const { key, repositoryId, ...set } = row;
  return data.db
    .insert(aiCache)
    .values({ ...row, orgId: data.orgId })
    .onConflictDoUpdate({ target: [aiCache.orgId, aiCache.key], set });
}

/** Notes that an answer was used at `now`, for the clean-up. */
export function answerTouch(data: OrgDb, key: string, now: number) {
  return data.db
    .update(aiCache)
    .set({ usedAt: now })
    .where(and(keyed(data, [key]), lt(aiCache.usedAt, now - TOUCH_AFTER_MS)));
}

/** Forgets answers that were first given for this repository: they quote it. */
export function answersOfRepositoryDelete(data: OrgDb, repositoryId: string) {
  return data.db.delete(aiCache).where(and(eq(aiCache.orgId, data.orgId), eq(aiCache.repositoryId, repositoryId)));
}

/** What an organization decided about AI, and its own keys. */
import { and, eq, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { aiKeys, aiSettings, organizationMembers } from "./schema.ts";

export type AiSettingsRow = typeof aiSettings.$inferSelect;
export type AiKeyRow = typeof aiKeys.$inferSelect;

/** Settings (undefined: the defaults), own keys, and how many members there are, in one round trip. */
export async function findAiPolicy(data: OrgDb) {
  const { orgId, db } = data;
  const [settings, keys, members] = await db.batch([
    db.select().from(aiSettings).where(eq(aiSettings.orgId, orgId)),
    db.select().from(aiKeys).where(eq(aiKeys.orgId, orgId)),
    db.select({ count: sql<number>`count(*)` }).from(organizationMembers).where(eq(organizationMembers.orgId, orgId)),
  ]);
  return { settings: settings[0], keys, members: members[0]?.count ?? 0 };
}

/** Stores `change`; what it does not name stays, or is as in `defaults` while there is no row. */
export function aiSettingsUpsert(
  data: OrgDb,
  defaults: Omit<AiSettingsRow, "orgId">,
  change: Partial<Omit<AiSettingsRow, "orgId">>,
) {
  return data.db
    .insert(aiSettings)
    .values({ ...defaults, ...change, orgId: data.orgId })
    .onConflictDoUpdate({ target: aiSettings.orgId, set: { ...change, updatedAt: defaults.updatedAt } });
}

/** The key of its provider, in place of the one before it. */
export function aiKeyUpsert(data: OrgDb, { orgId: _, ...row }: AiKeyRow) {
  return data.db
    .insert(aiKeys)
    .values({ ...row, orgId: data.orgId })
    .onConflictDoUpdate({ target: [aiKeys.orgId, aiKeys.provider], set: row });
}

export function aiKeyDelete(data: OrgDb, provider: AiKeyRow["provider"]) {
  return data.db.delete(aiKeys).where(and(eq(aiKeys.orgId, data.orgId), eq(aiKeys.provider, provider)));
}

/** Notes how a call with this key went, unless the key was replaced since it was read. */
export function aiKeyMark(data: OrgDb, key: Pick<AiKeyRow, "id">, seen: Pick<AiKeyRow, "state" | "checkedAt">) {
  return data.db
    .update(aiKeys)
    .set(seen)
    .where(and(eq(aiKeys.orgId, data.orgId), eq(aiKeys.id, key.id)));
}

/** What an organization decided about AI, and its own keys. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AuditStates } from "./audit.ts";
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
export function aiSettingsUpsert(data: OrgDb, defaults: Omit<AiSettingsRow, "orgId">, change: Change) {
  return data.db
    .insert(aiSettings)
    .values({ ...defaults, ...change, orgId: data.orgId })
    .onConflictDoUpdate({ target: aiSettings.orgId, set: { ...change, updatedAt: defaults.updatedAt } });
}

type Change = Partial<Omit<AiSettingsRow, "orgId">>;

/** A column as JSON: truth as such, and lists as lists. */
function jsonOf(key: keyof Change): SQL {
  if (key === "isEnabled") return sql`json(iif(${aiSettings.isEnabled}, 'true', 'false'))`;
  return key === "providers" ? sql`json(${aiSettings.providers})` : sql`${aiSettings[key]}`;
}

/** What `row` has of these columns, by their names. */
function shown(keys: readonly (keyof Change)[], row: Change): string {
  const read = (key: keyof Change) => (key === "providers" ? JSON.parse(row.providers ?? "[]") : row[key]);
  return JSON.stringify(Object.fromEntries(keys.map((key) => [aiSettings[key].name, read(key)])));
}

/** The columns of `change` as they are, or as in `defaults` while there is no row, and as they will be: for a batch before its change. */
export function aiSettingsStates(data: OrgDb, defaults: Change, change: Change): AuditStates {
  const keys = Object.keys(change) as (keyof Change)[];
  const fields = sql.join(
    keys.map((key) => sql`${aiSettings[key].name}, ${jsonOf(key)}`),
    sql`, `,
  );
  const stored = sql`(select json_object(${fields}) from ${aiSettings} where ${aiSettings.orgId} = ${data.orgId})`;
  return { before: sql`coalesce(${stored}, ${shown(keys, defaults)})`, after: sql`${shown(keys, change)}` };
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

/** Values that are sealed, by the key that sealed them. */
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import { aiKeys, githubTokens, organizationMembers, repositories } from "./schema.ts";

export type SealedTable = "github_tokens" | "ai_keys";
type SealedKind = SealedTable | "webhooks";

/** A row with sealed values. `tenant` is the user or organization that the seal names. */
export type SealedRow = {
  readonly id: string;
  readonly tenant: string;
  readonly sealed: string;
  /** The second sealed column, where a table has one. */
  readonly refreshSealed: string | null;
};

/** The same row sealed anew. */
export type Resealed = { readonly row: SealedRow; readonly sealed: string; readonly refreshSealed: string | null };

export type SealedCount = { readonly place: SealedKind; readonly kid: string; readonly count: number };

const TABLES = { github_tokens: githubTokens, ai_keys: aiKeys } as const;
const COLUMNS = {
  github_tokens: {
    id: githubTokens.id,
    tenant: githubTokens.userId,
    sealed: githubTokens.sealed,
    refreshSealed: githubTokens.refreshSealed,
  },
  ai_keys: { id: aiKeys.id, tenant: aiKeys.orgId, sealed: aiKeys.sealed, refreshSealed: sql<null>`null` },
} as const;

/** A webhook's key is `<kid>.<version>`. */
const HOOK_KID = sql<string>`substr(hook_key, 1, instr(hook_key, '.') - 1)`;
const PREVIOUS_KID = sql<string>`substr(previous_hook_key, 1, instr(previous_hook_key, '.') - 1)`;
const COUNT = sql<number>`count(*)`;

function isMemberOf(data: OrgDb): SQL {
  const members = sql`select user_id from ${organizationMembers} where ${organizationMembers.orgId} = ${data.orgId}`;
  return sql`${githubTokens.userId} in (${members})`;
}

/** True when a value is sealed with another key than `kid`. Reads one row of an index. */
export async function hasOutdated(db: Database, table: SealedTable, kid: string): Promise<boolean> {
  const { [table]: rows } = TABLES;
  // Two ranges of the index on the key: "is not" would read the whole table.
  const [found] = await db.all<{ found: number }>(
    sql`select exists (select 1 from ${rows} where kid < ${kid}) or exists (select 1 from ${rows} where kid > ${kid}) as found`,
  );
  return found?.found === 1;
}

/** Rows of another key than `kid` whose id comes after `cursor`, by id. */
export async function outdatedRows(
  db: Database,
  table: SealedTable,
  at: { readonly kid: string; readonly cursor: string; readonly limit: number },
): Promise<SealedRow[]> {
  const { [table]: rows } = TABLES;
  return db
    .select(COLUMNS[table])
    .from(rows)
    .where(and(gt(rows.id, at.cursor), sql`${rows.kid} <> ${at.kid}`))
    .orderBy(asc(rows.id))
    .limit(at.limit);
}

/** Outdated rows of one organization: its own keys, and the GitHub tokens of its members. */
export async function ownOutdatedRows(
  data: OrgDb,
  { kid, limit }: { readonly kid: string; readonly limit: number },
): Promise<Record<SealedTable, SealedRow[]>> {
  const [tokens, keys] = await data.db.batch([
    data.db
      .select(COLUMNS.github_tokens)
      .from(githubTokens)
      .where(and(isMemberOf(data), sql`${githubTokens.kid} <> ${kid}`))
      .orderBy(asc(githubTokens.id))
      .limit(limit),
    data.db
      .select(COLUMNS.ai_keys)
      .from(aiKeys)
      .where(and(eq(aiKeys.orgId, data.orgId), sql`${aiKeys.kid} <> ${kid}`))
      .limit(limit),
  ]);
  return { github_tokens: tokens, ai_keys: keys };
}

/** A statement that puts rows sealed anew in the place of those that were read; what somebody wrote meanwhile stays as it is. */
export function resealUpdate(db: Database, table: SealedTable, change: { kid: string; rows: readonly Resealed[] }) {
  const json = JSON.stringify(
    change.rows.map(({ row, sealed, refreshSealed }) => ({ ...row, newSealed: sealed, newRefresh: refreshSealed })),
  );
  const fresh = sql`json_each(${json}) as fresh`;
  const sealed = sql`fresh.value ->> 'newSealed'`;
  if (table === "ai_keys") {
    const isAsRead = sql`${aiKeys.id} = fresh.value ->> 'id' and ${aiKeys.orgId} = fresh.value ->> 'tenant'
                         and ${aiKeys.sealed} = fresh.value ->> 'sealed'`;
    return db.update(aiKeys).set({ sealed, kid: change.kid }).from(fresh).where(isAsRead);
  }
  return db
    .update(githubTokens)
    .set({ sealed, refreshSealed: sql`fresh.value ->> 'newRefresh'`, kid: change.kid })
    .from(fresh)
    .where(
      sql`${githubTokens.id} = fresh.value ->> 'id' and ${githubTokens.sealed} = fresh.value ->> 'sealed'
          and ${githubTokens.refreshSealed} is fresh.value ->> 'refreshSealed'`,
    );
}

/** How many values of the whole deploy each key sealed. Webhooks count twice while their secret changes. */
export async function sealedCounts(db: Database, now: number): Promise<SealedCount[]> {
  return db.all<SealedCount>(sql`
    select 'github_tokens' as place, kid, count(*) as count from ${githubTokens} group by kid
    union all select 'ai_keys', kid, count(*) from ${aiKeys} group by kid
    union all select 'webhooks', kid, count(*) from (
      select ${HOOK_KID} as kid from ${repositories} where hook_key <> ''
      union all select ${PREVIOUS_KID} from ${repositories} where previous_hook_key_until > ${now}) group by kid`);
}

/** The same of one organization. */
export async function ownSealedCounts(data: OrgDb): Promise<SealedCount[]> {
  const { db, orgId } = data;
  const [tokens, keys, hooks] = await db.batch([
    db.select({ kid: githubTokens.kid, count: COUNT }).from(githubTokens).where(isMemberOf(data)).groupBy(sql`1`),
    db.select({ kid: aiKeys.kid, count: COUNT }).from(aiKeys).where(eq(aiKeys.orgId, orgId)).groupBy(sql`1`),
    db
      .select({ kid: HOOK_KID, count: COUNT })
      .from(repositories)
      .where(and(eq(repositories.orgId, orgId), sql`hook_key <> ''`))
      .groupBy(sql`1`),
  ]);
  return [
    ...tokens.map((row) => ({ place: "github_tokens" as const, ...row })),
    ...keys.map((row) => ({ place: "ai_keys" as const, ...row })),
    ...hooks.map((row) => ({ place: "webhooks" as const, ...row })),
  ];
}

function isHookOutdated(kid: string): SQL {
  return sql`hook_key <> '' and ${HOOK_KID} <> ${kid} and ${repositories.state} = 'connected'`;
}

/** Connected repositories whose webhook's secret comes from another key, by id. */
export async function outdatedHooks(
  db: Database,
  at: { readonly kid: string; readonly cursor: string; readonly limit: number },
): Promise<{ readonly id: string; readonly orgId: string }[]> {
  return db
    .select({ id: repositories.id, orgId: repositories.orgId })
    .from(repositories)
    .where(and(gt(repositories.id, at.cursor), isHookOutdated(at.kid)))
    .orderBy(asc(repositories.id))
    .limit(at.limit);
}

/** Those of one organization. */
export async function ownOutdatedHooks(data: OrgDb, at: { readonly kid: string; readonly limit: number }) {
  return data.db
    .select({ id: repositories.id })
    .from(repositories)
    .where(and(eq(repositories.orgId, data.orgId), isHookOutdated(at.kid)))
    .limit(at.limit);
}

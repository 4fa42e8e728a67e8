/** API tokens of members. The role is read with the token on every request: whoever is no member has none. */
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { apiTokens, organizationMembers, users } from "./schema.ts";

type NewApiToken = Omit<typeof apiTokens.$inferInsert, "orgId">;

const own = and(eq(organizationMembers.orgId, apiTokens.orgId), eq(organizationMembers.userId, apiTokens.userId));

/** The live token of a hash with its user's role; undefined for any other. */
export async function findLiveToken(db: Database, hash: string, at: number) {
  return db
    .select({
      id: apiTokens.id,
      userId: apiTokens.userId,
      orgId: apiTokens.orgId,
      scopes: apiTokens.scopes,
      lastUsedAt: apiTokens.lastUsedAt,
      role: organizationMembers.role,
    })
    .from(apiTokens)
    .innerJoin(organizationMembers, own)
    .where(and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, at)))
    .get();
}

/** Which of these tokens are live, and the role of each one's user. Any number, in one statement. */
export async function liveTokensAmong(db: Database, ids: readonly string[], at: number) {
  const { id, userId, orgId } = apiTokens;
  return db
    .select({ id, userId, orgId, role: organizationMembers.role })
    .from(apiTokens)
    .innerJoin(organizationMembers, own)
    .where(
      and(
        sql`${id} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, at),
      ),
    );
}

/** Notes a use, unless one was noted since `before`. */
export async function touchToken(data: OrgDb, id: string, use: { at: number; before: number; network: string | null }) {
  const { lastUsedAt } = apiTokens;
  await data.db
    .update(apiTokens)
    .set({ lastUsedAt: use.at, lastNetwork: use.network })
    .where(
      and(
        eq(apiTokens.orgId, data.orgId),
        eq(apiTokens.id, id),
        or(isNull(lastUsedAt), sql`${lastUsedAt} <= ${use.before}`),
      ),
    );
}

/** Inserts a token unless its user holds `most` live ones in the organization: then nothing is changed. */
export function apiTokenInsert(data: OrgDb, row: NewApiToken, most: number) {
  return data.db.insert(apiTokens).select(
    sql`select ${data.orgId}, ${row.id}, ${row.userId}, ${row.name}, ${row.prefix}, ${row.hash}, ${row.scopes},
               ${row.createdAt}, ${row.expiresAt}, null, null, null
        where (select count(*) from api_tokens where org_id = ${data.orgId} and user_id = ${row.userId}
               and revoked_at is null and expires_at > ${row.createdAt}) < ${most}`,
  );
}

/** Revokes a live token: of this user, or of anybody in the organization. */
export function apiTokenRevoke(data: OrgDb, ask: { id: string; ofUser: string | undefined; now: number }) {
  return data.db
    .update(apiTokens)
    .set({ revokedAt: ask.now })
    .where(
      and(
        eq(apiTokens.orgId, data.orgId),
        eq(apiTokens.id, ask.id),
        isNull(apiTokens.revokedAt),
        ask.ofUser === undefined ? undefined : eq(apiTokens.userId, ask.ofUser),
      ),
    );
}

export type TokensQuery = {
  /** Only this user's; of everybody when undefined. */
  readonly ofUser: string | undefined;
  readonly after: After | undefined;
  readonly limit: number;
};

/** Tokens that were not revoked, expired ones too, the newest first, with whose they are. */
export async function listApiTokens(data: OrgDb, { ofUser, after, limit }: TokensQuery) {
  const { id, createdAt, userId } = apiTokens;
  return withUser(data)
    .where(
      and(
        eq(apiTokens.orgId, data.orgId),
        isNull(apiTokens.revokedAt),
        ofUser === undefined ? undefined : eq(userId, ofUser),
        olderThan({ at: createdAt, id }, after),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** A token that was not revoked, with whose it is. */
export async function findApiToken(data: OrgDb, id: string) {
  return withUser(data)
    .where(and(eq(apiTokens.orgId, data.orgId), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .get();
}

export type ApiTokenRow = NonNullable<Awaited<ReturnType<typeof findApiToken>>>;

function withUser(data: OrgDb) {
  const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, lastNetwork } = apiTokens;
  const user = { id: users.id, login: users.login, name: users.name, avatarUrl: users.avatarUrl };
  return data.db
    .select({ id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, lastNetwork, user })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .$dynamic();
}

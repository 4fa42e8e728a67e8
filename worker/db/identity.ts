/** Users, sign-in flows and GitHub tokens: tables that belong to no organization. */
import { and, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { githubTokens, oauthTransactions, organizationMembers, organizations, users } from "./schema.ts";

export type OauthTransaction = typeof oauthTransactions.$inferInsert;
export type User = typeof users.$inferSelect;
export type GithubToken = typeof githubTokens.$inferSelect;

type Profile = Pick<User, "githubId" | "login" | "name" | "email" | "avatarUrl">;

/** Stores a flow on its way to GitHub and forgets those older than `staleBefore`. */
export async function startOauthTransaction(db: Database, row: OauthTransaction, staleBefore: number) {
  await db.batch([
    db.delete(oauthTransactions).where(sql`${oauthTransactions.createdAt} <= ${staleBefore}`),
    db.insert(oauthTransactions).values(row),
  ]);
}

/** Takes a flow younger than `after` out of the table: whoever comes second gets undefined. */
export async function takeOauthTransaction(db: Database, idHash: string, after: number) {
  const [row] = await db
    .delete(oauthTransactions)
    .where(and(eq(oauthTransactions.idHash, idHash), gt(oauthTransactions.createdAt, after)))
    .returning();
  return row;
}

export async function findUser(db: Database, userId: string): Promise<User | undefined> {
  return db.select().from(users).where(eq(users.id, userId)).get();
}

/** The user of this GitHub id with its current profile; `newId` is taken when there is none yet. */
export async function upsertUser(db: Database, profile: Profile, fresh: { newId: string; now: number }): Promise<User> {
  return db
    .insert(users)
    .values({ ...profile, id: fresh.newId, createdAt: fresh.now, updatedAt: fresh.now })
    .onConflictDoUpdate({
      target: users.githubId,
      set: {
        login: profile.login,
        name: profile.name,
        email: profile.email,
        avatarUrl: profile.avatarUrl,
        updatedAt: fresh.now,
      },
    })
    .returning()
    .get();
}

/** Statements that give a user an organization of its own. They change nothing when there is one. */
export function personalOrganizationStatements(db: Database, user: User, fresh: { newOrgId: string; now: number }) {
  return [
    db
      .insert(organizations)
      .values({ id: fresh.newOrgId, name: user.login, personalOf: user.id, createdAt: fresh.now })
      .onConflictDoNothing(),
    db
      .insert(organizationMembers)
      .select(sql`select id, ${user.id}, 'owner', ${fresh.now} from organizations where personal_of = ${user.id}`)
      .onConflictDoNothing(),
  ] as const;
}

/** The organization that a user works in after sign-in: the own one, else the one joined first. */
export async function homeOrganization(db: Database, userId: string): Promise<string | undefined> {
  const row = await db
    .select({ orgId: organizationMembers.orgId })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.orgId))
    .where(eq(organizationMembers.userId, userId))
    .orderBy(sql`${organizations.personalOf} = ${userId} desc`, organizationMembers.createdAt)
    .limit(1)
    .get();
  return row?.orgId;
}

export async function findOrganization(db: Database, orgId: string) {
  return db.select().from(organizations).where(eq(organizations.id, orgId)).get();
}

/** The id of a user's token row, stable over renewals because it is part of the sealed value's associated data. */
export async function findToken(db: Database, userId: string): Promise<GithubToken | undefined> {
  return db.select().from(githubTokens).where(eq(githubTokens.userId, userId)).get();
}

export function storeToken(db: Database, row: GithubToken) {
  return db
    .insert(githubTokens)
    .values(row)
    .onConflictDoUpdate({
      target: githubTokens.userId,
      set: {
        id: row.id,
        sealed: row.sealed,
        kid: row.kid,
        scopes: row.scopes,
        state: row.state,
        updatedAt: row.updatedAt,
      },
    });
}

/** Marks the token refused, unless it was renewed since it was read. */
export async function refuseToken(db: Database, token: GithubToken, now: number) {
  await db
    .update(githubTokens)
    .set({ state: "refused", updatedAt: now })
    .where(and(eq(githubTokens.id, token.id), eq(githubTokens.sealed, token.sealed)));
}

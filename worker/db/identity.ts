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

/** Ends every session of a user that is open or being opened. */
export function raiseSessionEpoch(db: Database, userId: string) {
  return db
    .update(users)
    .set({ sessionEpoch: sql`${users.sessionEpoch} + 1` })
    .where(eq(users.id, userId));
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

/** The organization that a user works in after sign-in: `wanted` for a member of it, else the own one, else the one joined first. */
export async function homeOrganization(
  db: Database,
  userId: string,
  wanted: string | null = null,
): Promise<string | undefined> {
  const row = await db
    .select({ orgId: organizationMembers.orgId })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.orgId))
    .where(eq(organizationMembers.userId, userId))
    .orderBy(
      sql`${organizations.id} = ${wanted} desc`,
      sql`${organizations.personalOf} = ${userId} desc`,
      organizationMembers.createdAt,
    )
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

/** Stores a user's token in place of the one before; what a token without an end has none of is forgotten. */
export function storeToken(db: Database, row: typeof githubTokens.$inferInsert) {
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
        expiresAt: row.expiresAt ?? null,
        refreshSealed: row.refreshSealed ?? null,
        refreshExpiresAt: row.refreshExpiresAt ?? null,
        renewingUntil: null,
        updatedAt: row.updatedAt,
      },
    });
}

/** Marks the token refused, unless it was renewed or sealed anew since it was read. True when it did. */
export async function refuseToken(db: Database, token: GithubToken, now: number): Promise<boolean> {
  const rows = await db
    .update(githubTokens)
    .set({ state: "refused", updatedAt: now })
    .where(and(eq(githubTokens.id, token.id), eq(githubTokens.sealed, token.sealed), eq(githubTokens.state, "valid")))
    .returning({ id: githubTokens.id });
  return rows.length > 0;
}

/** The right to renew this token until `until`, which names it; undefined when somebody else has it or the token is another one. */
export async function claimRenewal(db: Database, token: GithubToken, at: { now: number; until: number }) {
  const isFree = sql`(${githubTokens.renewingUntil} is null or ${githubTokens.renewingUntil} <= ${at.now})`;
  const [row] = await db
    .update(githubTokens)
    .set({ renewingUntil: at.until })
    .where(and(eq(githubTokens.id, token.id), eq(githubTokens.sealed, token.sealed), isFree))
    .returning({ id: githubTokens.id });
  return row && at.until;
}

type Renewal = { readonly id: string; readonly lease: number };
type Renewed = Omit<GithubToken, "id" | "userId" | "createdAt" | "renewingUntil">;

function isMine({ id, lease }: Renewal) {
  return and(eq(githubTokens.id, id), eq(githubTokens.renewingUntil, lease));
}

/** Stores what GitHub renewed the token to; undefined when a sign-in replaced it meanwhile. */
export async function endRenewal(db: Database, renewal: Renewal, columns: Renewed): Promise<GithubToken | undefined> {
  const [row] = await db
    .update(githubTokens)
    .set({ ...columns, renewingUntil: null })
    .where(isMine(renewal))
    .returning();
  return row;
}

/** Lets others try, or, for a token that GitHub renews no more, says so. */
export async function giveUpRenewal(db: Database, renewal: Renewal, columns: Pick<Renewed, "state" | "updatedAt">) {
  await db
    .update(githubTokens)
    .set({ ...columns, renewingUntil: null })
    .where(isMine(renewal));
}

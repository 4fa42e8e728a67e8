/** The end of a user's account: what stands in its way, and the rows that are the user's own. */
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import { githubTokens, organizationMembers, organizations, sessions, users } from "./schema.ts";

export type Belonging = {
  readonly orgId: string;
  readonly name: string;
  /** Members and owners besides the user. */
  readonly otherMembers: number;
  readonly otherOwners: number;
  readonly deleteAfter: number | null;
};

/** Organizations of a user. */
export async function belongingsOf(db: Database, userId: string): Promise<Belonging[]> {
  const others = (condition: ReturnType<typeof sql>) =>
    sql<number>`(select count(*) from organization_members as other where other.org_id = ${organizations.id}
                 and other.user_id <> ${userId} and ${condition})`;
  const { id, name, deleteAfter } = organizations;
  return db
    .select({
      orgId: id,
      name,
      otherMembers: others(sql`true`),
      otherOwners: others(sql`other.role = 'owner'`),
      deleteAfter,
    })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.orgId))
    .where(eq(organizationMembers.userId, userId));
}

/** Lets an organization of the user alone end at once, and the user leave it; nothing when somebody else is a member. */
export function lastMemberStatements({ db, orgId }: OrgDb, userId: string, now: number) {
  const isAlone = sql`not exists (select 1 from organization_members as other
    where other.org_id = ${orgId} and other.user_id <> ${userId})`;
  return [
    db
      .update(organizations)
      .set({ deletionRequestedBy: userId, deleteAfter: now, personalOf: null })
      .where(and(eq(organizations.id, orgId), isAlone)),
    db
      .delete(organizationMembers)
      .where(and(eq(organizationMembers.orgId, orgId), eq(organizationMembers.userId, userId), isAlone)),
  ] as const;
}

/** Removes the user's own rows. The database refuses while the user is a member of anything. */
export function userStatements(db: Database, userId: string) {
  return [
    db.delete(sessions).where(eq(sessions.userId, userId)),
    db.delete(githubTokens).where(eq(githubTokens.userId, userId)),
    db.delete(users).where(eq(users.id, userId)),
  ] as const;
}

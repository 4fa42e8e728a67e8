/** Members of an organization. Statements are for batches; each guards itself, because two owners may act at once. */
import { and, asc, eq, gt, inArray, isNull, max, ne, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { PersonRow, Role } from "./organizations.ts";
import { invitations, organizationMembers, organizations, repositories, sessions, users } from "./schema.ts";

export type Member = {
  readonly user: PersonRow;
  readonly role: Role;
  readonly joinedAt: number;
  /** In this organization; null for who has no session in it. */
  readonly lastSeenAt: number | null;
};

function own(data: OrgDb, userId: string): SQL | undefined {
  return and(eq(organizationMembers.orgId, data.orgId), eq(organizationMembers.userId, userId));
}

function members(data: OrgDb) {
  const { id, login, name, avatarUrl } = users;
  const lastSeenAt = data.db
    .select({ at: max(sessions.lastSeenAt) })
    .from(sessions)
    .where(and(eq(sessions.userId, users.id), eq(sessions.orgId, data.orgId)));
  return data.db
    .select({
      user: { id, login, name, avatarUrl },
      role: organizationMembers.role,
      joinedAt: organizationMembers.createdAt,
      lastSeenAt: sql<number | null>`(${lastSeenAt})`,
    })
    .from(organizationMembers)
    .innerJoin(users, eq(users.id, organizationMembers.userId));
}

/** In the order in which they first signed in, whatever they joined since: the table has that order. */
export async function listMembers(data: OrgDb, page: { after: string | undefined; limit: number }): Promise<Member[]> {
  const { userId } = organizationMembers;
  return members(data)
    .where(and(eq(organizationMembers.orgId, data.orgId), page.after ? gt(userId, page.after) : undefined))
    .orderBy(asc(userId))
    .limit(page.limit);
}

export async function findMember(data: OrgDb, userId: string): Promise<Member | undefined> {
  return members(data).where(own(data, userId)).get();
}

/** The owner who has been a member longest, leaving one user out. */
export async function findOtherOwner(data: OrgDb, userId: string): Promise<string | undefined> {
  const row = await data.db
    .select({ userId: organizationMembers.userId })
    .from(organizationMembers)
    .where(
      and(
        eq(organizationMembers.orgId, data.orgId),
        eq(organizationMembers.role, "owner"),
        ne(organizationMembers.userId, userId),
      ),
    )
    .orderBy(asc(organizationMembers.createdAt))
    .limit(1)
    .get();
  return row?.userId;
}

/** Somebody else is an owner. */
function hasOtherOwner(data: OrgDb, userId: string): SQL {
  return sql`exists (select 1 from organization_members as other
    where other.org_id = ${data.orgId} and other.role = 'owner' and other.user_id <> ${userId})`;
}

/** A user is a member in one of these roles at this moment. */
export function isStill(data: OrgDb, userId: string, roles: readonly Role[]): SQL {
  return sql`exists (select 1 from organization_members as acting
    where acting.org_id = ${data.orgId} and acting.user_id = ${userId}
      and acting.role in ${[...roles]})`;
}

/** A user is no member at this moment. */
function isGone(data: OrgDb, userId: string): SQL {
  return sql`not exists (select 1 from organization_members as former
    where former.org_id = ${data.orgId} and former.user_id = ${userId})`;
}

type Change = { readonly userId: string; readonly from: Role; readonly by: SQL | undefined };

function asRead(data: OrgDb, { userId, from, by }: Change): SQL | undefined {
  const keepsOwner = from === "owner" ? hasOtherOwner(data, userId) : undefined;
  return and(own(data, userId), eq(organizationMembers.role, from), keepsOwner, by);
}

/** Changes nothing when the member's role is not `from` any more, the actor may not, or no owner would be left. */
export function roleUpdate(data: OrgDb, change: Change, role: Role) {
  return data.db
    .update(organizationMembers)
    .set({ role })
    .where(asRead(data, change))
    .returning({ userId: organizationMembers.userId });
}

/** As `roleUpdate`; the member's API tokens go with the row. */
export function memberDelete(data: OrgDb, change: Change) {
  return data.db
    .delete(organizationMembers)
    .where(asRead(data, change))
    .returning({ userId: organizationMembers.userId });
}

/** What a user leaves behind who is no member any more: statements for the batch of `memberDelete`, after the audit row. */
export function goodbyeStatements(data: OrgDb, userId: string, leaving: { heir: string; now: number }) {
  const gone = isGone(data, userId);
  return [
    data.db
      .update(repositories)
      .set({ connectedBy: leaving.heir })
      .where(and(eq(repositories.orgId, data.orgId), eq(repositories.connectedBy, userId), gone)),
    sessionsHome(data, userId, gone),
    data.db
      .update(organizations)
      .set({ githubMappedBy: null })
      .where(and(eq(organizations.id, data.orgId), eq(organizations.githubMappedBy, userId), gone)),
    data.db
      .update(organizations)
      .set({ personalOf: null })
      .where(and(eq(organizations.id, data.orgId), eq(organizations.personalOf, userId), gone)),
    invitationsEnd(data, { createdBy: userId, now: leaving.now }, gone),
  ] as const;
}

/** Sessions of a user in this organization go on in another one of the user's, the own one if there is one. */
function sessionsHome(data: OrgDb, userId: string, condition: SQL) {
  return data.db
    .update(sessions)
    .set({
      orgId: sql`coalesce((select home.org_id from organization_members as home
        join organizations as place on place.id = home.org_id
        where home.user_id = ${userId} and home.org_id <> ${data.orgId}
        order by place.personal_of = ${userId} desc, home.created_at limit 1), ${data.orgId})`,
    })
    .where(and(eq(sessions.userId, userId), eq(sessions.orgId, data.orgId), isNull(sessions.revokedAt), condition));
}

/** Ends open invitations that somebody made and could not make any more: all of them, or those of these roles. */
export function invitationsEnd(
  data: OrgDb,
  which: { createdBy: string; now: number; roles?: readonly Role[] },
  condition: SQL,
) {
  return data.db
    .update(invitations)
    .set({ endedAt: which.now })
    .where(
      and(
        eq(invitations.orgId, data.orgId),
        eq(invitations.createdBy, which.createdBy),
        isNull(invitations.acceptedAt),
        isNull(invitations.endedAt),
        which.roles && inArray(invitations.role, [...which.roles]),
        condition,
      ),
    );
}

/** Organizations, and which of them a user works in. */
import { and, asc, eq, exists, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import { organizationMembers, organizations, repositories, sessions, users } from "./schema.ts";

/** As `permissions.ts` names them. */
export type Role = (typeof organizationMembers.$inferSelect)["role"];
export type Organization = typeof organizations.$inferSelect;
export type PersonRow = Pick<typeof users.$inferSelect, "id" | "login" | "name" | "avatarUrl">;

/** An organization of a user, as the user finds it in the list of all. */
export type Membership = Pick<Organization, "id" | "name" | "personalOf" | "deleteAfter"> & { readonly role: Role };

export type OrganizationFacts = {
  readonly organization: Organization;
  readonly members: number;
  readonly repositories: number;
  readonly mappedBy: PersonRow | null;
  readonly deletionRequestedBy: PersonRow | null;
};

/** The user's organizations, the own one first, then in the order of joining. At most `limit`. */
export async function listMemberships(db: Database, userId: string, limit: number): Promise<Membership[]> {
  const { id, name, personalOf, deleteAfter } = organizations;
  return db
    .select({ id, name, personalOf, deleteAfter, role: organizationMembers.role })
    .from(organizationMembers)
    .innerJoin(organizations, eq(organizations.id, organizationMembers.orgId))
    .where(eq(organizationMembers.userId, userId))
    .orderBy(sql`${personalOf} = ${userId} desc`, asc(organizationMembers.createdAt), asc(id))
    .limit(limit);
}

/** Undefined once the organization is gone. */
export async function readOrganizationFacts(data: OrgDb): Promise<OrganizationFacts | undefined> {
  const mapper = alias(users, "mapper");
  const requester = alias(users, "requester");
  const row = await data.db
    .select({
      organization: organizations,
      members: countOf(data, organizationMembers),
      repositories: countOf(data, repositories),
      mappedBy: { id: mapper.id, login: mapper.login, name: mapper.name, avatarUrl: mapper.avatarUrl },
      deletionRequestedBy: {
        id: requester.id,
        login: requester.login,
        name: requester.name,
        avatarUrl: requester.avatarUrl,
      },
    })
    .from(organizations)
    .leftJoin(mapper, eq(mapper.id, organizations.githubMappedBy))
    .leftJoin(requester, eq(requester.id, organizations.deletionRequestedBy))
    .where(eq(organizations.id, data.orgId))
    .get();
  return row;
}

function countOf(data: OrgDb, table: typeof organizationMembers | typeof repositories): SQL<number> {
  return sql<number>`(select count(*) from ${table} where org_id = ${data.orgId})`;
}

/** The number of organizations that the user is a member of, as a condition: fewer than `limit`. */
function isMemberOfFewerThan(userId: string, limit: number): SQL {
  return sql`(select count(*) from organization_members where user_id = ${userId}) < ${limit}`;
}

/** A new organization, unless its founder is a member of `limit` already. */
export function organizationInsert(
  db: Database,
  row: { id: string; name: string; createdAt: number },
  founder: { userId: string; limit: number },
) {
  return db
    .insert(organizations)
    .select(
      sql`select ${row.id}, ${row.name}, null, ${row.createdAt}, null, null, null, null, null, 0, null
          where ${isMemberOfFewerThan(founder.userId, founder.limit)}`,
    )
    .returning({ id: organizations.id });
}

/** Its founder as the owner; for the batch of `organizationInsert`, directly after it. */
export function founderInsert(data: OrgDb, userId: string, now: number) {
  return data.db
    .insert(organizationMembers)
    .select(sql`select ${data.orgId}, ${userId}, 'owner', ${now} where changes() > 0`);
}

/** Lets a session work in this organization, if its user is a member. */
export function sessionSwitch(data: OrgDb, session: { id: string; userId: string }) {
  return data.db
    .update(sessions)
    .set({ orgId: data.orgId })
    .where(and(eq(sessions.id, session.id), eq(sessions.userId, session.userId), isMember(data, session.userId)))
    .returning({ id: sessions.id });
}

function isMember(data: OrgDb, userId: string): SQL {
  return exists(
    data.db
      .select({ userId: organizationMembers.userId })
      .from(organizationMembers)
      .where(and(eq(organizationMembers.orgId, data.orgId), eq(organizationMembers.userId, userId))),
  );
}

/** Changes nothing when the name is this one already. */
export function nameUpdate(data: OrgDb, name: string) {
  return data.db
    .update(organizations)
    .set({ name })
    .where(and(eq(organizations.id, data.orgId), sql`${organizations.name} <> ${name}`));
}

/** An organization that is handed on, or whose first owner goes, is nobody's own any more. */
export function ownerForget(data: OrgDb, userId: string, condition: SQL) {
  return data.db
    .update(organizations)
    .set({ personalOf: null })
    .where(and(eq(organizations.id, data.orgId), eq(organizations.personalOf, userId), condition));
}

type Mapping = Pick<Organization, "githubOwnerId" | "githubOwner" | "githubMappedBy" | "connectsAll" | "githubReadAt">;

const NO_MAPPING: Mapping = {
  githubOwnerId: null,
  githubOwner: null,
  githubMappedBy: null,
  connectsAll: false,
  githubReadAt: null,
};

export function mappingUpdate(data: OrgDb, mapping: Mapping) {
  return data.db.update(organizations).set(mapping).where(eq(organizations.id, data.orgId));
}

/** Changes nothing where nothing is mapped. */
export function mappingForget(data: OrgDb) {
  return data.db
    .update(organizations)
    .set(NO_MAPPING)
    .where(and(eq(organizations.id, data.orgId), isNotNull(organizations.githubOwnerId)))
    .returning({ id: organizations.id });
}

/** Organizations that connect all repositories of an account, and are not about to be deleted; those read longest ago first. */
export async function mappingsDue(db: Database, before: number, limit: number): Promise<Organization[]> {
  return db
    .select()
    .from(organizations)
    .where(
      and(
        eq(organizations.connectsAll, true),
        isNull(organizations.deleteAfter),
        or(isNull(organizations.githubReadAt), lte(organizations.githubReadAt, before)),
      ),
    )
    .orderBy(asc(organizations.githubReadAt))
    .limit(limit);
}

/** Takes the next reading of the account: false when the mapping is another one now, or somebody else reads it. */
export async function takeReading(data: OrgDb, mapping: Organization, now: number): Promise<boolean> {
  const isAsRead =
    mapping.githubReadAt === null
      ? isNull(organizations.githubReadAt)
      : eq(organizations.githubReadAt, mapping.githubReadAt);
  const rows = await data.db
    .update(organizations)
    .set({ githubReadAt: now })
    .where(
      and(
        eq(organizations.id, data.orgId),
        eq(organizations.connectsAll, true),
        eq(organizations.githubOwnerId, mapping.githubOwnerId ?? 0),
        isAsRead,
      ),
    )
    .returning({ id: organizations.id });
  return rows.length > 0;
}

/** Accounts change their names; their ids stay. */
export async function renameOwner(data: OrgDb, ownerId: number, login: string): Promise<void> {
  await data.db
    .update(organizations)
    .set({ githubOwner: login })
    .where(and(eq(organizations.id, data.orgId), eq(organizations.githubOwnerId, ownerId)));
}

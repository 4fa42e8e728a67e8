/** Invitations: an organization's own behind `forOrg`, and as those see them who are invited. */
import { and, count, desc, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import type { PersonRow, Role } from "./organizations.ts";
import { invitations, organizationMembers, organizations, users } from "./schema.ts";

type InvitationRow = typeof invitations.$inferSelect;
export type Invitation = Pick<InvitationRow, "id" | "role" | "githubId" | "githubLogin" | "createdAt" | "expiresAt"> & {
  readonly createdBy: PersonRow | null;
};

export type Offer = Pick<InvitationRow, "id" | "orgId" | "role" | "expiresAt"> & {
  readonly organization: { readonly name: string; readonly members: number };
  readonly invitedBy: PersonRow | null;
  readonly isMember: boolean;
};

/** It was not accepted, taken back, declined, nor is it too old. */
function isOpen(now: number): SQL | undefined {
  return and(gt(invitations.expiresAt, now), isNull(invitations.acceptedAt), isNull(invitations.endedAt));
}

const PERSON = { id: users.id, login: users.login, name: users.name, avatarUrl: users.avatarUrl };

/** Those that still can be accepted, the newest first; ids are in the order of their making. */
export async function listOpenInvitations(
  data: OrgDb,
  page: { after: string | undefined; limit: number; now: number },
): Promise<Invitation[]> {
  const { id, role, githubId, githubLogin, createdAt, expiresAt } = invitations;
  return data.db
    .select({ id, role, githubId, githubLogin, createdAt, expiresAt, createdBy: PERSON })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.createdBy))
    .where(and(eq(invitations.orgId, data.orgId), isOpen(page.now), page.after ? lt(id, page.after) : undefined))
    .orderBy(desc(id))
    .limit(page.limit);
}

export async function findInvitation(data: OrgDb, id: string): Promise<InvitationRow | undefined> {
  const isIt = and(eq(invitations.orgId, data.orgId), eq(invitations.id, id));
  return data.db.select().from(invitations).where(isIt).get();
}

type NewInvitation = Pick<
  InvitationRow,
  "id" | "role" | "tokenHash" | "githubId" | "githubLogin" | "createdBy" | "createdAt" | "expiresAt"
>;

/** A new invitation while `by` holds, unless `limit` are open, or one of them is for the same account. */
export function invitationInsert(data: OrgDb, row: NewInvitation, { limit, by }: { limit: number; by: SQL }) {
  const open = sql`org_id = ${data.orgId} and expires_at > ${row.createdAt} and accepted_at is null and ended_at is null`;
  return data.db
    .insert(invitations)
    .select(
      sql`select ${data.orgId}, ${row.id}, ${row.role}, ${row.tokenHash}, ${row.githubId}, ${row.githubLogin},
                 ${row.createdBy}, ${row.createdAt}, ${row.expiresAt}, null, null, null
          where ${by} and (select count(*) from invitations where ${open}) < ${limit}
            and not exists (select 1 from invitations where ${open} and github_id = ${row.githubId})`,
    )
    .returning({ id: invitations.id });
}

export async function countOpenInvitations(data: OrgDb, now: number): Promise<number> {
  const row = await data.db
    .select({ open: count() })
    .from(invitations)
    .where(and(eq(invitations.orgId, data.orgId), isOpen(now)))
    .get();
  return row?.open ?? 0;
}

/** True when this account has an open invitation. */
export async function isInvited(data: OrgDb, githubId: number, now: number): Promise<boolean> {
  const row = await data.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.orgId, data.orgId), eq(invitations.githubId, githubId), isOpen(now)))
    .get();
  return row !== undefined;
}

/** True when the user of this account of GitHub is a member. */
export async function isMemberByGithubId(data: OrgDb, githubId: number): Promise<boolean> {
  const row = await data.db
    .select({ id: users.id })
    .from(organizationMembers)
    .innerJoin(users, eq(users.id, organizationMembers.userId))
    .where(and(eq(organizationMembers.orgId, data.orgId), eq(users.githubId, githubId)))
    .get();
  return row !== undefined;
}

/** Ends an open invitation, which the organization takes back or the invited one declines. */
export function invitationEnd(data: OrgDb, id: string, now: number) {
  return data.db
    .update(invitations)
    .set({ endedAt: now })
    .where(and(eq(invitations.orgId, data.orgId), eq(invitations.id, id), isOpen(now)))
    .returning({ id: invitations.id });
}

/** Uses an invitation up; not when it was used meanwhile, or the user is a member already. */
export function invitationAccept(data: OrgDb, id: string, accepted: { userId: string; now: number }) {
  const { userId, now } = accepted;
  const isMember = sql`exists (select 1 from organization_members as joined
    where joined.org_id = ${data.orgId} and joined.user_id = ${userId})`;
  return data.db
    .update(invitations)
    .set({ acceptedBy: userId, acceptedAt: now })
    .where(and(eq(invitations.orgId, data.orgId), eq(invitations.id, id), isOpen(now), sql`not ${isMember}`))
    .returning({ role: invitations.role });
}

/** The membership that an accepted invitation gives: for the batch of `invitationAccept`, directly after it. */
export function memberInsertIfAccepted(data: OrgDb, member: { userId: string; role: Role; now: number }) {
  return data.db
    .insert(organizationMembers)
    .select(sql`select ${data.orgId}, ${member.userId}, ${member.role}, ${member.now} where changes() > 0`);
}

/** Names an open invitation: by its link's hash, or by its id and the account that it is for. */
export type OfferKey = { readonly tokenHash: string } | { readonly id: string; readonly githubId: number };

function isNamed(key: OfferKey): SQL | undefined {
  if ("tokenHash" in key) return eq(invitations.tokenHash, key.tokenHash);
  return and(eq(invitations.id, key.id), eq(invitations.githubId, key.githubId));
}

function offers(db: Database, userId: string) {
  const { id, orgId, role, expiresAt } = invitations;
  const members = sql<number>`(select count(*) from organization_members as counted where counted.org_id = ${orgId})`;
  const isMember = sql<number>`exists (select 1 from organization_members as joined
    where joined.org_id = ${orgId} and joined.user_id = ${userId})`.mapWith(Boolean);
  return db
    .select({
      id,
      orgId,
      role,
      expiresAt,
      organization: { name: organizations.name, members },
      invitedBy: PERSON,
      isMember,
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, orgId))
    .leftJoin(users, eq(users.id, invitations.createdBy));
}

/** An open invitation as its reader sees it before accepting. */
export async function findOffer(
  db: Database,
  key: OfferKey,
  reader: { userId: string; now: number },
): Promise<Offer | undefined> {
  return offers(db, reader.userId)
    .where(and(isNamed(key), isOpen(reader.now)))
    .get();
}

/** Open invitations of an account, the newest first. */
export async function listOffers(
  db: Database,
  githubId: number,
  page: { userId: string; now: number; limit: number },
): Promise<Offer[]> {
  return offers(db, page.userId)
    .where(and(eq(invitations.githubId, githubId), isOpen(page.now)))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(page.limit);
}

/** How many invitations wait for this user's account of GitHub. */
export async function countWaitingInvitations(db: Database, userId: string, now: number): Promise<number> {
  const row = await db
    .select({ waiting: count() })
    .from(invitations)
    .innerJoin(users, eq(users.githubId, invitations.githubId))
    .where(and(eq(users.id, userId), isOpen(now)))
    .get();
  return row?.waiting ?? 0;
}

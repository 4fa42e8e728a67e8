/** Sessions of signed-in users. The role is read with the session on every request and never stored in it. */
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { organizationMembers, organizations, sessions, users } from "./schema.ts";

export type SessionRow = typeof sessions.$inferSelect;
export type NewSession = typeof sessions.$inferInsert;

/** A live session with the user's role in its organization; `role` is null when the user is no longer a member. */
export async function findLiveSession(db: Database, sessionId: string, now: { at: number; idleSince: number }) {
  return db
    .select({
      id: sessions.id,
      userId: sessions.userId,
      orgId: sessions.orgId,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      role: organizationMembers.role,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.sessionEpoch, sessions.epoch)))
    .leftJoin(
      organizationMembers,
      and(eq(organizationMembers.orgId, sessions.orgId), eq(organizationMembers.userId, sessions.userId)),
    )
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.at),
        gt(sessions.lastSeenAt, now.idleSince),
      ),
    )
    .get();
}

/** Which of these sessions are live, and the role of each one's user in its organization. Any number, in one statement. */
export async function liveSessionsAmong(db: Database, ids: readonly string[], now: { at: number; idleSince: number }) {
  return db
    .select({ id: sessions.id, userId: sessions.userId, orgId: sessions.orgId, role: organizationMembers.role })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.sessionEpoch, sessions.epoch)))
    .leftJoin(
      organizationMembers,
      and(eq(organizationMembers.orgId, sessions.orgId), eq(organizationMembers.userId, sessions.userId)),
    )
    .where(
      and(
        sql`${sessions.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.at),
        gt(sessions.lastSeenAt, now.idleSince),
      ),
    );
}

/** A user's live sessions, the newest first. The organization's name is null where the user is no longer a member. */
export async function listSessionsOf(db: Database, userId: string, now: { at: number; idleSince: number }) {
  return db
    .select({
      id: sessions.id,
      orgId: sessions.orgId,
      orgName: organizations.name,
      userAgent: sessions.userAgent,
      network: sessions.network,
      country: sessions.country,
      city: sessions.city,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.sessionEpoch, sessions.epoch)))
    .leftJoin(
      organizationMembers,
      and(eq(organizationMembers.orgId, sessions.orgId), eq(organizationMembers.userId, sessions.userId)),
    )
    .leftJoin(organizations, eq(organizations.id, organizationMembers.orgId))
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.at),
        gt(sessions.lastSeenAt, now.idleSince),
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id));
}

export function insertSession(db: Database, row: NewSession) {
  return db.insert(sessions).values(row);
}

/** Revokes the user's sessions beyond the newest `keep`. */
export function revokeOldest(db: Database, userId: string, limit: { keep: number; now: number }) {
  const newest = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(limit.keep);
  return db
    .update(sessions)
    .set({ revokedAt: limit.now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), sql`${sessions.id} not in ${newest}`));
}

/** Where a session was used, and with what. */
export type UsedFrom = Pick<SessionRow, "userAgent" | "network" | "country" | "city">;

export async function touchSession(db: Database, sessionId: string, use: UsedFrom & { now: number }) {
  const { now, ...from } = use;
  await db
    .update(sessions)
    .set({ ...from, lastSeenAt: now })
    .where(eq(sessions.id, sessionId));
}

/** Exchanges a refresh token for the next one; undefined when it is not the current token of a live session. */
export async function rotateRefresh(
  db: Database,
  hashes: { old: string; next: string },
  now: { at: number; idleSince: number; from: UsedFrom },
) {
  const times = { rotatedAt: now.at, lastSeenAt: now.at };
  const [row] = await db
    .update(sessions)
    .set({ refreshHash: hashes.next, previousHash: hashes.old, ...times, ...now.from })
    .where(
      and(
        eq(sessions.refreshHash, hashes.old),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.at),
        gt(sessions.lastSeenAt, now.idleSince),
        sql`${sessions.epoch} = (select session_epoch from users where users.id = ${sessions.userId})`,
      ),
    )
    .returning();
  return row;
}

/** The live session whose last but one refresh token this is. */
export async function findByPreviousRefresh(db: Database, hash: string) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.previousHash, hash), isNull(sessions.revokedAt)))
    .get();
}

/** The live session of a current refresh token. */
export async function findByRefresh(db: Database, hash: string) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.refreshHash, hash), isNull(sessions.revokedAt)))
    .get();
}

export function revokeSession(db: Database, sessionId: string, now: number) {
  return db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
}

/** Revokes a session of this user and no other's; gives the row that it ended. */
export function revokeOwnSession(db: Database, session: { id: string; userId: string; now: number }) {
  return db
    .update(sessions)
    .set({ revokedAt: session.now })
    .where(and(eq(sessions.id, session.id), eq(sessions.userId, session.userId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
}

export function revokeAllSessions(db: Database, userId: string, now: number) {
  return db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
}

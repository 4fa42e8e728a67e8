/** Members, invitations and tokens, put straight into the database. */

import { apiTokens, invitations, organizationMembers, users } from "../../../worker/db/schema.ts";
import type { Role } from "../../../worker/permissions.ts";
import { testScope } from "./scope.ts";

type Row<T extends { $inferInsert: object }> = Partial<T["$inferInsert"]>;

/** Stands in every text of seeded rows: nobody else may ever see it. */
export const CANARY = "canary-of-this-organization";
const DAY_MS = 24 * 60 * 60_000;

function base() {
  const { clock, random } = testScope();
  return { id: random.uuidv7(), now: clock.now() };
}

/** An invitation by link that can still be accepted. */
export async function seedInvitation(orgId: string, change: Row<typeof invitations> = {}) {
  const { id, now } = base();
  const times = { createdAt: now, expiresAt: now + DAY_MS };
  const row = { orgId, id, role: "member" as const, tokenHash: `hash-${id}`, createdBy: id, ...times, ...change };
  await testScope().db.insert(invitations).values(row);
  return row;
}

export async function seedApiToken(orgId: string, change: Row<typeof apiTokens> = {}) {
  const { id, now } = base();
  const userId = change.userId ?? (await seedMember(orgId)).id;
  const facts = { name: CANARY, prefix: "ado_seeded", hash: `hash-${id}`, scopes: "read" };
  const row = { orgId, id, userId, ...facts, createdAt: now, expiresAt: now + DAY_MS, ...change };
  await testScope().db.insert(apiTokens).values(row);
  return row;
}

/** A user who is a member; the id is the user's. */
export async function seedMember(orgId: string, role: Role = "viewer") {
  const { id, now } = base();
  const { db } = testScope();
  const githubId = Number.parseInt(id.slice(-8), 16);
  await db.batch([
    db.insert(users).values({ id, githubId, login: `${CANARY}-${githubId}`, createdAt: now, updatedAt: now }),
    db.insert(organizationMembers).values({ orgId, userId: id, role, createdAt: now }),
  ]);
  return { id };
}

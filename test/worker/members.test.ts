import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import {
  apiTokens,
  auditLog,
  invitations,
  organizationMembers,
  repositories,
  sessions,
} from "../../worker/db/schema.ts";
import type { Member, MemberPage } from "../../worker/http/schemas/orgs.ts";
import type { Role } from "../../worker/permissions.ts";
import { readInvitations } from "../../worker/services/invitations/manage-invitations.ts";
import { readMembers } from "../../worker/services/members/read-members.ts";
import { as, type Caller, json } from "./support/as.ts";
import { rowsRead } from "./support/rows-read.ts";
import { testScope } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";
import { seedApiToken, seedInvitation, seedMember } from "./support/seed-people.ts";

const put = (caller: Caller, id: string, role: string) => caller.fetch(`/api/members/${id}`, json("PUT", { role }));

async function problemOf(response: Response) {
  const { type } = (await response.json()) as { type: string };
  return { status: response.status, type: type.replace("/problems/", "") };
}

async function rolesOf(orgId: string): Promise<Record<string, string>> {
  const { db } = testScope();
  const rows = await db.select().from(organizationMembers).where(eq(organizationMembers.orgId, orgId));
  return Object.fromEntries(rows.map(({ userId, role }) => [userId, role]));
}

async function actionsOf(orgId: string): Promise<string[]> {
  const rows = await testScope().db.select().from(auditLog).where(eq(auditLog.orgId, orgId)).orderBy(auditLog.id);
  return rows.map(({ action }) => action).filter((action) => action !== "access.denied");
}

describe("the list of members", () => {
  it("pages through everybody once", async () => {
    const owner = await as();
    const others = [
      await seedMember(owner.orgId),
      await seedMember(owner.orgId, "admin"),
      await seedMember(owner.orgId),
    ];
    await as();
    const seen: z.infer<typeof Member>[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = (await (await owner.get(`/api/members?limit=2${query}`)).json()) as z.infer<typeof MemberPage>;
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(seen.map(({ user }) => user.id).toSorted()).toEqual(
      [owner.userId, ...others.map(({ id }) => id)].toSorted(),
    );
    expect(seen.find(({ user }) => user.id === owner.userId)).toMatchObject({
      role: "owner",
      last_seen_at: expect.any(String),
    });
    expect(seen.find(({ user }) => user.id === others[1]?.id)).toMatchObject({ role: "admin", last_seen_at: null });
  });
});

describe("the lists", () => {
  it("read as many rows whatever the organization's size", async () => {
    const owner = await as();
    const seed = (times: number) =>
      Promise.all(Array.from({ length: times }, () => [seedMember(owner.orgId), seedInvitation(owner.orgId)]).flat());
    const page = { after: undefined, limit: 3 };
    const measure = () =>
      Promise.all([
        rowsRead(owner, (ctx) => readMembers(ctx, page)),
        rowsRead(owner, (ctx) => readInvitations(ctx, page)),
      ]);
    await seed(5);
    const few = await measure();
    await seed(20);
    expect(await measure()).toEqual(few);
  });
});

const ROLES: readonly Role[] = ["viewer", "member", "admin", "owner"];
/** Every change of one role into another. */
const CHANGES = ROLES.flatMap((from) => ROLES.filter((to) => to !== from).map((to) => `${from} to ${to}` as const));

/** What each role may do of these; everything else is refused. */
const ALLOWED: Readonly<Record<Role, readonly string[]>> = {
  viewer: [],
  member: [],
  admin: ["viewer to member", "member to viewer"],
  owner: CHANGES,
};

describe("a role", () => {
  it.each(ROLES)("is given by a %s as the table says", async (actor) => {
    const { orgId } = await as();
    const caller = await as({ orgId, role: actor });
    const done: string[] = [];
    for (const change of CHANGES) {
      const [from = "", to = ""] = change.split(" to ");
      const { id } = await seedMember(orgId, from as Role);
      const { status } = await put(caller, id, to);
      expect([200, 403]).toContain(status);
      expect([change, (await rolesOf(orgId))[id]]).toEqual([change, status === 200 ? to : from]);
      if (status === 200) done.push(change);
    }
    expect(done).toEqual(ALLOWED[actor]);
  });

  it("counts at the very next request, and is audited with before and after", async () => {
    const owner = await as();
    const member = await as({ orgId: owner.orgId, role: "viewer" });
    expect((await member.get("/api/invitations")).status).toBe(403);
    expect(await (await put(owner, member.userId, "admin")).json()).toMatchObject({
      user: { id: member.userId },
      role: "admin",
    });
    expect((await member.get("/api/invitations")).status).toBe(200);
    const { db } = testScope();
    const [row] = await db.select().from(auditLog).where(eq(auditLog.action, "member.role_changed"));
    expect(row).toMatchObject({ orgId: owner.orgId, actorId: owner.userId, targetId: member.userId });
    expect(JSON.parse(row?.meta ?? "")).toEqual({ before: { role: "viewer" }, after: { role: "admin" } });
  });

  it("is not the own one", async () => {
    const owner = await as();
    await seedMember(owner.orgId, "owner");
    expect(await problemOf(await put(owner, owner.userId, "viewer"))).toEqual({ status: 403, type: "own_role" });
  });

  it("stays when it is this one already, without a word in the log", async () => {
    const owner = await as();
    const { id } = await seedMember(owner.orgId, "member");
    expect((await put(owner, id, "member")).status).toBe(200);
    expect(await actionsOf(owner.orgId)).toEqual([]);
  });

  it("is none but the four", async () => {
    const owner = await as();
    const { id } = await seedMember(owner.orgId);
    for (const role of ["Owner", "root", "", null, ["owner"]]) {
      const response = await owner.fetch(`/api/members/${id}`, json("PUT", { role }));
      expect([role, response.status]).toEqual([role, 422]);
    }
  });

  it("that goes takes the invitations along that its holder could not make any more", async () => {
    const owner = await as();
    const { id } = await seedMember(owner.orgId, "owner");
    const asAdmin = await seedInvitation(owner.orgId, { createdBy: id, role: "admin" });
    const asViewer = await seedInvitation(owner.orgId, { createdBy: id, role: "viewer" });
    const foreign = await seedInvitation(owner.orgId, { createdBy: owner.userId, role: "admin" });
    expect((await put(owner, id, "admin")).status).toBe(200);
    const rows = await testScope().db.select().from(invitations).where(eq(invitations.orgId, owner.orgId));
    const ended = rows.filter(({ endedAt }) => endedAt !== null).map((row) => row.id);
    expect(ended).toEqual([asAdmin.id]);
    expect([asViewer.id, foreign.id].every((open) => !ended.includes(open))).toBe(true);
  });
});

describe("the last owner", () => {
  it("is there after two owners demoted each other at once: one of the two is told so", async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await as();
      const other = await as({ orgId: one.orgId });
      const statuses = await Promise.all([put(one, other.userId, "viewer"), put(other, one.userId, "viewer")]);
      const roles = Object.values(await rolesOf(one.orgId));
      expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, expect.toBeOneOf([403, 409])]);
      expect(roles.toSorted()).toEqual(["owner", "viewer"]);
      expect(await actionsOf(one.orgId)).toEqual(["member.role_changed"]);
    }
  });

  it("is there after two owners removed each other, or left, at once", async () => {
    for (const act of [
      (who: Caller, whom: Caller) => who.delete(`/api/members/${whom.userId}`),
      (who: Caller) => who.post("/api/members/leave"),
    ]) {
      const one = await as();
      const other = await as({ orgId: one.orgId });
      const statuses = (await Promise.all([act(one, other), act(other, one)])).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([204, expect.toBeOneOf([403, 404, 409])]);
      expect(Object.values(await rolesOf(one.orgId))).toEqual(["owner"]);
    }
  });

  it("cannot leave", async () => {
    const owner = await as();
    await seedMember(owner.orgId, "admin");
    expect(await problemOf(await owner.post("/api/members/leave"))).toEqual({ status: 409, type: "last_owner" });
    expect(await actionsOf(owner.orgId)).toEqual([]);
  });
});

/** A member who has something of everything, with a home of the own. */
async function settled(orgId: string, role: Role = "admin") {
  const home = await as();
  const { db, clock } = testScope();
  const { userId, sessionId } = home;
  await db.insert(organizationMembers).values({ orgId, userId, role, createdAt: clock.now() });
  await db.update(sessions).set({ orgId }).where(eq(sessions.id, sessionId));
  await seedApiToken(orgId, { userId });
  const repository = await seedRepository(orgId, { connectedBy: userId });
  const invitation = await seedInvitation(orgId, { createdBy: userId });
  await env.DB.prepare("update organizations set github_mapped_by = ?, personal_of = ? where id = ?")
    .bind(userId, userId, orgId)
    .run();
  return { home, userId, sessionId, repository, invitation };
}

type Settled = Awaited<ReturnType<typeof settled>>;

async function leftBehind(orgId: string, { userId, sessionId, repository, invitation }: Settled) {
  const { db } = testScope();
  const [tokens, [repo], [session], [invited], organization] = await Promise.all([
    db
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.orgId, orgId), eq(apiTokens.userId, userId))),
    db.select().from(repositories).where(eq(repositories.id, repository.id)),
    db.select().from(sessions).where(eq(sessions.id, sessionId)),
    db.select().from(invitations).where(eq(invitations.id, invitation.id)),
    env.DB.prepare("select github_mapped_by, personal_of from organizations where id = ?").bind(orgId).first(),
  ]);
  return {
    tokens: tokens.length,
    connectedBy: repo?.connectedBy,
    session: session?.orgId,
    isInvitationOpen: invited?.endedAt === null,
    organization,
  };
}

describe("who goes", () => {
  it.each(["removed", "left"] as const)("leaves nothing behind that acts: %s", async (how) => {
    const owner = await as();
    const member = await settled(owner.orgId);
    const homeOrg = member.home.orgId;
    const response = await (how === "removed"
      ? owner.delete(`/api/members/${member.userId}`)
      : member.home.post("/api/members/leave"));
    expect(response.status).toBe(204);
    expect(await leftBehind(owner.orgId, member)).toEqual({
      tokens: 0,
      connectedBy: owner.userId,
      session: homeOrg,
      isInvitationOpen: false,
      organization: { github_mapped_by: null, personal_of: null },
    });
    expect(await actionsOf(owner.orgId)).toEqual([`member.${how}`]);
    const me = (await (await member.home.get("/api/orgs/current")).json()) as { id: string };
    expect(me.id).toBe(homeOrg);
  });

  it("is a stranger at once when there is no other organization to go to", async () => {
    const owner = await as();
    const member = await as({ orgId: owner.orgId, role: "viewer" });
    expect((await owner.delete(`/api/members/${member.userId}`)).status).toBe(204);
    expect(await problemOf(await member.get("/api/members"))).toEqual({ status: 404, type: "not_found" });
    expect((await owner.delete(`/api/members/${member.userId}`)).status).toBe(404);
  });

  it("is not taken out by an equal, nor by oneself", async () => {
    const { orgId } = await as();
    const admin = await as({ orgId, role: "admin" });
    const other = await seedMember(orgId, "admin");
    expect(await problemOf(await admin.delete(`/api/members/${other.id}`))).toEqual({
      status: 403,
      type: "role_too_high",
    });
    expect((await admin.delete(`/api/members/${admin.userId}`)).status).toBe(409);
    expect((await admin.delete(`/api/members/${(await seedMember(orgId, "member")).id}`)).status).toBe(204);
  });

  it("keeps all when the change comes too late", async () => {
    const owner = await as();
    const member = await settled(owner.orgId, "owner");
    await env.DB.prepare("update organization_members set role = 'viewer' where user_id = ? and org_id = ?")
      .bind(owner.userId, owner.orgId)
      .run();
    expect((await owner.delete(`/api/members/${member.userId}`)).status).toBe(403);
    expect(await leftBehind(owner.orgId, member)).toMatchObject({ tokens: 1, session: owner.orgId });
  });
});

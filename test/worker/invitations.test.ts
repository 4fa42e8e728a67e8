import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { auditLog, invitations, organizationMembers, users } from "../../worker/db/schema.ts";
import type {
  InvitationOffer,
  InvitationOfferList,
  InvitationPage,
  NewInvitation,
} from "../../worker/http/schemas/orgs.ts";
import type { Role } from "../../worker/permissions.ts";
import { sha256Hex } from "../../worker/platform/encoding.ts";
import { acceptInvitation } from "../../worker/services/invitations/answer-invitations.ts";
import { invite } from "../../worker/services/invitations/manage-invitations.ts";
import { as, type Caller, json } from "./support/as.ts";
import { controlGithub } from "./support/github-control.ts";
import { logText } from "./support/log-lines.ts";
import { testCtx, testScope } from "./support/scope.ts";
import { seedInvitation } from "./support/seed-people.ts";

const ROLES: readonly Role[] = ["viewer", "member", "admin", "owner"];
type New = z.infer<typeof NewInvitation>;

async function invited(by: Caller, role: Role = "member"): Promise<New & { token: string }> {
  const response = await by.post("/api/invitations", { role });
  expect(response.status).toBe(201);
  const made = (await response.json()) as New;
  return { ...made, token: new URL(made.url ?? "").hash.slice(1) };
}

async function problemOf(response: Response) {
  const { type } = (await response.json()) as { type: string };
  return `${response.status} ${type.replace("/problems/", "")}`;
}

async function roleIn(orgId: string, userId: string): Promise<Role | undefined> {
  const rows = await testScope().db.select().from(organizationMembers).where(eq(organizationMembers.userId, userId));
  return rows.find((row) => row.orgId === orgId)?.role;
}

async function actionsOf(orgId: string): Promise<string[]> {
  const rows = await testScope().db.select().from(auditLog).where(eq(auditLog.orgId, orgId)).orderBy(auditLog.id);
  return rows.map(({ action }) => action).filter((action) => action.startsWith("invitation."));
}

/** Gives a caller the id of an account of GitHub. */
async function isAccount(caller: Caller, githubId: number): Promise<void> {
  await testScope().db.update(users).set({ githubId }).where(eq(users.id, caller.userId));
}

describe("a link", () => {
  it("is shown once, in a fragment, and kept as a hash alone", async () => {
    const owner = await as();
    const { id, url, token } = await invited(owner, "admin");
    expect(url).toBe(`${new URL(env.PUBLIC_URL).origin}/invitations#${token}`);
    expect(token).toMatch(/^[\w-]{43}$/);
    const [row] = await testScope().db.select().from(invitations).where(eq(invitations.id, id));
    expect(row).toMatchObject({ role: "admin", tokenHash: await sha256Hex(token), githubId: null });
    const page = (await (await owner.get("/api/invitations")).json()) as z.infer<typeof InvitationPage>;
    expect(page.items).toMatchObject([{ id, kind: "link", github_login: null, created_by: { id: owner.userId } }]);
    const dump = await env.DB.prepare("select * from audit_log, invitations").all();
    expect(JSON.stringify([page, dump.results, logText()])).not.toContain(token);
  });

  it("is not made under a key, which would keep it for a request that comes again", async () => {
    const owner = await as();
    const headers = { "idempotency-key": "one" };
    const answer = await owner.fetch("/api/invitations", json("POST", { role: "viewer" }, headers));
    expect(await problemOf(answer)).toBe("422 invalid_input");
    expect(await actionsOf(owner.orgId)).toEqual([]);
  });

  it("lets one person in, once, in its role", async () => {
    const owner = await as();
    const guest = await as();
    const { id, token } = await invited(owner, "admin");
    const offer = (await (await guest.post("/api/invitations/look", { token })).json()) as z.infer<
      typeof InvitationOffer
    >;
    expect(offer).toMatchObject({
      id,
      role: "admin",
      already_member: false,
      organization: { id: owner.orgId, members: 1 },
      invited_by: { id: owner.userId },
    });
    expect(await roleIn(owner.orgId, guest.userId)).toBeUndefined();
    const accepted = await guest.post("/api/invitations/accept", { token });
    expect(await accepted.json()).toEqual({ organization_id: owner.orgId, role: "admin" });
    expect(await roleIn(owner.orgId, guest.userId)).toBe("admin");
    const late = await as();
    for (const what of ["look", "accept"]) {
      expect(await problemOf(await late.post(`/api/invitations/${what}`, { token }))).toBe("404 invitation_not_found");
    }
    expect(await actionsOf(owner.orgId)).toEqual(["invitation.created", "invitation.accepted"]);
  });

  it("lets one of many in who come at once", async () => {
    const owner = await as();
    const { token } = await invited(owner);
    const guests = await Promise.all(Array.from({ length: 6 }, () => as()));
    const scope = testScope();
    const accept = ({ userId, orgId, role, sessionId }: Caller) => {
      const credential = { kind: "session", id: sessionId } as const;
      const signedIn = { credential, userId, orgId, role, scopes: null, signedInAt: null };
      return acceptInvitation(scope, signedIn, { token });
    };
    const answers = await Promise.allSettled(guests.map(accept));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ problemCode: "invitation_not_found" });
    }
    const rows = await testScope()
      .db.select()
      .from(organizationMembers)
      .where(eq(organizationMembers.orgId, owner.orgId));
    expect(rows).toHaveLength(2);
    expect(await actionsOf(owner.orgId)).toEqual(["invitation.created", "invitation.accepted"]);
  });

  it("is not used up by a member, whose role stays", async () => {
    const owner = await as();
    const viewer = await as({ orgId: owner.orgId, role: "viewer" });
    const { token } = await invited(owner, "owner");
    expect(await problemOf(await viewer.post("/api/invitations/accept", { token }))).toBe("409 already_member");
    expect(await roleIn(owner.orgId, viewer.userId)).toBe("viewer");
    expect((await (await as()).post("/api/invitations/accept", { token })).status).toBe(200);
  });

  it("looks the same whyever it does not work", async () => {
    const owner = await as();
    const guest = await as();
    const reasons = [
      { expiresAt: 1 },
      { endedAt: 1 },
      { acceptedAt: 1, acceptedBy: "somebody" },
      { tokenHash: "another" },
    ];
    const tokens = reasons.map((_reason, index) => String(index).repeat(43));
    for (const [index, token] of tokens.entries()) {
      await seedInvitation(owner.orgId, { tokenHash: await sha256Hex(token), ...reasons[index] });
      for (const what of ["look", "accept"]) {
        const refused = await guest.post(`/api/invitations/${what}`, { token });
        expect([reasons[index], await problemOf(refused)]).toEqual([reasons[index], "404 invitation_not_found"]);
      }
    }
    expect(await roleIn(owner.orgId, guest.userId)).toBeUndefined();
  });

  it("dies with the membership of who made it", async () => {
    const owner = await as();
    const admin = await as({ orgId: owner.orgId, role: "admin" });
    const { token } = await invited(admin);
    expect((await owner.delete(`/api/members/${admin.userId}`)).status).toBe(204);
    expect((await admin.post("/api/invitations/accept", { token })).status).toBe(404);
  });
});

describe("an invitation", () => {
  it.each(ROLES)("is made by a %s up to what that role manages", async (role) => {
    const { orgId } = await as();
    const caller = await as({ orgId, role });
    const statuses = [];
    for (const asked of ROLES) statuses.push((await caller.post("/api/invitations", { role: asked })).status);
    const expected = { viewer: [403, 403, 403, 403], member: [403, 403, 403, 403], admin: [201, 201, 403, 403] };
    expect(statuses).toEqual({ ...expected, owner: [201, 201, 201, 201] }[role]);
  });

  it("is not made by whom a role was taken from meanwhile", async () => {
    const owner = await as();
    const admin = await as({ orgId: owner.orgId, role: "admin" });
    const ctx = testCtx(admin);
    await testScope()
      .db.update(organizationMembers)
      .set({ role: "viewer" })
      .where(eq(organizationMembers.userId, admin.userId));
    const late = invite(ctx, { role: "viewer", githubLogin: undefined });
    await expect(late).rejects.toMatchObject({ code: "forbidden" });
    expect(await actionsOf(owner.orgId)).toEqual([]);
  });

  it("is taken back once, by whom manages its role", async () => {
    const owner = await as();
    const admin = await as({ orgId: owner.orgId, role: "admin" });
    const { id, token } = await invited(owner, "owner");
    expect(await problemOf(await admin.delete(`/api/invitations/${id}`))).toBe("403 role_too_high");
    expect((await owner.delete(`/api/invitations/${id}`)).status).toBe(204);
    expect(await problemOf(await owner.delete(`/api/invitations/${id}`))).toBe("409 invitation_closed");
    expect((await (await as()).post("/api/invitations/accept", { token })).status).toBe(404);
    expect(await actionsOf(owner.orgId)).toEqual(["invitation.created", "invitation.revoked"]);
  });

  it("is one of at most a hundred that are open, also when they are made at once", async () => {
    const owner = await as();
    const { id } = await seedInvitation(owner.orgId);
    await env.DB.prepare(
      `insert into invitations (org_id, id, role, created_by, created_at, expires_at)
       select org_id, i.id || value, role, created_by, created_at, expires_at from invitations i, json_each(?) where i.id = ?`,
    )
      .bind(JSON.stringify(Array.from({ length: 96 }, (_, index) => index)), id)
      .run();
    await Promise.all([seedInvitation(owner.orgId, { endedAt: 1 }), seedInvitation((await as()).orgId)]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => owner.post("/api/invitations", { role: "viewer" })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 409, 409, 409]);
  });
});

describe("an invitation of an account", () => {
  it("waits for that account, known by its number, whatever it is called meanwhile", async () => {
    await controlGithub("token", { login: "sam" });
    const owner = await as({ github: {} });
    const response = await owner.post("/api/invitations", { role: "member", github_login: "SAM" });
    const made = (await response.json()) as New;
    expect(made).toMatchObject({ kind: "github", github_login: "sam", url: null });
    const [row] = await testScope().db.select().from(invitations).where(eq(invitations.id, made.id));
    const [sam, other] = [await as(), await as()];
    await isAccount(sam, row?.githubId ?? 0);
    await testScope().db.update(users).set({ login: "sam" }).where(eq(users.id, other.userId));
    for (const what of ["look", "accept", "decline"]) {
      const refused = await other.post(`/api/invitations/${what}`, { id: made.id });
      expect(await problemOf(refused)).toBe("404 invitation_not_found");
    }
    const read = async (who: Caller) =>
      ((await (await who.get("/api/invitations/mine")).json()) as z.infer<typeof InvitationOfferList>).items;
    expect(await read(other)).toEqual([]);
    expect(await read(sam)).toMatchObject([{ id: made.id, organization: { id: owner.orgId } }]);
    const me = (await (await sam.get("/api/auth/me")).json()) as { invitations: number };
    expect(me.invitations).toBe(1);
    expect((await sam.post("/api/invitations/accept", { id: made.id })).status).toBe(200);
    expect(await roleIn(owner.orgId, sam.userId)).toBe("member");
    expect(await read(sam)).toEqual([]);
  });

  it("is declined by that account alone, and is over then", async () => {
    const owner = await as();
    const sam = await as();
    await isAccount(sam, 4711);
    const { id } = await seedInvitation(owner.orgId, { tokenHash: null, githubId: 4711, githubLogin: "sam" });
    expect((await sam.post("/api/invitations/decline", { id })).status).toBe(204);
    expect((await sam.post("/api/invitations/accept", { id })).status).toBe(404);
    expect(await actionsOf(owner.orgId)).toEqual(["invitation.declined"]);
  });

  it("is refused for whom GitHub does not know, for an organization, a member, and the second time", async () => {
    const owner = await as({ github: {} });
    const ask = (login: string) => owner.post("/api/invitations", { role: "viewer", github_login: login });
    expect(await problemOf(await ask("nobody-of-this-name"))).toBe("422 invalid_input");
    expect(await problemOf(await ask("acme"))).toBe("422 invalid_input");
    expect((await ask("kim")).status).toBe(201);
    expect(await problemOf(await ask("kim"))).toBe("409 already_invited");
    const made = await testScope().db.select().from(invitations).where(eq(invitations.orgId, owner.orgId));
    await isAccount(await as({ orgId: owner.orgId }), made[0]?.githubId ?? 0);
    expect(await problemOf(await ask("kim"))).toBe("409 already_member");
    expect(made).toHaveLength(1);
  });

  it("takes no login that cannot be", async () => {
    const owner = await as();
    for (const login of ["-dev", "a b", "../user", "dev/../kim", "ü", "a".repeat(40)]) {
      const response = await owner.post("/api/invitations", { role: "viewer", github_login: login });
      expect([login, response.status]).toEqual([login, 422]);
    }
  });
});

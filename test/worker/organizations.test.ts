import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import { auditLog, organizationMembers, organizations, repositories, sessions } from "../../worker/db/schema.ts";
import type { GithubOwnerList, Org, OrgList } from "../../worker/http/schemas/orgs.ts";
import { connectMappedAccounts } from "../../worker/services/organizations/connect-mapped.ts";
import { apiToken } from "./support/api-token.ts";
import { as, type Caller, json, send } from "./support/as.ts";
import { forgetRequests, makeRepository, requestsMade } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { logLines } from "./support/log-lines.ts";
import { testScope } from "./support/scope.ts";
import { seedMember } from "./support/seed-people.ts";

type OrgJson = z.infer<typeof Org>;

const put = (caller: Caller, path: string, body: unknown) => caller.fetch(path, json("PUT", body));
const current = async (caller: Caller) => (await (await caller.get("/api/orgs/current")).json()) as OrgJson;
const listed = async (caller: Caller) =>
  ((await (await caller.get("/api/orgs")).json()) as z.infer<typeof OrgList>).items;

async function problemOf(response: Response) {
  const { type } = (await response.json()) as { type: string };
  return `${response.status} ${type.replace("/problems/", "")}`;
}

async function auditOf(orgId: string, action: string): Promise<unknown[]> {
  const rows = await testScope().db.select().from(auditLog).where(eq(auditLog.orgId, orgId));
  return rows.filter((row) => row.action === action).map(({ meta }) => JSON.parse(meta));
}

describe("the own organizations", () => {
  it("are listed with role and the current one; a new one is worked in at once", async () => {
    const caller = await as();
    const made = await caller.post("/api/orgs", { name: "  Second  " });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect(await listed(caller)).toMatchObject([
      { id: caller.orgId, role: "owner", current: false },
      { id, name: "Second", role: "owner", current: true, personal: false, delete_after: null },
    ]);
    expect(await current(caller)).toMatchObject({ id, name: "Second", members: 1, repositories: 0, github: null });
    expect((await caller.post(`/api/orgs/${caller.orgId}/switch`)).status).toBe(204);
    expect((await current(caller)).id).toBe(caller.orgId);
    expect(await auditOf(id, "organization.created")).toEqual([{ name: "Second" }]);
    expect(await auditOf(caller.orgId, "organization.switched")).toEqual([{}]);
  });

  it("are the only ones that a session goes to", async () => {
    const [caller, other] = [await as(), await as()];
    for (const id of [other.orgId, testScope().random.uuidv7(), "x"]) {
      expect(await problemOf(await caller.post(`/api/orgs/${id}/switch`))).toBe("404 not_found");
    }
    expect((await current(caller)).id).toBe(caller.orgId);
    expect(await auditOf(other.orgId, "organization.switched")).toEqual([]);
  });

  it("are shown to a token as far as it reaches: its own one", async () => {
    const caller = await as();
    await caller.post("/api/orgs", { name: "Second" });
    const { secret } = await apiToken(caller, ["read", "manage"]);
    const bearer = { headers: { authorization: `Bearer ${secret}` } };
    const { items } = (await (await send("/api/orgs", bearer)).json()) as z.infer<typeof OrgList>;
    expect(items).toMatchObject([{ id: caller.orgId, current: true }]);
    const made = await send("/api/orgs", { ...json("POST", { name: "Third" }, bearer.headers) });
    expect(await problemOf(made)).toBe("403 insufficient_scope");
  });

  it("are a hundred at most", async () => {
    const caller = await as();
    await env.DB.batch([
      env.DB.prepare("insert into organizations (id, name, created_at) select value, 'x', 1 from json_each(?)").bind(
        JSON.stringify(Array.from({ length: 99 }, (_, index) => `org-${index}`)),
      ),
      env.DB.prepare(
        "insert into organization_members (org_id, user_id, role, created_at) select id, ?, 'viewer', 1 from organizations where name = 'x'",
      ).bind(caller.userId),
    ]);
    const answer = await caller.post("/api/orgs", { name: "One more" });
    expect(await problemOf(answer)).toBe("409 too_many_organizations");
    const rows = await testScope().db.select().from(organizations).where(eq(organizations.name, "One more"));
    expect(rows).toEqual([]);
    expect((await current(caller)).id).toBe(caller.orgId);
  });
});

describe("an organization", () => {
  it("gets another name from an owner alone, with the old one in the log", async () => {
    const owner = await as();
    const admin = await as({ orgId: owner.orgId, role: "admin" });
    const { name } = await current(owner);
    expect((await put(admin, "/api/orgs/current", { name: "Mine" })).status).toBe(403);
    expect(await (await put(owner, "/api/orgs/current", { name: "Ours" })).json()).toMatchObject({ name: "Ours" });
    expect((await put(owner, "/api/orgs/current", { name: "Ours" })).status).toBe(200);
    expect(await auditOf(owner.orgId, "organization.renamed")).toEqual([{ before: { name }, after: { name: "Ours" } }]);
    for (const bad of ["", "   ", "x".repeat(101), "a\u0000b", 7, null]) {
      expect([bad, (await put(owner, "/api/orgs/current", { name: bad })).status]).toEqual([bad, 422]);
    }
  });

  it("is handed to another member by who signed in just now and types its name", async () => {
    const owner = await as();
    const member = await as({ orgId: owner.orgId, role: "viewer" });
    const { db } = testScope();
    await db.update(organizations).set({ personalOf: owner.userId }).where(eq(organizations.id, owner.orgId));
    const { name } = await current(owner);
    const ask = (body: object) =>
      owner.post("/api/orgs/current/transfer", { user_id: member.userId, confirm: name, ...body });
    expect(await problemOf(await ask({ confirm: "another" }))).toBe("422 invalid_input");
    expect(await problemOf(await ask({ user_id: owner.userId }))).toBe("409 already_owner");
    expect(await problemOf(await ask({ user_id: (await as()).userId }))).toBe("404 not_found");
    const signedIn = { createdAt: Date.now() - 11 * 60_000 };
    await db.update(sessions).set(signedIn).where(eq(sessions.id, owner.sessionId));
    expect(await problemOf(await ask({}))).toBe("403 sign_in_again");
    await db.update(sessions).set({ createdAt: Date.now() }).where(eq(sessions.id, owner.sessionId));
    expect(await (await ask({})).json()).toMatchObject({ role: "admin", personal: false });
    expect(await current(member)).toMatchObject({ role: "owner" });
    expect(await auditOf(owner.orgId, "organization.transferred")).toEqual([
      { before: { role: "viewer" }, after: { role: "owner" }, transferred_by: owner.userId },
    ]);
  });

  it("has one owner after two transfers at once", async () => {
    const owner = await as();
    const members = [await seedMember(owner.orgId), await seedMember(owner.orgId)];
    const { name } = await current(owner);
    const answers = await Promise.all(
      members.map(({ id }) => owner.post("/api/orgs/current/transfer", { user_id: id, confirm: name })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, expect.toBeOneOf([403, 409])]);
    const rows = await testScope()
      .db.select()
      .from(organizationMembers)
      .where(eq(organizationMembers.orgId, owner.orgId));
    expect(rows.map(({ role }) => role).toSorted()).toEqual(["admin", "owner", "viewer"]);
  });

  it("is not got back by signing in, by who made it first and was taken out", async () => {
    const first = await as();
    const second = await as({ orgId: first.orgId });
    const { db } = testScope();
    await db.update(organizations).set({ personalOf: first.userId }).where(eq(organizations.id, first.orgId));
    expect((await second.delete(`/api/members/${first.userId}`)).status).toBe(204);
    const row = await db.select().from(organizations).where(eq(organizations.id, first.orgId)).get();
    expect(row?.personalOf).toBeNull();
  });
});

/** Repositories of organization `orgId`, by name. */
async function connectedIn(orgId: string): Promise<string[]> {
  const rows = await testScope().db.select().from(repositories).where(eq(repositories.orgId, orgId));
  return rows.map(({ fullName }) => fullName).toSorted();
}

/** Lets the next quarter of an hour come for one organization. */
async function nextReading(orgId: string): Promise<void> {
  await env.DB.prepare("update organizations set github_read_at = 0 where id = ?").bind(orgId).run();
  await connectMappedAccounts(testScope());
}

const map = (caller: Caller, owner: string, connects: string) =>
  put(caller, "/api/orgs/current/github", { owner, connects });

describe("an account of GitHub", () => {
  it("can be mapped when it is the own one or GitHub shows it as one's organization", async () => {
    await controlGithub("token", { login: "sam" });
    const owner = await as({ github: {} });
    const { items } = (await (await owner.get("/api/orgs/github")).json()) as z.infer<typeof GithubOwnerList>;
    expect(items.map(({ login, kind }) => [login, kind])).toEqual([
      ["dev", "user"],
      ["acme", "organization"],
    ]);
    for (const login of ["sam", "nobody-of-this-name"]) {
      expect(await problemOf(await map(owner, login, "all"))).toBe("403 github_permission");
    }
    const poor = await as({ github: { scopes: ["read:user"] } });
    expect(await problemOf(await map(poor, "dev", "all"))).toBe("403 missing_scope");
    expect((await current(owner)).github).toBeNull();
  });

  it("changes nothing by itself when repositories are selected, and is forgotten again", async () => {
    const owner = await as({ github: {} });
    await makeRepository({ owner: "acme", files: { a: "b" } });
    const answer = (await (await map(owner, "ACME", "selected")).json()) as OrgJson;
    expect(answer.github).toEqual({
      owner: "acme",
      connects: "selected",
      mapped_by: expect.objectContaining({ id: owner.userId }),
      read_at: null,
    });
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([]);
    expect((await owner.delete("/api/orgs/current/github")).status).toBe(204);
    expect((await owner.delete("/api/orgs/current/github")).status).toBe(404);
    expect((await current(owner)).github).toBeNull();
    expect(await auditOf(owner.orgId, "organization.unmapped")).toHaveLength(1);
  });

  it("brings its repositories with it, later ones too; not archived ones, nor those that somebody disconnected", async () => {
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const name = `org-${crypto.randomUUID().slice(0, 8)}`;
    await controlGithub("organization", { login: name, members: ["dev"] });
    const make = () => makeRepository({ owner: name, files: { a: "b" } });
    const [first, archived] = [await make(), await make()];
    await controlGithub("archive", { repo: archived.fullName });
    const owner = await as({ github: {} });
    expect((await map(owner, name, "all")).status).toBe(200);
    expect(await connectedIn(owner.orgId)).toEqual([first.fullName]);
    const second = await make();
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([first.fullName, second.fullName].toSorted());
    const row = await testScope().db.select().from(repositories).where(eq(repositories.fullName, first.fullName)).get();
    expect((await owner.delete(`/api/repositories/${row?.id}`)).status).toBe(204);
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([second.fullName]);
    expect(row).toMatchObject({ connectedBy: owner.userId });
  });

  it("may be the own one", async () => {
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const login = `user-${crypto.randomUUID().slice(0, 8)}`;
    const owner = await as({ github: { login } });
    const own = await makeRepository({ owner: login, private: true });
    expect((await map(owner, login, "all")).status).toBe(200);
    expect(await connectedIn(owner.orgId)).toEqual([own.fullName]);
  });

  it("is known by its number: a new name is followed, another account of the old name is not", async () => {
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const [name, old] = [`org-${crypto.randomUUID().slice(0, 8)}`, `org-${crypto.randomUUID().slice(0, 8)}`];
    await controlGithub("organization", { login: name, members: ["dev"] });
    await controlGithub("organization", { login: old, members: ["dev"] });
    const [own, foreign] = [await makeRepository({ owner: name }), await makeRepository({ owner: old })];
    const owner = await as({ github: {} });
    await map(owner, name, "selected");
    const { db } = testScope();
    const renamed = { githubOwner: old, connectsAll: true };
    await db.update(organizations).set(renamed).where(eq(organizations.id, owner.orgId));
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([own.fullName]);
    expect((await current(owner)).github).toMatchObject({ owner: name });
    expect(foreign.owner).toBe(old);
  });

  it("connects in the role and with the access that the mapper has now", async () => {
    const name = `org-${crypto.randomUUID().slice(0, 8)}`;
    await controlGithub("organization", { login: name, members: ["dev"] });
    const owner = await as();
    const mapper = await as({ orgId: owner.orgId, role: "admin", github: {} });
    await map(mapper, name, "all");
    await makeRepository({ owner: name, files: { a: "b" } });
    await put(owner, `/api/members/${mapper.userId}`, { role: "member" });
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([]);
    await put(owner, `/api/members/${mapper.userId}`, { role: "admin" });
    await controlGithub("organization", { login: name, members: [] });
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([]);
    expect(logLines("mapping_not_shown")).toHaveLength(1);
    await owner.delete(`/api/members/${mapper.userId}`);
    await controlGithub("organization", { login: name, members: ["dev"] });
    await nextReading(owner.orgId);
    expect(await connectedIn(owner.orgId)).toEqual([]);
    expect((await current(owner)).github).toMatchObject({ owner: name, connects: "all", mapped_by: null });
  });

  it("that cannot be read is read again later, and does not keep others waiting", async () => {
    const [one, other] = [await as({ github: {} }), await as({ github: {} })];
    await map(one, "acme", "selected");
    await map(other, "acme", "selected");
    await env.DB.prepare("update organizations set connects_all = 1, github_read_at = 0").run();
    await controlGithub("revoke-token", { login: "dev" });
    await connectMappedAccounts(testScope());
    expect(logLines("mapping_failed")).toHaveLength(2);
    await forgetRequests();
    await connectMappedAccounts(testScope());
    expect(await requestsMade()).toEqual([]);
  });

  it("is read once by two runs at once", async () => {
    const owner = await as({ github: {} });
    const name = `org-${crypto.randomUUID().slice(0, 8)}`;
    await controlGithub("organization", { login: name, members: ["dev"] });
    await map(owner, name, "selected");
    await env.DB.prepare("update organizations set connects_all = 1").run();
    await forgetRequests();
    await Promise.all([connectMappedAccounts(testScope()), connectMappedAccounts(testScope())]);
    expect((await requestsMade()).filter(({ path }) => path === "/user/orgs")).toHaveLength(1);
  });
});

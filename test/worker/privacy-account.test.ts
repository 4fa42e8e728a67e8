import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { userTokens } from "../../worker/services/auth/user-tokens.ts";
import { as, type Caller } from "./support/as.ts";
import { testScope } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

async function count(table: string, column: string, value: string): Promise<number> {
  const sql = `select count(*) as n from ${table} where ${column} = ?`;
  return (await env.DB.prepare(sql).bind(value).first<number>("n")) ?? -1;
}

async function ownRows({ userId }: Caller): Promise<number[]> {
  const tables = [
    ["users", "id"],
    ["sessions", "user_id"],
    ["github_tokens", "user_id"],
    ["organization_members", "user_id"],
  ] as const;
  return Promise.all(tables.map(([table, column]) => count(table, column, userId)));
}

async function actions(orgId: string): Promise<unknown[]> {
  const sql = "select action from audit_log where org_id = ? order by action";
  return (await env.DB.prepare(sql).bind(orgId).all<{ action: string }>()).results.map(({ action }) => action);
}

describe("ending the own account", () => {
  it("removes everything that is the user's own, at GitHub too, and the organization without anybody else", async () => {
    const user = await as({ github: { login: "leaving" } });
    const scope = testScope();
    const { token } = await userTokens(scope, user.userId).get();
    const asGithub = () =>
      scope.egress.fetch("github-api", `${env.GITHUB_API_URL}/user`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asGithub()).status).toBe(200);
    const response = await user.delete("/api/auth/account");
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie().join()).toContain("__Host-ado_at=;");
    expect(await ownRows(user)).toEqual([0, 0, 0, 0]);
    expect((await asGithub()).status).toBe(401);
    expect((await user.get("/api/auth/me")).status).toBe(401);
    const end = await env.DB.prepare("select delete_after from organizations where id = ?")
      .bind(user.orgId)
      .first<number>("delete_after");
    expect(end).toBeLessThanOrEqual(Date.now());
    expect(await actions(user.orgId)).toEqual(["account.deleted", "organization.deletion_requested"]);
  });

  it("leaves what is shared to the others", async () => {
    const user = await as();
    const heir = await as({ orgId: user.orgId });
    const repository = await seedRepository(user.orgId, { connectedBy: user.userId });
    expect((await user.delete("/api/auth/account")).status).toBe(204);
    expect(await ownRows(user)).toEqual([0, 0, 0, 0]);
    expect((await heir.get("/api/repositories")).status).toBe(200);
    const connected = await env.DB.prepare("select connected_by from repositories where id = ?")
      .bind(repository.id)
      .first("connected_by");
    expect(connected).toBe(heir.userId);
    expect(await actions(user.orgId)).toEqual(["account.deleted", "member.left"]);
  });

  it("is refused where others would be left without an owner, and to who signed in long ago", async () => {
    const user = await as();
    await as({ orgId: user.orgId, role: "admin" });
    const refused = await user.delete("/api/auth/account");
    expect(await refused.json()).toMatchObject({ status: 409, type: "/problems/last_owner" });
    await env.DB.prepare("update sessions set created_at = ? where id = ?")
      .bind(Date.now() - 660_000, user.sessionId)
      .run();
    expect(await (await user.delete("/api/auth/account")).json()).toMatchObject({ type: "/problems/sign_in_again" });
    expect(await ownRows(user)).toEqual([1, 1, 0, 1]);
    expect(await actions(user.orgId)).toEqual([]);
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Browser, goToGithub, signedInBrowser } from "./support/browser.ts";
import { seedRepository } from "./support/seed.ts";

const Rows = z.array(z.record(z.string(), z.unknown()));

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return Rows.parse((await env.DB.prepare(sql).all()).results);
}

describe("the way to GitHub", () => {
  it("asks for S256 with a state and only for the identity", async () => {
    const { start, authorizeUrl } = await goToGithub(new Browser());
    expect(start.status).toBe(302);
    expect(Object.fromEntries(authorizeUrl.searchParams)).toMatchObject({
      client_id: "autodevops-local",
      redirect_uri: "http://localhost:8787/api/auth/callback",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      scope: "read:user user:email",
    });
  });

  it("asks for repositories and workflows when connecting needs them", async () => {
    const { authorizeUrl } = await goToGithub(new Browser(), { query: "?access=repositories" });
    expect(authorizeUrl.searchParams.get("scope")).toBe("read:user user:email repo workflow");
  });

  it("binds the flow to the browser with a cookie of ten minutes", async () => {
    const browser = new Browser();
    await browser.fetch("/api/auth/github");
    expect(browser.setCookies).toEqual([
      expect.stringMatching(/^__Host-ado_oauth=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it("keeps neither the cookie's value nor anything that could replace it", async () => {
    const browser = new Browser();
    await browser.fetch("/api/auth/github");
    const [flow] = await rows("select * from oauth_transactions");
    expect(JSON.stringify(flow)).not.toContain(browser.value("__Host-ado_oauth"));
  });

  it("first goes to the canonical host, where the cookie has to be", async () => {
    const response = await new Browser().fetch("http://127.0.0.1:8787/api/auth/github?access=repositories");
    expect(response.headers.get("location")).toBe("http://localhost:8787/api/auth/github?access=repositories");
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe("coming back from GitHub", () => {
  it("signs in with the exact cookies and goes to the page asked for", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser, { query: "?return_to=/repositories/7%3Ftab%3Dhealth" });
    const response = await browser.fetch(callback);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/repositories/7?tab=health");
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-ado_oauth=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-ado_at=[\w.-]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-ado_rt=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
  });

  it("works at the other callback address too", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const response = await browser.fetch(callback.replace("/api/auth/callback", "/api/auth/github/callback"));
    expect(response.headers.get("location")).toBe("/onboarding");
    expect((await browser.fetch("/api/auth/me")).status).toBe(200);
  });

  it("leads whoever has connected a repository to the front page, everybody else to where one is connected", async () => {
    const first = new Browser();
    expect((await first.fetch((await goToGithub(first)).callback)).headers.get("location")).toBe("/onboarding");
    const org = await env.DB.prepare("select id from organizations").first<{ id: string }>();
    await seedRepository(org?.id ?? "");
    const second = new Browser();
    expect((await second.fetch((await goToGithub(second)).callback)).headers.get("location")).toBe("/");
  });

  it("gives a new user an organization and its ownership", async () => {
    const browser = await signedInBrowser({ query: "?access=repositories" });
    const response = await browser.fetch("/api/auth/me");
    expect(await response.json()).toMatchObject({
      user: { login: "dev", avatar_url: null },
      organization: { name: "dev", role: "owner" },
      github: { scopes: expect.arrayContaining(["repo", "workflow"]), missing_scopes: [], token_valid: true },
      demo: true,
    });
  });

  it("finds the same user and organization at the next sign-in", async () => {
    await signedInBrowser();
    await signedInBrowser();
    expect(await rows("select count(*) as n from users")).toEqual([{ n: 1 }]);
    expect(await rows("select count(*) as n from organizations")).toEqual([{ n: 1 }]);
    expect(await rows("select count(*) as n from sessions")).toEqual([{ n: 2 }]);
  });

  it("knows a user by GitHub's number, not by a login that changed", async () => {
    const before = await signedInBrowser();
    await env.DB.prepare("update users set login = 'old-name'").run();
    await signedInBrowser();
    expect(await rows("select login from users")).toEqual([{ login: "dev" }]);
    expect((await before.fetch("/api/auth/me")).status).toBe(200);
  });

  it("seals the token and leaves an audit row", async () => {
    await signedInBrowser();
    const [token] = await rows("select * from github_tokens");
    expect(token).toMatchObject({ sealed: expect.stringMatching(/^enc:v1\.test1\./), kid: "test1", state: "valid" });
    expect(JSON.stringify(token)).not.toContain("gho_");
    expect(await rows("select action, actor_kind from audit_log")).toEqual([
      { action: "auth.signed_in", actor_kind: "user" },
    ]);
  });

  it("says which scopes are missing when the user granted fewer", async () => {
    const browser = await signedInBrowser();
    expect(await (await browser.fetch("/api/auth/me")).json()).toMatchObject({
      github: { missing_scopes: ["repo", "workflow"], token_valid: true },
    });
  });

  it("does not trade a token that may do more for one that may do less", async () => {
    await signedInBrowser({ query: "?access=repositories" });
    const browser = await signedInBrowser();
    expect(await (await browser.fetch("/api/auth/me")).json()).toMatchObject({ github: { missing_scopes: [] } });
  });

  it("keeps ten sessions of a user and revokes the oldest", async () => {
    const first = await signedInBrowser();
    for (let count = 0; count < 9; count++) await signedInBrowser();
    expect((await first.fetch("/api/auth/me")).status).toBe(200);
    await signedInBrowser();
    expect((await first.fetch("/api/auth/me")).status).toBe(401);
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { Browser, goToGithub } from "./support/browser.ts";
import { controlGithub } from "./support/github-control.ts";
import { logLines } from "./support/log-lines.ts";

async function rows(sql: string): Promise<unknown[]> {
  return (await env.DB.prepare(sql).all()).results;
}

async function githubPaths(): Promise<string[]> {
  const Journal = z.object({ entries: z.array(z.object({ method: z.string(), path: z.string() })) });
  const { entries } = Journal.parse(await controlGithub("journal", undefined, "GET"));
  return entries.map((entry) => `${entry.method} ${entry.path}`);
}

describe("a sign-in that must not work", () => {
  async function comeBack(browser: Browser, callback: string): Promise<string> {
    const response = await browser.fetch(callback);
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie().join()).not.toContain("__Host-ado_at=ey");
    return response.headers.get("location") ?? "";
  }

  it("ends at the welcome page when the user said no, whatever text came along", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const state = new URL(callback, env.PUBLIC_URL).searchParams.get("state");
    const denied = `/api/auth/callback?error=access_denied&error_description=%3Cscript%3E&state=${state}`;
    expect(await comeBack(browser, denied)).toBe("/welcome?error=access_denied");
    expect(await rows("select * from oauth_transactions")).toEqual([]);
  });

  it.each([
    ["a forged state", (callback: string) => callback.replace(/state=[^&]+/, "state=forged")],
    ["no state", (callback: string) => callback.replace(/&state=[^&]+/, "")],
  ])("refuses %s without asking GitHub", async (_name, spoil) => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    expect(await comeBack(browser, spoil(callback))).toBe("/welcome?error=oauth_state");
    expect(await githubPaths()).not.toContain("POST /login/oauth/access_token");
    expect(logLines("sign_in_failed")).toMatchObject([{ reason: "oauth_state" }]);
  });

  it("refuses another browser's callback", async () => {
    const { callback } = await goToGithub(new Browser());
    const stranger = new Browser();
    await stranger.fetch("/api/auth/github");
    expect(await comeBack(stranger, callback)).toBe("/welcome?error=oauth_state");
  });

  it("refuses a callback without the flow's cookie", async () => {
    const { callback } = await goToGithub(new Browser());
    expect(await comeBack(new Browser(), callback)).toBe("/welcome?error=oauth_state");
  });

  it("refuses the same callback a second time", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const cookie = browser.value("__Host-ado_oauth") ?? "";
    await browser.fetch(callback);
    const again = new Browser();
    again.set("__Host-ado_oauth", cookie);
    expect(await comeBack(again, callback)).toBe("/welcome?error=oauth_state");
  });

  it("refuses another flow's code, which the verifier of this one does not fit", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const foreign = new URL((await goToGithub(new Browser(), { login: "sam" })).callback, env.PUBLIC_URL);
    const injected = callback.replace(/code=[^&]+/, `code=${foreign.searchParams.get("code")}`);
    expect(await comeBack(browser, injected)).toBe("/welcome?error=sign_in_failed");
    expect(await rows("select * from users")).toEqual([]);
  });

  it.each([
    ["without its challenge", (url: URL) => url.searchParams.delete("code_challenge")],
    ["with the challenge as it is", (url: URL) => url.searchParams.set("code_challenge_method", "plain")],
  ])("refuses a flow that somebody sent to GitHub %s", async (_name, spoil) => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser, { spoil });
    expect(callback).toContain("error=invalid_request");
    expect(await comeBack(browser, callback)).toBe("/welcome?error=sign_in_failed");
    expect(await githubPaths()).not.toContain("POST /login/oauth/access_token");
  });

  it("gets no code at an address that is not ours", async () => {
    const spoil = (url: URL) => url.searchParams.set("redirect_uri", "https://evil.test/api/auth/callback");
    const { callback } = await goToGithub(new Browser(), { spoil });
    expect(callback).toBe("/no-location");
  });

  it("refuses a code that was given for another address of ours", async () => {
    const browser = new Browser();
    const other = `${env.PUBLIC_URL}/api/auth/github/callback`;
    const { callback } = await goToGithub(browser, { spoil: (url) => url.searchParams.set("redirect_uri", other) });
    expect(await comeBack(browser, callback)).toBe("/welcome?error=sign_in_failed");
  });

  it.each([
    ["of 10 KiB", `code=${"c".repeat(10_240)}`],
    ["with a NUL", "code=a%00b"],
    ["without a character", "code="],
  ])("refuses a code %s before it asks GitHub, and leaves the flow", async (_name, code) => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    expect((await browser.fetch(callback.replace(/code=[^&]+/, code))).status).toBe(422);
    expect(await githubPaths()).not.toContain("POST /login/oauth/access_token");
    expect(await rows("select count(*) as n from oauth_transactions")).toEqual([{ n: 1 }]);
  });

  it("refuses a flow that is older than ten minutes", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_001 });
    expect(await comeBack(browser, callback)).toBe("/welcome?error=oauth_state");
  });

  it("says that it failed when GitHub refuses the code, with its status of 200", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const wrong = callback.replace(/code=[^&]+/, "code=0000000000");
    expect(await comeBack(browser, wrong)).toBe("/welcome?error=sign_in_failed");
  });

  it.each([
    ["breaks down", { match: { path: "/login/oauth/access_token" }, action: { status: 502, body: "<html>" } }],
    ["answers with a page", { match: { path: "/login/oauth/access_token" }, action: { status: 200, body: "<html>" } }],
    [
      "names another kind of token",
      { match: { path: "/login/oauth/access_token" }, action: { mutate: { "/token_type": "mac" } } },
    ],
    ["cuts the line", { match: { path: "/user" }, action: { drop: "headers" } }],
    ["gives no user", { match: { path: "/user" }, action: { status: 200, body: {} } }],
  ])("says that GitHub is unavailable when it %s", async (_name, fault) => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    await controlGithub("faults", fault);
    expect(await comeBack(browser, callback)).toBe("/welcome?error=github_unavailable");
    expect(await rows("select * from users")).toEqual([]);
  });

  it("tells a user whose address GitHub has not verified", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    const action = { status: 200, body: { error: "unverified_user_email" } };
    await controlGithub("faults", { match: { path: "/login/oauth/access_token" }, action });
    expect(await comeBack(browser, callback)).toBe("/welcome?error=unverified_email");
  });

  it.each([
    "//evil.test",
    "/%5Cevil.test",
    "https:evil.test",
    "/%09/evil.test",
    "javascript:alert(1)",
    "/api/auth/github",
    "evil",
  ])("goes to our own first page instead of %s", async (returnTo) => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser, { query: `?return_to=${returnTo}` });
    expect((await browser.fetch(callback)).headers.get("location")).toBe("/onboarding");
  });
});

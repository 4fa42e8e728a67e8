import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { AppError } from "../../worker/errors.ts";
import { userTokens } from "../../worker/services/auth/user-tokens.ts";
import { type Browser, signedInBrowser } from "./support/browser.ts";
import { controlGithub } from "./support/github-control.ts";
import { logLines, logText } from "./support/log-lines.ts";
import { testScope } from "./support/scope.ts";

/** Seconds. A token of the second kind is renewed before every use. */
const LONG = { token: 28_800, refresh: 15_897_600 };
const SHORT = { token: 240, refresh: 15_897_600 };

const Journal = z.object({ entries: z.array(z.object({ method: z.string(), path: z.string() })) });

type Row = { sealed: string; refresh_sealed: string; state: string; expires_at: number; renewing_until: number | null };

let browser: Browser;
let userId: string;

/** Somebody whose token ends after so many seconds. */
async function signInWith(life: { token: number; refresh: number }): Promise<void> {
  await controlGithub("token-life", life);
  browser = await signedInBrowser({ query: "?access=repositories" });
  await controlGithub("journal", undefined, "DELETE");
  userId = String((await env.DB.prepare("select id from users").first())?.id);
}

async function storedRow(): Promise<Row> {
  const row = await env.DB.prepare("select * from github_tokens").first<Row>();
  if (!row) throw new Error("There is no token.");
  return row;
}

async function change(sql: string): Promise<void> {
  await env.DB.prepare(`update github_tokens set ${sql}`).run();
}

/** Token requests that GitHub got since the sign-in. */
async function tokenRequests(): Promise<number> {
  const { entries } = Journal.parse(await controlGithub("journal", undefined, "GET"));
  return entries.filter(({ path }) => path === "/login/oauth/access_token").length;
}

const tokens = () => userTokens(testScope(), userId);

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((reason: unknown) => reason);
  return error instanceof AppError ? error.problemCode : error;
}

const tokenAnswers = (times: number, action: unknown) =>
  controlGithub("faults", { match: { path: "/login/oauth/access_token" }, times, action });

describe("a GitHub token that ends", () => {
  it("is kept sealed, with what renews it, and in no log line", async () => {
    await signInWith(LONG);
    const row = await storedRow();
    const isEnvelope = expect.stringMatching(/^enc:v1\.test1\./);
    expect(row).toMatchObject({ sealed: isEnvelope, refresh_sealed: isEnvelope, state: "valid", renewing_until: null });
    expect(JSON.stringify(row) + logText()).not.toMatch(/gh[ur]_/);
  });

  it("may do what the app was installed with, for it has no scopes", async () => {
    await signInWith(LONG);
    const me = await (await browser.fetch("/api/auth/me")).json();
    expect(me).toMatchObject({ github: { missing_scopes: [], token_valid: true } });
  });

  it("is used as it is while more than five minutes are left", async () => {
    await signInWith(LONG);
    const [first, second] = [await tokens().get(), await tokens().get()];
    expect([first.token === second.token, await tokenRequests()]).toEqual([true, 0]);
  });

  it("is renewed before it is used when less is left", async () => {
    await signInWith(LONG);
    const before = await storedRow();
    const { token: old } = await tokens().get();
    await change(`expires_at = ${Date.now() + 299_000}`);
    const { token } = await tokens().get();
    const after = await storedRow();
    expect([token === old, after.sealed === before.sealed, after.refresh_sealed === before.refresh_sealed]).toEqual([
      false,
      false,
      false,
    ]);
    expect(after.expires_at - Date.now()).toBeGreaterThan(7 * 3_600_000);
    expect(await (await browser.fetch("/api/repositories/github")).json()).toMatchObject({ missing_scopes: [] });
    expect(await tokenRequests()).toBe(1);
  });

  it("is renewed after its end too", async () => {
    await signInWith(LONG);
    await change("expires_at = 1");
    expect((await tokens().get()).token).toMatch(/^ghu_/);
  });

  it("is renewed once when ten requests need it at once, and all get the new one", async () => {
    await signInWith(LONG);
    await change("expires_at = 1");
    const given = await Promise.all(Array.from({ length: 10 }, () => tokens().get()));
    expect(new Set(given.map(({ token }) => token)).size).toBe(1);
    expect(await tokenRequests()).toBe(1);
  });

  it("is waited for while somebody else renews it, and renewed when that one never ended", async () => {
    await signInWith(LONG);
    await change(`expires_at = 1, renewing_until = ${Date.now() + 400}`);
    expect((await tokens().get()).token).toMatch(/^ghu_/);
    expect(await storedRow()).toMatchObject({ renewing_until: null });
  });

  it("is not renewed over a token that a sign-in brought meanwhile", async () => {
    await signInWith(SHORT);
    await tokenAnswers(1, { delayMs: 300 });
    const renewing = tokens().get();
    await expect.poll(async () => (await storedRow()).renewing_until).not.toBe(null);
    const brought = await env.DB.prepare("select sealed, refresh_sealed from github_tokens").first();
    await change(`renewing_until = null, expires_at = ${Date.now() + 3_600_000}`);
    await renewing;
    expect(await storedRow()).toMatchObject({ ...brought });
  });
});

describe("a GitHub token that is not renewed", () => {
  beforeEach(() => signInWith(SHORT));

  it("is refused for good, and explained, when GitHub does not take what renews it", async () => {
    await controlGithub("revoke-token", { login: "dev" });
    expect(await problemOf(tokens().get())).toBe("github_token_refused");
    expect(await storedRow()).toMatchObject({ state: "refused", renewing_until: null });
    const response = await browser.fetch("/api/repositories/github");
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({
        type: "/problems/github_token_refused",
        action_url: "/api/auth/github?access=repositories",
      }),
    ]);
    expect(await (await browser.fetch("/api/auth/me")).json()).toMatchObject({ github: { token_valid: false } });
    expect(await tokenRequests()).toBe(1);
  });

  it.each([
    ["breaks down", { status: 502, body: "<html>" }],
    ["does not take our own credentials", { status: 200, body: { error: "incorrect_client_credentials" } }],
    ["answers with something else", { status: 200, body: {} }],
  ])("is used until its end when GitHub %s, and renewed at the next try", async (_name, action) => {
    await tokenAnswers(1, action);
    const { token: old } = await tokens().get();
    expect(await storedRow()).toMatchObject({ state: "valid", renewing_until: null });
    expect((await tokens().get()).token).not.toBe(old);
    expect(logLines("github_token_not_renewed")).toMatchObject([{ reason: "failed" }]);
  });

  it("is a failure that passes when it is over and GitHub breaks down", async () => {
    await change("expires_at = 1");
    await tokenAnswers(1, { status: 502, body: "<html>" });
    expect(await problemOf(tokens().get())).toBe("github_unavailable");
    expect((await tokens().get()).token).toMatch(/^ghu_/);
  });

  it.each([
    ["is over itself", "refresh_expires_at = 1"],
    ["never came", "refresh_sealed = null"],
  ])("is refused at its end without asking GitHub when what renews it %s", async (_name, sql) => {
    await change(sql);
    expect((await tokens().get()).token).toMatch(/^ghu_/);
    await change("expires_at = 1");
    expect(await problemOf(tokens().get())).toBe("github_token_refused");
    expect(await (await browser.fetch("/api/auth/me")).json()).toMatchObject({ github: { token_valid: false } });
    expect(await tokenRequests()).toBe(0);
  });

  it("is used until its end when what renews it was moved from another place, where it does not open", async () => {
    await change("refresh_sealed = sealed");
    expect((await tokens().get()).token).toMatch(/^ghu_/);
    await change("expires_at = 1");
    expect(await problemOf(tokens().get())).toBe("github_token_refused");
    expect(await tokenRequests()).toBe(0);
  });
});

describe("a request whose token was renewed on its way", () => {
  it("does not mark the new token refused, and is sent again with it", async () => {
    await signInWith(LONG);
    const source = tokens();
    const { token: old } = await source.get();
    await change("expires_at = 1");
    const { token } = await tokens().get();
    const late = { ...source, get: stubOnce(old, source.get) };
    const repositories = await testScope().github(late).viewerRepositories(1);
    expect(repositories.items.length).toBeGreaterThan(0);
    expect(await storedRow()).toMatchObject({ state: "valid" });
    expect((await tokens().get()).token).toBe(token);
  });

  it("is refused when there is no other one", async () => {
    await signInWith(LONG);
    await controlGithub("revoke-token", { login: "dev" });
    expect(await problemOf(testScope().github(tokens()).viewerRepositories(1))).toBe("github_token_refused");
    expect(await storedRow()).toMatchObject({ state: "refused" });
    expect(logLines("github_token_refused")).toHaveLength(1);
  });
});

type Get = ReturnType<typeof tokens>["get"];

/** Gives `first`, then what `others` gives. */
function stubOnce(first: string, others: Get): Get {
  let isGiven = false;
  return async () => {
    if (isGiven) return others();
    isGiven = true;
    return { token: first, scopes: [] };
  };
}

import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CLIENT } from "../../local/context.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

const VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123";

let github: TestGithub;
beforeAll(async () => {
  github = await startGithub();
  await github.control("token-life", { token: 28_800, refresh: 15_897_600 });
});
afterAll(() => github.close());

async function freshCode(): Promise<string> {
  const url = new URL(`${github.webUrl}/login/oauth/authorize`);
  url.search = new URLSearchParams({
    client_id: DEFAULT_CLIENT.id,
    redirect_uri: "http://localhost:8787/api/auth/callback",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    auto: "1",
  }).toString();
  const { headers } = await fetch(url, { redirect: "manual" });
  return new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
}

async function exchange(fields: Record<string, string | undefined>): Promise<{ body: unknown }> {
  const { id: client_id, secret: client_secret } = DEFAULT_CLIENT;
  const response = await fetch(`${github.webUrl}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ client_id, client_secret, code_verifier: VERIFIER, ...fields }),
  });
  return { body: await response.json() };
}

/** The user takes the consent back. */
async function takeBack(access_token: string): Promise<void> {
  const credentials = Buffer.from(`${DEFAULT_CLIENT.id}:${DEFAULT_CLIENT.secret}`).toString("base64");
  await fetch(`${github.url}/applications/${DEFAULT_CLIENT.id}/grant`, {
    method: "DELETE",
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/json" },
    body: JSON.stringify({ access_token }),
  });
}

describe("tokens that end", () => {
  const MINUTE_MS = 60_000;
  const HOUR_MS = 60 * MINUTE_MS;

  async function endingTokens(): Promise<{ access_token: string; refresh_token: string }> {
    const { body } = await exchange({ code: await freshCode() });
    return body as { access_token: string; refresh_token: string };
  }

  function renew(refresh_token: string | undefined, changes: Record<string, string> = {}) {
    return exchange({ grant_type: "refresh_token", refresh_token, code_verifier: undefined, ...changes });
  }

  async function isTaken(token: string): Promise<boolean> {
    const response = await fetch(`${github.url}/user`, { headers: { authorization: `Bearer ${token}` } });
    return response.status === 200;
  }

  it("come with what renews them and without scopes, as those of GitHub Apps", async () => {
    expect(await endingTokens()).toEqual({
      access_token: expect.stringMatching(/^ghu_\w{36}$/),
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_\w{76}$/),
      refresh_token_expires_in: 15_897_600,
      scope: "",
      token_type: "bearer",
    });
  });

  it("are taken for eight hours", async () => {
    const { access_token } = await endingTokens();
    github.context.clock.advance(8 * HOUR_MS - MINUTE_MS);
    expect(await isTaken(access_token)).toBe(true);
    github.context.clock.advance(MINUTE_MS);
    expect(await isTaken(access_token)).toBe(false);
  });

  it("end at once when they are renewed, and renew once", async () => {
    const first = await endingTokens();
    const { body } = await renew(first.refresh_token);
    const second = body as typeof first;
    expect([await isTaken(first.access_token), await isTaken(second.access_token)]).toEqual([false, true]);
    expect((await renew(first.refresh_token)).body).toMatchObject({ error: "bad_refresh_token" });
    expect((await renew(second.refresh_token)).body).toMatchObject({ token_type: "bearer" });
  });

  it.each([
    ["is unknown", () => renew("ghr_unknown"), "bad_refresh_token"],
    ["is missing", () => renew(undefined), "bad_refresh_token"],
    ["comes with a wrong secret", () => renew("ghr_unknown", { client_secret: "no" }), "incorrect_client_credentials"],
    ["comes with another grant type", () => renew("x", { grant_type: "password" }), "unsupported_grant_type"],
  ])("are not renewed by what %s", async (_name, ask, error) => {
    expect((await ask()).body).toMatchObject({ error });
  });

  it("are not renewed after six months, nor once the access was taken back", async () => {
    const [old, revoked] = [await endingTokens(), await endingTokens()];
    await takeBack(revoked.access_token);
    expect((await renew(revoked.refresh_token)).body).toMatchObject({ error: "bad_refresh_token" });
    github.context.clock.advance(15_897_600_000);
    expect((await renew(old.refresh_token)).body).toMatchObject({ error: "bad_refresh_token" });
  });
});

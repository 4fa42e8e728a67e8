import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CLIENT } from "../../local/context.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

const CALLBACK = "http://localhost:8787/api/auth/callback";
const VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const TEN_MINUTES_MS = 600_000;

let github: TestGithub;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(() => github.close());

function authorizeUrl(changes: Record<string, string | undefined> = {}): string {
  const url = new URL(`${github.webUrl}/login/oauth/authorize`);
  const wanted = {
    client_id: DEFAULT_CLIENT.id,
    redirect_uri: CALLBACK,
    scope: "repo workflow",
    state: "s-1",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

async function redirectOf(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  expect(response.status).toBe(302);
  return new URL(response.headers.get("location") ?? "");
}

async function freshCode(changes: Record<string, string | undefined> = {}): Promise<string> {
  const address = await redirectOf(authorizeUrl({ auto: "1", ...changes }));
  return address.searchParams.get("code") ?? "";
}

async function exchange(changes: Record<string, string | undefined>): Promise<{ status: number; body: unknown }> {
  const fields = {
    client_id: DEFAULT_CLIENT.id,
    client_secret: DEFAULT_CLIENT.secret,
    code_verifier: VERIFIER,
    ...changes,
  };
  const response = await fetch(`${github.webUrl}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  return { status: response.status, body: await response.json() };
}

async function freshToken(scope: string): Promise<string> {
  const { body } = await exchange({ code: await freshCode({ scope }) });
  return (body as { access_token: string }).access_token;
}

function consentFields(html: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
    fields.append(name ?? "", (value ?? "").replaceAll("&amp;", "&"));
  }
  return fields;
}

async function decide(choice: "0" | "1", login: string): Promise<URL> {
  const html = await (await fetch(authorizeUrl({ login }))).text();
  const fields = consentFields(html);
  fields.set("authorize", choice);
  const response = await fetch(`${github.webUrl}/login/oauth/authorize`, {
    method: "POST",
    body: fields,
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "");
}

function basic(secret = DEFAULT_CLIENT.secret): string {
  return `Basic ${Buffer.from(`${DEFAULT_CLIENT.id}:${secret}`).toString("base64")}`;
}

function application(path: string, method: string, { token, secret }: { token: string; secret?: string }) {
  return github.checkedFetch(`${github.url}/applications/${DEFAULT_CLIENT.id}/${path}`, {
    method,
    headers: { authorization: basic(secret), "content-type": "application/json" },
    body: JSON.stringify({ access_token: token }),
  });
}

describe("the consent page", () => {
  it("lists every scope in plain words with two buttons and nothing from elsewhere", async () => {
    const response = await fetch(authorizeUrl({ login: "sam" }));
    const html = await response.text();
    expect(html).toContain("Read and write all your repositories");
    expect(html).toContain("Change GitHub Actions workflow files");
    expect(html).toMatch(/<button[^>]*>Authorize<\/button>\s*<button[^>]*>Cancel<\/button>/);
    expect(html).not.toMatch(/<script|src=|@import/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("returns with the error and the state when the user cancels", async () => {
    const address = await decide("0", "sam");
    expect(address.searchParams.get("error")).toBe("access_denied");
    expect(address.searchParams.get("state")).toBe("s-1");
    expect(address.searchParams.has("code")).toBe(false);
  });

  it("returns with a code when the user authorizes, and does not ask for the same scopes again", async () => {
    const first = await decide("1", "sam");
    expect(first.searchParams.get("state")).toBe("s-1");
    const second = await redirectOf(authorizeUrl({ login: "sam", scope: "workflow" }));
    expect(second.searchParams.get("code")).toMatch(/^[0-9a-f]{20}$/);
  });

  it("asks again for more scopes and for another account", async () => {
    await freshCode({ scope: "read:user" });
    expect((await fetch(authorizeUrl({ scope: "read:user admin:repo_hook" }))).status).toBe(200);
    expect((await fetch(authorizeUrl({ scope: "read:user", prompt: "select_account" }))).status).toBe(200);
  });

  it("refuses a form that another site made up", async () => {
    const body = new URLSearchParams(new URL(authorizeUrl()).search);
    body.set("authorize", "1");
    const response = await fetch(`${github.webUrl}/login/oauth/authorize`, {
      method: "POST",
      body,
      redirect: "manual",
    });
    expect(response.status).toBe(422);
  });

  it("shows text of the request as text", async () => {
    const html = await (await fetch(authorizeUrl({ state: '"><img>', prompt: "select_account" }))).text();
    expect(html).toContain("&quot;&gt;&lt;img&gt;");
  });
});

describe("a request that cannot be trusted", () => {
  it("stays on a page when the application is unknown", async () => {
    expect((await fetch(authorizeUrl({ client_id: "nobody" }), { redirect: "manual" })).status).toBe(404);
  });

  it.each([
    "https://evil.example/api/auth/callback",
    "http://localhost:8787/api/authentic",
    "http://localhost:8787/other",
    "http://localhost.evil.example:8787/api/auth",
    "http://user@localhost:8787/api/auth",
    "https://localhost:8787/api/auth",
    "not an address",
  ])("never returns to %s", async (redirect_uri) => {
    const response = await fetch(authorizeUrl({ redirect_uri }), { redirect: "manual" });
    expect(response.status).toBe(400);
  });

  it.each([
    { code_challenge: undefined, code_challenge_method: undefined },
    { code_challenge: VERIFIER, code_challenge_method: "plain" },
    { code_challenge_method: undefined },
    { code_challenge: "short" },
  ])("refuses a weak challenge: %o", async (changes) => {
    const address = await redirectOf(authorizeUrl(changes));
    expect(address.searchParams.get("error")).toBe("invalid_request");
    expect(address.searchParams.get("state")).toBe("s-1");
  });
});

describe("the exchange of a code", () => {
  it("gives a token with sorted scopes, without those that another includes", async () => {
    const code = await freshCode({ scope: "workflow,repo public_repo user read:user nonsense" });
    const { status, body } = await exchange({ code });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^gho_\w{36}$/),
      scope: "repo,user,workflow",
      token_type: "bearer",
    });
  });

  it("takes and gives form fields unless JSON is asked for", async () => {
    const { id, secret } = DEFAULT_CLIENT;
    const body = { client_id: id, client_secret: secret, code: await freshCode(), code_verifier: VERIFIER };
    const response = await fetch(`${github.webUrl}/login/oauth/access_token`, {
      method: "POST",
      body: new URLSearchParams(body),
    });
    expect(response.headers.get("content-type")).toContain("application/x-www-form-urlencoded");
    expect(new URLSearchParams(await response.text()).get("token_type")).toBe("bearer");
  });

  it("refuses a second use", async () => {
    const code = await freshCode();
    await exchange({ code });
    const { status, body } = await exchange({ code });
    expect(status).toBe(200);
    expect(body).toMatchObject({ error: "bad_verification_code", error_description: expect.any(String) });
  });

  it.each([undefined, "", "another-verifier-of-forty-three-characters-012345"])(
    "refuses the PKCE verifier %s, and spends the code",
    async (code_verifier) => {
      const code = await freshCode();
      expect((await exchange({ code, code_verifier })).body).toMatchObject({ error: "bad_verification_code" });
      expect((await exchange({ code })).body).toMatchObject({ error: "bad_verification_code" });
    },
  );

  it("refuses a code after ten minutes", async () => {
    const code = await freshCode();
    github.context.clock.advance(TEN_MINUTES_MS);
    expect((await exchange({ code })).body).toMatchObject({ error: "bad_verification_code" });
  });

  it("refuses wrong credentials and leaves the code usable", async () => {
    const code = await freshCode();
    expect((await exchange({ code, client_secret: "no" })).body).toMatchObject({
      error: "incorrect_client_credentials",
    });
    expect((await exchange({ code })).body).toMatchObject({ token_type: "bearer" });
  });

  it("refuses another return address", async () => {
    const code = await freshCode();
    const { body } = await exchange({ code, redirect_uri: `${CALLBACK}/other` });
    expect(body).toMatchObject({ error: "redirect_uri_mismatch" });
  });
});

describe("an application's view of its tokens", () => {
  it("checks a token of its own", async () => {
    const token = await freshToken("repo");
    const response = await application("token", "POST", { token });
    expect(await response.json()).toMatchObject({ token, scopes: ["repo"], user: { login: "dev" } });
  });

  it("hides tokens from wrong credentials, and unknown ones", async () => {
    const token = await freshToken("repo");
    expect((await application("token", "POST", { token, secret: "no" })).status).toBe(404);
    expect((await application("token", "POST", { token: "gho_unknown" })).status).toBe(404);
  });

  it("revokes one token", async () => {
    const [first, second] = [await freshToken("repo"), await freshToken("repo")];
    expect((await application("token", "DELETE", { token: first })).status).toBe(204);
    await expect(github.octokit(first).rest.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
    expect((await github.octokit(second).rest.users.getAuthenticated()).status).toBe(200);
  });

  it("revokes the whole grant, so that consent is asked again", async () => {
    const tokens = [await freshToken("repo"), await freshToken("workflow")];
    expect((await application("grant", "DELETE", { token: tokens[0] ?? "" })).status).toBe(204);
    await expect(github.octokit(tokens[1]).rest.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
    expect((await fetch(authorizeUrl())).status).toBe(200);
  });
});

describe("the page of a connection", () => {
  const path = `/settings/connections/applications/${DEFAULT_CLIENT.id}`;

  it("takes the access back by its button", async () => {
    const token = await freshToken("repo");
    const html = await (await fetch(`${github.webUrl}${path}`)).text();
    const form = html.slice(html.indexOf("Account dev"));
    const fields = consentFields(form.slice(0, form.indexOf("</form>")));
    await fetch(`${github.webUrl}${path}`, { method: "POST", body: fields });
    await expect(github.octokit(token).rest.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
  });

  it("does nothing for a form that another site made up", async () => {
    const body = new URLSearchParams({ login: "dev", authenticity_token: "x" });
    expect((await fetch(`${github.webUrl}${path}`, { method: "POST", body })).status).toBe(422);
  });
});

it("lets a client without PKCE sign in when it is told to do as GitHub does", async () => {
  const lenient = await startGithub({ requirePkce: false });
  const url = new URL(authorizeUrl({ auto: "1", code_challenge: undefined, code_challenge_method: undefined }));
  url.port = new URL(lenient.url).port;
  const address = await redirectOf(url.href);
  await lenient.close();
  expect(address.searchParams.get("code")).toMatch(/^[0-9a-f]{20}$/);
});

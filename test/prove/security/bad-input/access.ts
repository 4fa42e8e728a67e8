/** Credentials that are none, requests that another site made, and where a sign-in may end. */
import { createHmac } from "node:crypto";
import { bad } from "./case.ts";
import type { Ground } from "./ground.ts";

const ME = "/api/auth/me";
const SIGN_OUT = "/api/auth/signout";
const ID = "019a0000-0000-7000-8000-000000000000";
const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token of these parts, signed with a guess. */
function forged(header: object, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: "http://localhost:8787",
    aud: "ado-api",
    sub: ID,
    sid: ID,
    jti: ID,
    iat: now,
    nbf: now,
    exp: now + 60,
    ...claims,
  };
  const signed = `${text(header)}.${text(payload)}`;
  return `${signed}.${createHmac("sha256", "guess").update(signed).digest("base64url")}`;
}

const TOKENS: Readonly<Record<string, string>> = {
  "no algorithm": `${text({ alg: "none", typ: "at+jwt" })}.${text({ sub: ID, sid: ID })}.`,
  "another algorithm": forged({ alg: "RS256", typ: "at+jwt" }),
  "an unknown key": forged({ alg: "HS256", typ: "at+jwt", kid: "nobody" }),
  "a key that is a path": forged({ alg: "HS256", typ: "at+jwt", kid: "../../x" }),
  "a key of its own": forged({ alg: "HS256", typ: "at+jwt", jwk: { kty: "oct", k: "Z3Vlc3M" } }),
  "an address of keys": forged({ alg: "HS256", typ: "at+jwt", jku: "https://evil.test/keys" }),
  "no parts": "abc",
  "five kilobytes": "a".repeat(5_120),
};

const BEARERS = ["ado_short", `ado_${"a".repeat(36)}`, "ghp_0123456789", "", "a b c", "a".repeat(5_120)];

const asked = (cookie: string) => (to: Ground) => to.ask({ path: ME, anonymous: true, headers: { cookie } });

const FOREIGN: Readonly<Record<string, Record<string, string>>> = {
  "another site": { "sec-fetch-site": "cross-site", "x-ado-request": "1" },
  "a site beside ours": { "sec-fetch-site": "same-site", "x-ado-request": "1" },
  "a foreign origin": { origin: "https://evil.test", "x-ado-request": "1" },
  "an origin that is null": { origin: "null", "x-ado-request": "1" },
  "a page without our header": { "sec-fetch-site": "same-origin" },
  "nobody knows where": {},
};

const RETURNS = [
  "//evil.test",
  "/\\evil.test",
  "https:evil.test",
  "/%09/evil.test",
  "javascript:alert(1)",
  "https://evil.test/",
];
const UPGRADE = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

export const ACCESS_CASES = [
  ...Object.entries(TOKENS).map(([what, token]) =>
    bad(`a session token with ${what}`, { status: 401, problem: "unauthenticated" }, asked(`__Host-ado_at=${token}`)),
  ),
  bad("a session under a name without its prefix", 401, (to) =>
    to.ask({ path: ME, anonymous: true, headers: { cookie: to.cookie.replaceAll("__Host-", "") } }),
  ),
  bad("a false session before the right one", 401, (to) =>
    to.ask({ path: ME, anonymous: true, headers: { cookie: `__Host-ado_at=abc; ${to.cookie}` } }),
  ),
  ...BEARERS.map((token) =>
    bad(`the API token ${token.slice(0, 12) || "of nothing"}`, 401, (to) =>
      to.ask({ path: "/api/jobs", anonymous: true, headers: { authorization: `Bearer ${token}` } }),
    ),
  ),
  bad("a false API token beside a good session", 401, (to) =>
    to.ask({ path: "/api/jobs", headers: { authorization: `Bearer ado_${"a".repeat(36)}` } }),
  ),
  bad("a refresh token that nobody gave out", 401, (to) =>
    to.ask({
      method: "POST",
      path: "/api/auth/refresh",
      anonymous: true,
      headers: { cookie: `__Host-ado_rt=${"a".repeat(43)}`, "sec-fetch-site": "same-origin", "x-ado-request": "1" },
    }),
  ),
  ...Object.entries(FOREIGN).map(([what, headers]) =>
    bad(`a change that comes from ${what}`, { status: 403, problem: "csrf" }, (to) =>
      to.ask({ method: "POST", path: SIGN_OUT, headers }),
    ),
  ),
  bad(
    "a way back without its flow",
    { status: 303, also: ({ headers }) => headers.location === "/welcome?error=oauth_state" },
    (to) => to.ask({ path: "/api/auth/callback?code=abc&state=def", anonymous: true }),
  ),
  bad(
    "a refusal with a script in it",
    {
      status: 303,
      also: ({ headers, text: body }) =>
        headers.location === "/welcome?error=access_denied" && !body.includes("script"),
    },
    (to) => to.ask({ path: "/api/auth/callback?error=access_denied&error_description=%3Cscript%3E", anonymous: true }),
  ),
  bad("a code of ten kilobytes", 422, (to) =>
    to.ask({ path: `/api/auth/callback?code=${"a".repeat(10_240)}`, anonymous: true }),
  ),
  bad("a code with a NUL", 422, (to) => to.ask({ path: "/api/auth/callback?code=a%00b", anonymous: true })),
  ...RETURNS.map((path) =>
    bad(
      `a way back to ${path}`,
      {
        status: 302,
        also: ({ headers }) =>
          !String(headers.location).includes("evil") && String(headers.location).includes("code_challenge_method=S256"),
      },
      (to) => to.ask({ path: `/api/auth/github?return_to=${encodeURIComponent(path)}`, anonymous: true }),
    ),
  ),
  bad("a live stream for another site", 403, (to) =>
    to.ask({ path: "/api/live", headers: { ...UPGRADE, origin: "https://evil.test" } }),
  ),
  bad("a live stream from nowhere", 403, (to) => to.ask({ path: "/api/live", headers: UPGRADE })),
  bad("a live stream for nobody", 401, (to) =>
    to.ask({
      path: "/api/live",
      anonymous: true,
      headers: { ...UPGRADE, origin: new URL(to.world.workerd.url).origin },
    }),
  ),
  bad("a live stream of a job of nobody", 404, (to) =>
    to.ask({ path: `/api/jobs/${ID}/live`, headers: { ...UPGRADE, origin: new URL(to.world.workerd.url).origin } }),
  ),
  bad("the counters without their token", 404, (to) => to.ask({ path: "/metrics" })),
  bad("the operator's pages by an owner", 404, (to) => to.ask({ path: "/api/operator/encryption" })),
];

import { describe, expect, it } from "vitest";
import { as, json, send } from "./support/as.ts";
import { Browser, goToGithub } from "./support/browser.ts";

/** Headers of every answer of the API, whatever its status. */
const GOLDEN = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  vary: "Cookie, Authorization",
  "x-correlation-id": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
  "x-request-id": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
};

async function signedIn(): Promise<Response> {
  const { get } = await as();
  return get("/api/auth/me");
}

async function redirected(): Promise<Response> {
  const browser = new Browser();
  const { callback } = await goToGithub(browser);
  return browser.fetch(callback);
}

describe("the headers of an answer", () => {
  it.each([
    ["200 with JSON", 200, signedIn],
    ["200 with text", 200, () => send("/api/docs")],
    ["200 of a probe", 200, () => send("/health")],
    [
      "204",
      204,
      () =>
        send("/api/csp-report", { method: "POST", body: "x", headers: { "content-type": "application/csp-report" } }),
    ],
    ["302 to GitHub", 302, () => send("/api/auth/github")],
    ["303 from GitHub", 303, redirected],
    ["401", 401, () => send("/api/auth/me")],
    ["403", 403, () => send("/api/auth/signout", { method: "POST" })],
    ["404", 404, () => send("/api/none")],
    ["405", 405, () => send("/api", json("POST"))],
    ["421", 421, () => send("http://evil.test/api")],
    ["422", 422, () => send("/api?x=1")],
  ])("are the golden ones at %s", async (_name, status, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(GOLDEN);
  });

  it("never let another site read an answer", async () => {
    const response = await send("/api", { headers: { origin: "https://evil.test" } });
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("say nothing of what we are built with", async () => {
    const names = [...(await send("/api")).headers.keys()];
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:server|x-powered-by)$/)]));
  });
});

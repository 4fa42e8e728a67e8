import { describe, expect, it } from "vitest";
import { as, json, OWN_PAGE, send } from "./support/as.ts";
import { seedRepository } from "./support/seed.ts";

const ID = "019a0000-0000-7000-8000-000000000000";
const CONNECT = "/api/repositories/connect";
const ANALYSE = "/api/analysis";

type Case = [what: string, path: string, init: RequestInit, status: number];

const raw = (body: BodyInit, type = "application/json"): RequestInit => ({
  method: "POST",
  headers: { ...OWN_PAGE, "content-type": type },
  body,
});
const post = (body: unknown) => json("POST", body);

const CASES: Case[] = [
  ["a text instead of JSON", CONNECT, raw("repositories", "text/plain"), 415],
  ["a form", CONNECT, raw("repositories=a/b", "application/x-www-form-urlencoded"), 415],
  [
    "a compressed body",
    CONNECT,
    { ...raw("x"), headers: { ...OWN_PAGE, "content-type": "application/json", "content-encoding": "gzip" } },
    415,
  ],
  ["JSON with a comma too many", CONNECT, raw('{"repositories":["a/b"],}'), 400],
  ["a byte order mark alone", CONNECT, raw("\ufeff"), 400],
  ["not a number", CONNECT, raw("NaN"), 400],
  ["no body", CONNECT, { method: "POST", headers: { ...OWN_PAGE, "content-type": "application/json" } }, 400],
  ["a body over one megabyte", CONNECT, raw(`{"repositories":["${"a".repeat(1_048_577)}"]}`), 413],
  ["an array where an object is due", CONNECT, post([]), 422],
  ["null", CONNECT, post(null), 422],
  ["an unknown field", CONNECT, post({ repositories: ["a/b"], org_id: ID }), 422],
  ["a role smuggled in", ANALYSE, post({ repository_id: ID, role: "owner" }), 422],
  ["a prototype", CONNECT, raw('{"__proto__":{"polluted":true},"repositories":["a/b"]}'), 422],
  ["a number for a text", CONNECT, post({ repositories: [7] }), 422],
  ["no repository", CONNECT, post({ repositories: [] }), 422],
  [
    "a hundred and one repositories",
    CONNECT,
    post({ repositories: Array.from({ length: 101 }, (_, n) => `a/b${n}`) }),
    422,
  ],
  ["ten thousand repositories", CONNECT, post({ repositories: Array.from({ length: 10_001 }, () => "a/b") }), 422],
  ["a NUL in a name", CONNECT, post({ repositories: ["a/b\u0000"] }), 422],
  ["half a character", CONNECT, raw('{"repositories":["a/b\\ud800"]}'), 422],
  ["direction marks in a name", CONNECT, post({ repositories: ["a/\u202eb"] }), 422],
  ["SQL for a name", CONNECT, post({ repositories: ["' OR 1=1 --"] }), 422],
  ["a path for a name", CONNECT, post({ repositories: ["../../etc/passwd"] }), 422],
  ["a name of ten thousand letters", CONNECT, post({ repositories: [`a/${"b".repeat(10_000)}`] }), 422],
  ["an id that is none", ANALYSE, post({ repository_id: "7" }), 422],
  ["a type that is none", ANALYSE, post({ repository_id: ID, type: "full; rm" }), 422],
  ["nesting without end", CONNECT, raw(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), 422],
  ["a limit of nothing", "/api/jobs?limit=0", {}, 422],
  ["a limit below nothing", "/api/jobs?limit=-1", {}, 422],
  ["a limit beyond reason", "/api/jobs?limit=1e9", {}, 422],
  ["a limit in words", "/api/jobs?limit=abc", {}, 422],
  ["a cursor of nobody", "/api/jobs?cursor=abc", {}, 422],
  ["a state that is none", "/api/jobs?state=lost", {}, 422],
  ["an unknown parameter", "/api/jobs?org=other", {}, 422],
  ["a negative sequence", `/api/jobs/${ID}/logs?since=-1`, {}, 404],
  ["an id that is none in the path", "/api/jobs/7", {}, 404],
  ["an id that nobody has", `/api/jobs/${ID}`, {}, 404],
  ["a path out of the path", "/api/jobs/%2e%2e%2f%2e%2e", {}, 404],
  ["a NUL in the path", "/api/jobs/%00", {}, 404],
  ["a broken escape in the path", "/api/jobs/%", {}, 404],
  ["two slashes", "/api//jobs", {}, 404],
  ["a slash at the end", "/api/jobs/", {}, 404],
  ["a method that the address does not have", "/api/jobs", json("PUT", {}), 405],
  ["a method in disguise", `/api/jobs/${ID}`, { headers: { "x-http-method-override": "DELETE" } }, 404],
  ["a search for everything", `/api/repositories?q=${"%25".repeat(40)}`, {}, 200],
  ["a search that is too long", `/api/repositories?q=${"a".repeat(101)}`, {}, 422],
];

describe("bad input", () => {
  it.each(CASES)("%s gets its own status, in words, and changes nothing", async (_, path, init, status) => {
    const caller = await as({ github: {} });
    await seedRepository(caller.orgId);
    const response = await caller.fetch(path, init);
    const text = await response.text();
    expect(response.status, text).toBe(status);
    expect(text.length).toBeLessThan(16_384);
    expect(text).not.toMatch(/\bat \w+ \(|SQLITE|D1_ERROR|node_modules|ZodError/);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const problem = status === 200 ? null : (JSON.parse(text) as { detail: string; correlation_id: string });
    expect(problem === null || (problem.detail.length > 10 && problem.correlation_id.length > 10)).toBe(true);
  });

  it("names the field that is wrong", async () => {
    const caller = await as();
    const response = await caller.post(ANALYSE, { repository_id: "7" });
    expect(await response.json()).toMatchObject({ errors: [{ path: "repository_id" }] });
  });

  it("says which methods an address has", async () => {
    const response = await (await as()).fetch("/api/jobs", json("PUT", {}));
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  it.each([
    ["another site's request", { "sec-fetch-site": "cross-site", "x-ado-request": "1" }],
    ["a request of a neighbouring site", { "sec-fetch-site": "same-site", "x-ado-request": "1" }],
    ["a foreign origin", { origin: "https://evil.example", "x-ado-request": "1" }],
    ["a null origin", { origin: "null", "x-ado-request": "1" }],
    ["a request without our header", { "sec-fetch-site": "same-origin" }],
  ])("refuses %s before it looks at the body", async (_, headers: Record<string, string>) => {
    const caller = await as();
    const response = await caller.fetch(CONNECT, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: "/problems/csrf" });
  });

  it("answers a preflight with a refusal and without permission headers", async () => {
    const response = await send(CONNECT, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

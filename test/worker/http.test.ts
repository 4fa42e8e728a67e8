import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { as, OWN_PAGE, send } from "./support/as.ts";
import { logLines } from "./support/log-lines.ts";
import { deliver, hooked } from "./support/webhook.ts";

async function typeOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { type: string; correlation_id: string };
  expect(problem.correlation_id).toBe(response.headers.get("x-correlation-id"));
  return problem.type;
}

const REPORT = { "content-type": "application/csp-report" };

describe("an address", () => {
  it.each(["/api/nothing-here", "/api/auth/me/", "/api//auth/me", "/API/auth/me", "/api/auth/%2e%2e/nothing"])(
    "that is none of ours is not found: %s",
    async (path) => {
      expect(await typeOf(await send(path))).toBe("/problems/not_found");
    },
  );

  it.each([
    ["POST", "/api/auth/me", "GET, HEAD"],
    ["DELETE", "/api/auth/refresh", "POST"],
    ["OPTIONS", "/api/auth/signout", "POST"],
  ])("answers %s %s with the methods it has", async (method, path, allow) => {
    const response = await send(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
    expect(await typeOf(response)).toBe("/problems/method_not_allowed");
  });

  it("does not let a header replace the method", async () => {
    const headers = { "x-http-method-override": "POST" };
    expect((await send("/api/auth/signout", { headers })).status).toBe(405);
  });

  it("answers HEAD like GET without a body", async () => {
    const response = await send("/api", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("is not served under another host name", async () => {
    expect((await send("http://evil.test/api")).status).toBe(421);
  });

  it("takes no notice of a forwarded host", async () => {
    const response = await send("/api/auth/github", { headers: { "x-forwarded-host": "evil.test" } });
    const redirect = new URL(response.headers.get("location") ?? "").searchParams.get("redirect_uri");
    expect(redirect).toBe("http://localhost:8787/api/auth/callback");
  });
});

describe("a request that changes something", () => {
  const own = { ...OWN_PAGE };

  it.each([
    ["from another site", { ...own, "sec-fetch-site": "cross-site" }],
    ["from a sibling host", { ...own, "sec-fetch-site": "same-site" }],
    ["typed into the address bar", { ...own, "sec-fetch-site": "none" }],
    ["without our header", { "sec-fetch-site": "same-origin" }],
    ["without fetch metadata and origin", { "x-ado-request": "1" }],
    ["with a foreign origin", { "x-ado-request": "1", origin: "https://evil.test" }],
    ["with the origin null", { "x-ado-request": "1", origin: "null" }],
  ])("is refused %s", async (_name, headers) => {
    const { cookie } = await as();
    const response = await send("/api/auth/signout", { method: "POST", headers: { ...headers, cookie } });
    expect(response.status).toBe(403);
    expect(await typeOf(response)).toBe("/problems/csrf");
  });

  it("is accepted with our own origin from a browser without fetch metadata", async () => {
    const headers = { "x-ado-request": "1", origin: env.PUBLIC_URL };
    expect((await send("/api/auth/signout", { method: "POST", headers })).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "is refused as %s",
    async (type) => {
      const init = { method: "POST", body: "a=b", headers: { ...own, "content-type": type } };
      expect((await send("/api/auth/signout", init)).status).toBe(415);
    },
  );

  it("is refused compressed", async () => {
    const headers = { ...own, "content-type": "application/json", "content-encoding": "gzip" };
    expect((await send("/api/auth/signout", { method: "POST", body: "{}", headers })).status).toBe(415);
  });
});

describe("a body", () => {
  const KIB = 1024;

  it("may be as large as the cap and not a byte larger", async () => {
    const post = (size: number) => send("/api/csp-report", { method: "POST", headers: REPORT, body: "x".repeat(size) });
    expect((await post(16 * KIB)).status).toBe(204);
    expect(await typeOf(await post(16 * KIB + 1))).toBe("/problems/body_too_large");
  });

  it("is counted as it streams, and reading stops at the cap", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(KIB));
        if (sent === 10_000) controller.close();
      },
    });
    const response = await send("/api/csp-report", { method: "POST", headers: REPORT, body });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(100);
  });

  it("of a browser's report is logged by its directive alone", async () => {
    const body = JSON.stringify({
      "csp-report": { "violated-directive": "script-src", "blocked-uri": "https://secret" },
    });
    await send("/api/csp-report", { method: "POST", headers: REPORT, body });
    expect(logLines("csp_violation")).toMatchObject([{ directive: "script-src" }]);
    expect(JSON.stringify(logLines("csp_violation"))).not.toContain("secret");
  });

  it("of the newer kind of report may hold several", async () => {
    const body = JSON.stringify([
      { body: { effectiveDirective: "img-src" } },
      { body: { effectiveDirective: "font-src" } },
    ]);
    await send("/api/csp-report", { method: "POST", headers: { "content-type": "application/reports+json" }, body });
    expect(logLines("csp_violation").map((line) => line.directive)).toEqual(["img-src", "font-src"]);
  });

  it("that is no report is taken and forgotten", async () => {
    expect((await send("/api/csp-report", { method: "POST", headers: REPORT, body: "{" })).status).toBe(204);
    expect(logLines("csp_violation")).toEqual([]);
  });
});

describe("a query", () => {
  it.each([
    ["a key that the route does not know", "/api/auth/status?org=1", "Unrecognized key"],
    ["a key twice", "/api/auth/github?access=identity&access=identity", "expected one of"],
    ["a value that is not allowed", "/api/auth/github?access=everything", "expected one of"],
    ["a control character", "/api/auth/github?return_to=%00", "control character"],
  ])("is refused with %s", async (_name, path, message) => {
    const response = await send(path);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: "/problems/invalid_input",
      errors: [{ path: expect.any(String), message: expect.stringContaining(message) }],
    });
  });
});

describe("what the log says of a request", () => {
  it("is one line with route, status and the correlation id of the answer, and no secret", async () => {
    const { get, cookie } = await as();
    const response = await get("/api/auth/me");
    const lines = logLines("request");
    expect(lines).toMatchObject([
      {
        method: "GET",
        route: "GET /api/auth/me",
        status: 200,
        correlation_id: response.headers.get("x-correlation-id"),
        duration_ms: expect.any(Number),
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain(cookie.slice(20));
  });

  it("is nothing of a delivery that was taken in: its rows have the correlation id; one that is refused has its line", async () => {
    const here = await hooked();
    const taken = await deliver(here);
    expect(taken.status).toBe(202);
    expect(logLines("request")).toEqual([]);
    const written = "select correlation_id from audit_log where org_id = ? and action = 'webhook.received'";
    const correlationId = await env.DB.prepare(written).bind(here.caller.orgId).first("correlation_id");
    expect(taken.headers.get("x-correlation-id")).toBe(correlationId);
    const guid = crypto.randomUUID();
    await deliver(here, { guid });
    await deliver(here, { guid });
    await env.DB.prepare("delete from repositories where id = ?").bind(here.repositoryId).run();
    await deliver(here);
    const unwritten = [
      { state: "duplicate", delivery_id: expect.any(String) },
      { state: "ignored", delivery_id: null },
    ];
    expect(logLines("delivery_not_kept")).toMatchObject(unwritten);
    expect(logLines("request")).toEqual([]);
    await deliver(here, { secret: "another" });
    expect(logLines("request")).toMatchObject([{ route: "POST /api/webhooks/github", status: 401 }]);
  });

  it("ignores a correlation id that the caller brings", async () => {
    const response = await send("/api", { headers: { "x-correlation-id": "mine" } });
    expect(response.headers.get("x-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

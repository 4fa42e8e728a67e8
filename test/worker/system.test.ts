import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { modelFor } from "../../worker/adapters/ai/models/registry.ts";
import { createWorker } from "../../worker/wiring.ts";
import { send } from "./support/as.ts";
import { fetchWith } from "./support/fetch-with.ts";
import { logLines, logText } from "./support/log-lines.ts";
import { testScope } from "./support/scope.ts";

const TOKEN = "operator-9f2b7c41d8e05a63b1947fce20d86a35";

describe("liveness", () => {
  it("answers without touching database, objects or queues", async () => {
    const touched: string[] = [];
    const hook = { before: (call: { name: string }) => void touched.push(call.name) };
    const response = await fetchWith("/health", { hooks: { database: hook, stub: hook, publish: hook } });
    expect([response.status, await response.json(), touched]).toEqual([200, { status: "ok" }, []]);
  });

  it("lasts when the configuration is bad, and nothing else does", async () => {
    const bad = { env: { SESSION_SECRET: "canary-short" } };
    expect((await fetchWith("/health", bad)).status).toBe(200);
    const other = await fetchWith("/api", bad);
    expect(other.status).toBe(503);
    expect(await other.text()).not.toContain("SESSION_SECRET");
    expect(logLines("misconfigured")).toMatchObject([{ reason: expect.stringContaining("SESSION_SECRET") }, {}]);
    expect(logText()).not.toContain("canary");
  });
});

describe("readiness", () => {
  it("lists what was asked and what is configured", async () => {
    const response = await send("/ready");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      checks: { database: "ok", queues: "ok", objects: "ok" },
      degraded: [],
      configured: {
        github: true,
        local_github: true,
        metrics: false,
        ai: false,
        ai_gemini: false,
        ai_anthropic: false,
        ai_openai: false,
      },
    });
  });

  it("names the AI providers that have keys, and never a key", async () => {
    const env = { GEMINI_API_KEY: "canary-gemini-key", OPENAI_API_KEY: "canary-openai-key" };
    const text = await (await fetchWith("/ready", { env })).text();
    expect(JSON.parse(text)).toMatchObject({
      configured: { ai: true, ai_gemini: true, ai_anthropic: false, ai_openai: true },
    });
    expect(`${text} ${logText()}`).not.toContain("canary");
  });

  it("is degraded, and lasts, while a provider's circuit is open", async () => {
    const env = { GEMINI_API_KEY: "canary-gemini-key", OPENAI_API_KEY: "canary-openai-key" };
    const { objects, config } = testScope();
    const circuit = objects.sharedBreaker({ provider: "gemini", id: modelFor(config, "gemini", "hard").id });
    const event = { type: "held", permit: 1, until: Date.now() + 60_000 } as const;
    await circuit.applyShared({ event, now: Date.now() });
    const open = await fetchWith("/ready", { env });
    expect([open.status, await open.json()]).toMatchObject([200, { status: "degraded", degraded: ["ai_gemini"] }]);
    expect(await (await send("/ready")).json()).toMatchObject({ status: "ok", degraded: [] });
    const later = await fetchWith("/ready", { env, hooks: { clock: () => Date.now() + 120_000 } });
    expect(await later.json()).toMatchObject({ status: "ok", degraded: [] });
  });

  it("lasts when circuits cannot be asked", async () => {
    const before = ({ name }: { name: string }) => {
      if (name.startsWith("CircuitBreaker")) throw new Error("The object is gone.");
    };
    const env = { GEMINI_API_KEY: "canary-gemini-key" };
    const response = await fetchWith("/ready", { env, hooks: { stub: { before } } });
    expect([response.status, await response.json()]).toMatchObject([200, { status: "ok", degraded: [] }]);
    expect(logLines("circuits_unknown")).toHaveLength(1);
  });

  const broken = {
    before: () => {
      throw new Error("D1 DB is overloaded.");
    },
  };

  it.each([
    ["database", { database: broken }, {}],
    ["objects", { stub: broken }, {}],
    ["queues", {}, { Q_SYNC: undefined }],
  ])("names the %s when they fail", async (part, hooks, change) => {
    const response = await fetchWith("/ready", { env: change, hooks });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "unavailable", checks: { [part]: "failed" } });
    expect(logLines("not_ready")).toMatchObject([{ kind: part }]);
  });

  it("fails on a database without our tables", async () => {
    await env.DB.exec(
      "PRAGMA foreign_keys = OFF; DROP TABLE organization_members; DROP TABLE blobs; DROP TABLE repositories; DROP TABLE organizations;",
    );
    expect((await send("/ready")).status).toBe(503);
  });
});

describe("metrics", () => {
  it("do not exist where no operator token is configured", async () => {
    expect((await send("/metrics", { headers: { authorization: "Bearer undefined" } })).status).toBe(404);
  });

  it.each([{}, { authorization: "Bearer wrong" }, { authorization: TOKEN }])(
    "refuse %j",
    async (headers: Record<string, string>) => {
      expect((await fetchWith("/metrics", { env: { METRICS_TOKEN: TOKEN }, headers })).status).toBe(401);
    },
  );

  it("are Prometheus text for the operator", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetchWith("/metrics", { env: { METRICS_TOKEN: TOKEN }, headers });
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toContain('autodevops_info{version="0.1.0"} 1');
  });
});

describe("a limiter that fails", () => {
  it("lets reads through, shuts sign-in, and is counted for the operator", async () => {
    const before = ({ name }: { name: string }) => {
      if (name === "RateLimits.take") throw new Error("The object is gone.");
    };
    const worker = createWorker({ stub: { before } });
    const bindings = { ...env, METRICS_TOKEN: TOKEN };
    const ask = (path: string) => {
      const init = { redirect: "manual", headers: { authorization: `Bearer ${TOKEN}` } } as const;
      const request = new Request(new URL(path, env.PUBLIC_URL), init) as Request<unknown, IncomingRequestCfProperties>;
      return worker.fetch(request, bindings, createExecutionContext());
    };
    expect(await (await ask("/metrics")).text()).not.toContain("autodevops_requests_uncounted{");
    expect((await ask("/api")).status).toBe(200);
    expect((await ask("/api/auth/github")).status).toBe(503);
    const text = await (await ask("/metrics")).text();
    expect(text).toMatch(/^autodevops_requests_uncounted\{class="default",outcome="open"\} [1-9]/m);
    expect(text).toMatch(/^autodevops_requests_uncounted\{class="auth",outcome="closed"\} [1-9]/m);
    expect(logLines("rate_limits_unavailable")).toContainEqual(expect.objectContaining({ state: "open" }));
  });
});

describe("a failing database", () => {
  it("is a passing problem with a time to try again, and tells nothing of itself", async () => {
    const before = () => {
      throw new Error("Network connection lost. secret-detail");
    };
    const response = await fetchWith("/api/auth/github", { hooks: { database: { before } } });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.text()).not.toContain("secret-detail");
  });

  it("is our mistake when it is none of the passing kinds", async () => {
    const before = () => {
      throw new Error("no such column: secret-detail");
    };
    const response = await fetchWith("/api/auth/github", { hooks: { database: { before } } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret-detail");
    expect(logLines("request_failed")).toMatchObject([{ code: "internal" }]);
  });
});

describe("the API's page", () => {
  it("lists the routes", async () => {
    const page = await (await send("/api/docs")).text();
    expect(page).toContain("<code>GET /api/auth/me</code>");
  });
});

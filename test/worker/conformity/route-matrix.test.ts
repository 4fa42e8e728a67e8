import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../../worker/http/app.ts";
import { declaredRoutes } from "../../../worker/http/registry.ts";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { covers } from "../../../worker/services/context.ts";
import { CANARY } from "../support/seed.ts";
import { MATRIX_ROWS } from "./matrix-rows.ts";
import {
  callAs,
  callOf,
  keyOf,
  PRINCIPALS,
  type Principal,
  principalOf,
  rowOf,
  rowsOfOrganization,
  seedVictim,
} from "./victim.ts";

const routes = declaredRoutes();
/** Changes of nothing that an organization owns: a browser's report, a session's cookie exchanged, a signature checked, a draft looked at. */
const UNAUDITED = [
  "post /api/csp-report",
  "post /api/auth/refresh",
  "post /api/webhooks/github/verify",
  "post /api/ci-cd/preview",
  "post /api/ci-cd/validate",
  "post /api/ci-cd/templates/preview",
  "post /api/ci-cd/templates/test-match",
];

type Expected = { readonly status: number; readonly type?: string };

const NOT_FOUND: Expected = { status: 404, type: "/problems/not_found" };
const UNAUTHENTICATED: Expected = { status: 401, type: "/problems/unauthenticated" };

function allowed(spec: RouteSpec): Expected {
  const { allowed: status, problem } = rowOf(spec);
  return problem === undefined ? { status } : { status, type: problem };
}

/** What the declaration of a route promises to this principal. */
function expectedOf(spec: RouteSpec, principal: Principal): Expected {
  if (spec.access === "public" || spec.access === "webhook") return allowed(spec);
  if (principal === "anonymous" || principal === "revoked") return UNAUTHENTICATED;
  if (principal === "exMember") return NOT_FOUND;
  if (spec.access === "session") return allowed(spec);
  if (principal === "otherOwner") return spec.resource || rowOf(spec).names ? NOT_FOUND : allowed(spec);
  return covers(principal, spec.role ?? "owner") ? allowed(spec) : { status: 403, type: "/problems/forbidden" };
}

async function typeOf(response: Response): Promise<unknown> {
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  return isProblem ? ((await response.json()) as { type: string }).type : undefined;
}

/** Status, headers and body without what differs from request to request. */
async function shapeOf(response: Response): Promise<unknown> {
  const volatile = /^(?:x-correlation-id|x-request-id|ratelimit-\w+|date)$/;
  const headers = [...response.headers].filter(([name]) => !volatile.test(name));
  const body = (await response.text()).replace(/"correlation_id":"[^"]+"/, "");
  return { status: response.status, headers, body };
}

/** A job that runs while a route is asked would change rows, and outlive its test. */
beforeEach(() => {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC, env.Q_CI]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
});

const cells = routes.flatMap((spec) => PRINCIPALS.map((principal) => ({ name: keyOf(spec), principal, spec })));
const audited = routes
  .filter((spec) => spec.access === "org" && spec.audit !== null)
  .map((spec) => ({ name: keyOf(spec), spec }));
const withRow = routes.filter((spec) => spec.resource).map((spec) => ({ name: keyOf(spec), spec }));
const withQuery = routes
  .filter((spec) => spec.access === "org" && spec.method === "get")
  .map((spec) => ({ name: keyOf(spec), spec }));
const withBody = routes.filter((spec) => spec.body).map((spec) => ({ name: keyOf(spec), spec }));

describe("the route registry", () => {
  it("is exactly what the application serves", () => {
    const served = createApp({ checkAnswers: false })
      .routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`);
    expect([...new Set(served)].toSorted()).toEqual(routes.map(keyOf).toSorted());
  });

  it("declares no route twice", () => {
    expect(new Set(routes.map(keyOf)).size).toBe(routes.length);
  });

  it("has a row in the matrix for each route", () => {
    expect(routes.map(keyOf).filter((key) => !MATRIX_ROWS[key])).toEqual([]);
  });

  it("gives every organization route its lowest role", () => {
    expect(routes.filter((spec) => spec.access === "org" && !spec.role).map(keyOf)).toEqual([]);
  });

  it("audits every change", () => {
    const silent = routes.filter((spec) => spec.method !== "get" && spec.audit === null).map(keyOf);
    expect(silent.filter((key) => !UNAUDITED.includes(key))).toEqual([]);
  });

  it("knows the schema of every parameter, and the row unless anybody may read it", () => {
    const named = routes.filter((spec) => spec.path.includes("/:"));
    expect(named.filter((spec) => !spec.params).map(keyOf)).toEqual([]);
    const isRow = (spec: RouteSpec) => rowOf(spec).id === undefined;
    expect(named.filter((spec) => !spec.resource && spec.access !== "public" && isRow(spec)).map(keyOf)).toEqual([]);
  });
});

describe("the isolation matrix", () => {
  it.each(cells)("$name answers $principal as declared", async ({ spec, principal }) => {
    const victim = await seedVictim(spec);
    const call = await callOf(spec, victim);
    const asker = await principalOf(principal, victim);
    const before = await rowsOfOrganization(victim.owner);
    const response = await callAs(asker, call);
    response.webSocket?.accept();
    response.webSocket?.close(1000);
    const expected = expectedOf(spec, principal);
    expect(response.status).toBe(expected.status);
    const isRefused = response.status >= 400;
    expect(isRefused && (await rowsOfOrganization(victim.owner)) !== before).toBe(false);
    expect(await typeOf(response)).toEqual(expected.type ?? expect.toSatisfy(() => true));
  });

  it.each(withRow)("$name cannot be told from a row that does not exist", async ({ spec }) => {
    const victim = await seedVictim(spec);
    const stranger = await principalOf("otherOwner", victim);
    const call = await callOf(spec, victim);
    const missing = crypto.randomUUID().replace(/^(.{14})./, "$17");
    const real = await shapeOf(await callAs(stranger, call));
    const random = await shapeOf(
      await callAs(stranger, { ...call, path: call.path.replace(victim.resourceId, missing) }),
    );
    expect(real).toEqual(random);
    expect(JSON.stringify(real)).not.toContain(CANARY);
  });

  it.each(withRow)("$name has nothing at a malformed id", async ({ spec }) => {
    const victim = await seedVictim(spec);
    const call = await callOf(spec, victim);
    const path = call.path.replace(victim.resourceId, "not-an-id");
    expect((await callAs(victim.owner, { ...call, path })).status).toBe(404);
  });

  it.each(withQuery)("$name shows a stranger nothing of this organization", async ({ spec }) => {
    const victim = await seedVictim(spec);
    await seedVictim({ ...spec, resource: { param: "id", table: "remediation_snippets" } });
    const response = await callAs(await principalOf("otherOwner", victim), await callOf(spec, victim));
    response.webSocket?.accept();
    response.webSocket?.close(1000);
    expect(await response.text()).not.toContain(CANARY);
  });

  it.each(withQuery)("$name takes no organization from the query", async ({ spec }) => {
    const victim = await seedVictim(spec);
    const call = await callOf(spec, victim);
    const path = `${call.path}${call.path.includes("?") ? "&" : "?"}org_id=${victim.owner.orgId}`;
    expect((await callAs(victim.owner, { ...call, path })).status).toBe(422);
  });

  it.each(withBody)("$name takes neither organization nor role from the body", async ({ spec }) => {
    const victim = await seedVictim(spec);
    const call = await callOf(spec, victim);
    const body = JSON.stringify({ ...JSON.parse(String(call.init.body)), org_id: victim.owner.orgId, role: "owner" });
    const response = await callAs(victim.owner, { ...call, init: { ...call.init, body } });
    expect(response.status).toBe(422);
  });

  it.each(audited)("$name leaves its audit row when it succeeds, and else none", async ({ spec }) => {
    const victim = await seedVictim(spec);
    const response = await callAs(victim.owner, await callOf(spec, victim));
    const { results } = await env.DB.prepare("select action from audit_log where org_id = ?")
      .bind(victim.owner.orgId)
      .all();
    expect(results).toEqual(response.ok ? [{ action: spec.audit }] : []);
  });
});

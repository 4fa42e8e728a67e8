import { Hono, type MiddlewareHandler } from "hono";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { answerProblem } from "../../worker/http/problem.ts";
import { guardsOf } from "../../worker/http/registry.ts";
import type { RouteSpec } from "../../worker/http/route-spec.ts";
import { as, type Caller, json } from "./support/as.ts";
import { testScope } from "./support/scope.ts";
import { seedJob } from "./support/seed.ts";

const SPEC: RouteSpec = {
  method: "post",
  path: "/probe/:id",
  summary: "Exists for this test.",
  access: "org",
  permission: "job.manage",
  rate: "analysis",
  audit: "probe.done",
  params: z.strictObject({ id: z.uuidv7() }),
  query: z.strictObject({ limit: z.coerce.number().int().max(100).default(25) }),
  body: z.strictObject({ name: z.string().max(10), tags: z.array(z.string()).max(100).optional() }),
  responses: { 200: z.object({ role: z.string(), limit: z.int(), name: z.string() }) },
  resource: { param: "id", table: "jobs" },
};

const answer: MiddlewareHandler = async (c) => {
  const { limit } = c.req.valid("query" as never) as { limit: number };
  const { name } = c.req.valid("json" as never) as { name: string };
  return c.json({ role: c.var.ctx.role, limit, name }, 200);
};

/** A route behind the guards alone: nothing else stands between a request and its answer. */
function probe(spec: RouteSpec) {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("scope", testScope());
    c.set("checkAnswers", true);
    await next();
  });
  app.use(spec.path, ...guardsOf(spec));
  app.post(spec.path, answer);
  app.onError((error, c) => answerProblem(c, error));
  return app;
}

type Ask = { readonly id?: string; readonly query?: string; readonly init?: RequestInit; readonly spec?: RouteSpec };

async function ask(caller: Caller, { id = "not-an-id", query = "", init, spec = SPEC }: Ask): Promise<Response> {
  const asked = init ?? json("POST", { name: "fine" });
  const headers = new Headers(asked.headers);
  headers.set("cookie", caller.cookie);
  return probe(spec).request(`http://localhost:8787/probe/${id}${query}`, { ...asked, headers });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { type: string }).type.replace("/problems/", "");
}

const WRONG_BODY = json("POST", { name: 1 });

describe("the guards of a route", () => {
  it("let a sufficient member through with parsed values", async () => {
    const caller = await as({ role: "admin" });
    const { id } = await seedJob(caller.orgId);
    const response = await ask(caller, { id, query: "?limit=7" });
    expect(await response.json()).toEqual({ role: "admin", limit: 7, name: "fine" });
  });

  it("hide another organization's row, whatever the role", async () => {
    const stranger = await as({ role: "owner" });
    const { id } = await seedJob((await as()).orgId);
    expect(await codeOf(await ask(stranger, { id }))).toBe("not_found");
  });

  it("refuse a role that is too low", async () => {
    const caller = await as({ role: "member" });
    const { id } = await seedJob(caller.orgId);
    expect(await codeOf(await ask(caller, { id }))).toBe("forbidden");
  });

  it("refuse an organization route that names no permission", () => {
    const { permission: _permission, ...spec } = SPEC;
    expect(() => guardsOf(spec)).toThrow("names no permission");
  });
});

describe("the first thing that is wrong decides", () => {
  const viewer = () => as({ role: "viewer" });
  const huge = { ...json("POST"), body: "x".repeat(1024 * 1024 + 1) };

  it.each([
    ["a body over the cap, before its type", { init: huge }, "body_too_large"],
    [
      "the type, before the origin",
      { init: { method: "POST", body: "x", headers: { "content-type": "text/plain" } } },
      "unsupported_media_type",
    ],
    [
      "the origin, before the session",
      { init: { method: "POST", body: "{}", headers: { "content-type": "application/json" } } },
      "csrf",
    ],
    ["a malformed id, before the role", { id: "not-an-id" }, "not_found"],
    ["an unknown row, before the role", { id: "018f2b7c-41d8-7e05-a63b-1947fce20d86" }, "not_found"],
  ])("%s", async (_name, asked: Ask, code) => {
    expect(await codeOf(await ask(await viewer(), asked))).toBe(code);
  });

  it("the session, before the row", async () => {
    const nobody = { ...(await viewer()), cookie: "" };
    expect(await codeOf(await ask(nobody, { id: "not-an-id" }))).toBe("unauthenticated");
  });

  it("the role, before query and body", async () => {
    const caller = await viewer();
    const { id } = await seedJob(caller.orgId);
    expect(await codeOf(await ask(caller, { id, query: "?limit=x", init: WRONG_BODY }))).toBe("forbidden");
  });
});

describe("input of a route", () => {
  async function refusal(asked: Ask): Promise<unknown> {
    const caller = await as({ role: "admin" });
    const { id } = await seedJob(caller.orgId);
    const response = await ask(caller, { id, ...asked });
    const { type, errors } = (await response.json()) as { type: string; errors?: { path: string }[] };
    return [response.status, type, errors?.map(({ path }) => path)];
  }

  const bodies = (body: string): RequestInit => ({ ...json("POST", {}), body });

  it.each(["", "{", "{'a':1}", '{"name":"x",}', '{"name":NaN}', "undefined", "\u0001"])(
    "that is no JSON is 400: %j",
    async (body) => {
      expect(await refusal({ init: bodies(body) })).toEqual([400, "/problems/invalid_json", undefined]);
    },
  );

  it.each([
    ["a number for a text", '{"name":1}', ["name"]],
    ["too long a text", '{"name":"12345678901"}', ["name"]],
    ["an unknown field", '{"name":"x","org_id":"y"}', [""]],
    ["a prototype", '{"name":"x","__proto__":{"polluted":1}}', [""]],
    ["too many items", JSON.stringify({ name: "x", tags: Array(101).fill("t") }), ["tags"]],
    ["an array", "[]", [""]],
    ["null", "null", [""]],
    ["NUL in a text", '{"name":"a\\u0000"}', ["name"]],
    ["a lone surrogate", '{"name":"\\ud800"}', ["name"]],
    ["depth", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, [""]],
  ])("that does not fit is 422 with its path: %s", async (_name, body, paths) => {
    expect(await refusal({ init: bodies(body) })).toEqual([422, "/problems/invalid_input", paths]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(["?limit=0.5", "?limit=101", "?limit=abc", "?limit=1&limit=2", "?org=1"])(
    "in the query is held to its schema: %s",
    async (query) => {
      expect(await refusal({ query })).toEqual([
        422,
        "/problems/invalid_input",
        [expect.stringMatching(/^(?:limit)?$/)],
      ]);
    },
  );
});

/** Compiled, never run: proves that a declared route keeps its exact types in its handler and in the typed client. */
import { Hono } from "hono";
import { hc, type InferRequestType, type InferResponseType } from "hono/client";
import * as z from "zod";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { defineRoute } from "../../worker/http/registry.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function expectType<_T extends true>(): void {}

const route = defineRoute({
  method: "post",
  path: "/api/things/:id",
  summary: "Exists for this file.",
  access: "org",
  role: "member",
  rate: "default",
  audit: "thing.changed",
  params: z.strictObject({ id: z.uuidv7() }),
  query: z.strictObject({ limit: z.coerce.number().int().default(25), q: z.string().optional() }),
  body: z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() }),
  responses: { 200: z.object({ id: z.string(), limit: z.int() }) },
});

const list = defineRoute({
  method: "get",
  path: "/api/things",
  summary: "Exists for this file.",
  access: "session",
  rate: "default",
  audit: null,
  responses: { 200: z.object({ user: z.string() }) },
});

const things = new Hono<AppEnv>()
  .post(route.path, ...route.use, async (c) => {
    const { id } = c.req.valid("param");
    const { limit, q } = c.req.valid("query");
    const { name, tags } = c.req.valid("json");
    expectType<Equal<typeof id, string>>();
    expectType<Equal<typeof limit, number>>();
    expectType<Equal<typeof q, string | undefined>>();
    expectType<Equal<typeof name, string>>();
    expectType<Equal<typeof tags, string[] | undefined>>();
    expectType<Equal<typeof c.var.ctx.orgId, string>>();
    return c.json({ id, limit }, 200);
  })
  .get(list.path, ...list.use, (c) => {
    // @ts-expect-error a session route has no organization context
    c.var.ctx;
    return c.json({ user: c.var.session.userId }, 200);
  });

const routes = new Hono<AppEnv>().route("/", things);
const client = hc<typeof routes>("/");

type Post = (typeof client.api.things)[":id"]["$post"];
expectType<Equal<InferResponseType<Post>, { id: string; limit: number }>>();
expectType<Equal<InferResponseType<typeof client.api.things.$get>, { user: string }>>();
expectType<Equal<InferRequestType<Post>["json"], { name: string; tags?: string[] | undefined }>>();
expectType<Equal<InferRequestType<Post>["param"], { id: string }>>();

export const call = () =>
  client.api.things[":id"].$post({ param: { id: "1" }, query: { q: "x", limit: "3" }, json: { name: "n" } });
export const listCall = () => client.api.things.$get();

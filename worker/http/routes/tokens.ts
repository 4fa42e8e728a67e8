import { Hono } from "hono";
import { createToken, readTokens, revokeToken } from "../../services/tokens/manage-tokens.ts";
import type { AppEnv } from "../app-env.ts";
import { tokenJson } from "../json/tokens.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { NewToken, TokenBody, TokenPage, TokenParams, TokensQuery } from "../schemas/tokens.ts";

const LIST = "tokens";
const OWN = { access: "org", permission: "token.manage_own" } as const;

const list = defineRoute({
  method: "get",
  path: "/api/tokens",
  summary: "API tokens that were not revoked, newest first: your own, or all of the organization for administrators.",
  ...OWN,
  rate: "default",
  audit: null,
  query: TokensQuery,
  responses: { 200: TokenPage },
});

const create = defineRoute({
  method: "post",
  path: "/api/tokens",
  summary: "Makes an API token of yours. Its secret stands in this answer and nowhere else.",
  ...OWN,
  rate: "auth",
  audit: "token.created",
  isSecret: true,
  body: TokenBody,
  responses: { 201: NewToken },
});

const revoke = defineRoute({
  method: "delete",
  path: "/api/tokens/:id",
  summary: "Ends an API token at once.",
  ...OWN,
  rate: "default",
  audit: "token.revoked",
  params: TokenParams,
  resource: { param: "id", table: "api_tokens" },
  responses: { 204: "empty" },
});

export const tokens = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const page = await readTokens(c.var.ctx, { after, limit });
    return c.json(await pageJson(c.var.ctx, LIST, { items: page.items.map(tokenJson), next: page.next }), 200);
  })
  .post(create.path, ...create.use, async (c) => {
    const { name, scopes, expires_in_days: days } = c.req.valid("json");
    const { token, secret } = await createToken(c.var.ctx, { name, scopes, days });
    return c.json({ ...tokenJson(token), secret }, 201);
  })
  .delete(revoke.path, ...revoke.use, async (c) => {
    await revokeToken(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });

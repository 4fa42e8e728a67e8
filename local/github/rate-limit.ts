import type { MiddlewareHandler } from "hono";
import type { LocalApp, LocalC, LocalEnv } from "./env.ts";
import { GithubError } from "./errors.ts";
import { graphqlLimitOf, type Rate, type Resource } from "./rates.ts";

const MS_PER_SECOND = 1000;

function resetSeconds(rate: Rate): number {
  return Math.ceil(rate.resetAt / MS_PER_SECOND);
}

function addHeaders(c: LocalC, rate: Rate): void {
  c.header("x-ratelimit-limit", String(rate.limit));
  c.header("x-ratelimit-remaining", String(rate.remaining));
  c.header("x-ratelimit-used", String(rate.used));
  c.header("x-ratelimit-reset", String(resetSeconds(rate)));
  c.header("x-ratelimit-resource", rate.resource);
}

/** REST refuses with a status; GraphQL with 200 and an error. */
function refuse(c: LocalC, resource: Resource): Response {
  const who = c.var.user ? `user ID ${c.var.user.id}` : "this address";
  if (resource === "graphql") return c.json({ errors: [graphqlLimitOf(who)] });
  const documentationUrl = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
  throw new GithubError(403, `API rate limit exceeded for ${who}.`, { documentationUrl });
}

/** Counts every answer but 304 and `/rate_limit` against the user's hourly budget, and refuses when it is spent. */
export function limitRate(): MiddlewareHandler<LocalEnv> {
  return async function countRequest(c, next) {
    const { rates } = c.var.local;
    const who = c.var.user?.login ?? null;
    const resource: Resource = c.req.path === "/graphql" ? "graphql" : "core";
    const free = c.req.path === "/rate_limit";
    const before = rates.peek(who, resource);
    if (before.remaining === 0 && !free) {
      addHeaders(c, before);
      c.res = refuse(c, resource);
      return;
    }
    await next();
    addHeaders(c, c.res.status === 304 || free ? before : rates.spend(who, resource));
  };
}

function body(rate: Rate) {
  const { limit, used, remaining } = rate;
  return { limit, used, remaining, reset: resetSeconds(rate) };
}

export function rateLimit(app: LocalApp): void {
  app.get("/rate_limit", (c) => {
    const who = c.var.user?.login ?? null;
    const rate = (resource: Resource) => body(c.var.local.rates.peek(who, resource));
    const core = rate("core");
    return c.json({ resources: { core, graphql: rate("graphql"), search: rate("search") }, rate: core });
  });
}

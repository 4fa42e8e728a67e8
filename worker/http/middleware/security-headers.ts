import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { rateHeaders } from "./rate-limit.ts";

const VARY = "Cookie, Authorization";
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  vary: VARY,
};

/** Headers of the answer that may be changed. Those of an answer that somebody else gave may not: it is copied. */
function ownHeaders(c: Context<AppEnv>): Headers {
  try {
    c.res.headers.set("vary", VARY);
    return c.res.headers;
  } catch {
    const copy = new Response(c.res.body, c.res);
    c.res = undefined;
    c.res = copy;
    return copy.headers;
  }
}

/** Headers of every answer of the API. An upgrade to a WebSocket keeps the object's answer as it is. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  const { scope } = c.env;
  const more = { "x-correlation-id": scope.correlationId, "x-request-id": scope.correlationId };
  const headers = { ...HEADERS, ...more, ...rateHeaders(c.get("rate") ?? [], scope.clock.now()) };
  const own = ownHeaders(c);
  for (const [name, value] of Object.entries(headers)) own.set(name, value);
};

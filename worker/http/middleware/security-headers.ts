import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { rateHeaders } from "./rate-limit.ts";

/** Set first: it shows whether an answer's headers may be changed. */
const VARY = "Cookie, Authorization";
const HEADERS = Object.entries({
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
});

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
  const own = ownHeaders(c);
  for (const [name, value] of HEADERS) own.set(name, value);
  own.set("x-correlation-id", scope.correlationId);
  own.set("x-request-id", scope.correlationId);
  const windows = c.get("rate") ?? [];
  for (const [name, value] of Object.entries(rateHeaders(windows, scope.clock.now()))) own.set(name, value);
};

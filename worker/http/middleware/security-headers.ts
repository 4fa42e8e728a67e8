import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  vary: "Cookie",
};

/** Headers of every answer of the API. An upgrade to a WebSocket keeps the object's answer as it is. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  const response = new Response(c.res.body, c.res);
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  response.headers.set("x-correlation-id", c.var.scope.correlationId);
  response.headers.set("x-request-id", c.var.scope.correlationId);
  c.res = undefined;
  c.res = response;
};

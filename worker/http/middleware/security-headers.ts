import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { rateHeaders } from "./rate-limit.ts";

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
  const { rate, scope } = c.var;
  const more = { "x-correlation-id": scope.correlationId, "x-request-id": scope.correlationId };
  const headers = { ...HEADERS, ...more, ...(rate && rateHeaders(rate, scope.clock.now())) };
  const response = new Response(c.res.body, c.res);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  c.res = undefined;
  c.res = response;
};

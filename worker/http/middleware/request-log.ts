import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/** One log line for each request, after its answer is known. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { clock, log } = c.env.scope;
  const startedAt = clock.now();
  await next();
  log.info("request", {
    method: c.req.method,
    route: c.get("route"),
    status: c.res.status,
    duration_ms: clock.now() - startedAt,
    ...c.get("about"),
  });
};

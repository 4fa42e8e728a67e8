import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/** One log line for each request, after its answer is known. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { clock, log } = c.var.scope;
  const startedAt = clock.now();
  await next();
  log.info("request", {
    method: c.req.method,
    route: c.var.route,
    status: c.res.status,
    duration_ms: clock.now() - startedAt,
    ...c.var.about,
  });
};

import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/** One log line for each request, after its answer is known, but for a success that rows speak of. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { clock, log } = c.env.scope;
  const startedAt = clock.now();
  await next();
  const spec = c.get("spec");
  if (spec?.isRecorded && c.res.ok) return;
  log.info("request", {
    method: c.req.method,
    route: spec && `${spec.method.toUpperCase()} ${spec.path}`,
    status: c.res.status,
    duration_ms: clock.now() - startedAt,
  });
};

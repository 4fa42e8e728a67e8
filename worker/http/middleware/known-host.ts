import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import type { AppEnv } from "../app-env.ts";
import { isOwnHost } from "./own-host.ts";

/** Refuses requests for any other host name: addresses that we build come from the configuration alone. */
export const knownHost: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!isOwnHost(c.env.scope.config, c.req.url)) {
    throw new AppError("misdirected_request", "This host name is not served here. Use the address of the product.");
  }
  await next();
};

import type { MiddlewareHandler } from "hono";

/** A step that a route does not need: it is left out. */
export const pass: MiddlewareHandler = async (_c, next) => next();

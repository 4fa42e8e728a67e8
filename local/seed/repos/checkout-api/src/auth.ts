import type { MiddlewareHandler } from "hono";
import { jwtVerify } from "jose";

export function requireToken(key: Uint8Array): MiddlewareHandler {
  return async (c, next) => {
    const token = c.req.header("authorization")?.replace(/^Bearer /, "");
    if (!token) return c.json({ error: "unauthenticated" }, 401);
    try {
      const { payload } = await jwtVerify(token, key, { issuer: "acme" });
      c.set("customerId", payload.sub);
    } catch {
      return c.json({ error: "unauthenticated" }, 401);
    }
    await next();
  };
}

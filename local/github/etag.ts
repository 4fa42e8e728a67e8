import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { LocalEnv } from "./env.ts";

function matches(header: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((tag) => bare(tag) === bare(etag));
}

/**
 * Gives every 200 answer to a GET a weak ETag, different for each token and media type, and answers 304 to a request
 * that already has it.
 */
export function conditionalRequests(): MiddlewareHandler<LocalEnv> {
  return async function addEtag(c, next) {
    await next();
    if (!["GET", "HEAD"].includes(c.req.method) || c.res.status !== 200 || c.req.path === "/rate_limit") return;
    const body = Buffer.from(await c.res.clone().arrayBuffer());
    const hash = createHash("sha256")
      .update(body)
      .update(`\0${c.var.token?.hash ?? ""}`);
    hash.update(`\0${c.req.header("accept") ?? ""}`);
    const etag = `W/"${hash.digest("hex")}"`;
    const headers = {
      etag,
      "cache-control": `${c.var.token ? "private" : "public"}, max-age=60, s-maxage=60`,
      vary: "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With",
    };
    const known = c.req.header("if-none-match");
    if (known && matches(known, etag)) c.res = new Response(null, { status: 304 });
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}

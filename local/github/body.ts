import type * as z from "zod";
import type { LocalC } from "./env.ts";
import { GithubError, unprocessable } from "./errors.ts";

const MAX_BODY_BYTES = 60 * 1024 * 1024;

/** The JSON body in the shape of `schema`. Throws GitHub's 400 (not JSON), 413 (too large) or 422 (wrong shape). */
export async function readBody<T>(c: LocalC, schema: z.ZodType<T>): Promise<T> {
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) throw new GithubError(413, "Payload too large");
  let json: unknown;
  try {
    json = JSON.parse((await c.req.text()) || "{}");
  } catch {
    throw new GithubError(400, "Problems parsing JSON");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new GithubError(400, "Body should be a JSON object");
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `"${path.join(".")}": ${message}`);
  throw unprocessable(`Invalid request.\n\n${reasons.join("\n")}`);
}

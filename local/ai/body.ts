import type * as z from "zod";
import type { AiC } from "./context.ts";
import { Refused } from "./failure.ts";

/** The key that a request carries, refused when it is missing or known to be bad. */
export function requireKey(c: AiC, header: "x-goog-api-key" | "x-api-key" | null): string {
  const bearer = /^bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const key =
    (header ? c.req.header(header) : undefined) ?? (header === "x-goog-api-key" ? c.req.query("key") : bearer);
  if (!key) throw new Refused({ kind: "no_key" });
  if (key.includes("refused") || c.get("ai").refusedKeys.has(key)) throw new Refused({ kind: "bad_key" });
  return key;
}

function nameOf(issue: z.core.$ZodIssue): { field: string; message: string } {
  const parents = issue.path.map(String);
  if (issue.code !== "unrecognized_keys")
    return { field: parents.join("."), message: `${parents.join(".")}: ${issue.message}` };
  const [key = ""] = issue.keys;
  return {
    field: [...parents, key].join("."),
    message: `${[...parents, key].join(".")}: Extra inputs are not permitted`,
  };
}

/** The JSON body in the shape of `schema`; a field that it does not name is refused. */
export async function readJson<T>(c: AiC, schema: z.ZodType<T>): Promise<T> {
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
  } catch {
    throw new Refused({ kind: "bad_field", field: "", message: "The request body is not valid JSON." });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refused({ kind: "bad_field", ...(issue ? nameOf(issue) : {}) });
}

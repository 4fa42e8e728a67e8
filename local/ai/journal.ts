import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { AiEnv, AiLocal } from "./context.ts";

const MAX_ENTRIES = 20_000;
const KEY_DIGITS = 12;
/** Set by the server library on a response that was written by hand. */
const ALREADY_SENT = "x-hono-already-sent";
const KEY_HEADERS = new Set(["authorization", "x-api-key", "x-goog-api-key"]);

function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("hex").slice(0, KEY_DIGITS);
}

function readableHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    shown[name] = KEY_HEADERS.has(name) ? fingerprint(value.replace(/^bearer\s+/i, "")) : value;
  });
  return shown;
}

/** Remembers every request but those of the control routes, from the moment it is read: one that hangs is there too. */
export function journal(ai: AiLocal): MiddlewareHandler<AiEnv> {
  return async function recordRequest(c, next) {
    const { pathname, search } = new URL(c.req.url);
    if (pathname.startsWith("/_control/")) return next();
    const started = performance.now();
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const entry = {
      at: Date.now(),
      provider: null as null | "gemini" | "anthropic" | "openai",
      method: c.req.method,
      path: pathname,
      query: search.slice(1),
      headers: readableHeaders(c.req.raw.headers),
      body: bytes.toString("utf8"),
      bytes: bytes.length,
      model: null as string | null,
      scenario: null as string | null,
      status: 0,
      durationMs: 0,
    };
    ai.journal.push(entry);
    if (ai.journal.length > MAX_ENTRIES) ai.journal.shift();
    await next();
    const asked = c.get("asked");
    entry.provider = asked?.provider ?? null;
    entry.model = asked?.model ?? null;
    entry.scenario = c.get("scenario") ?? null;
    entry.status = c.res.headers.has(ALREADY_SENT) ? 0 : c.res.status;
    entry.durationMs = Math.round(performance.now() - started);
  };
}

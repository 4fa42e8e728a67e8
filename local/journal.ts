import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "./context.ts";
import type { LocalEnv } from "./github/env.ts";
import { sha256 } from "./github/tokens.ts";
import type { JournalEntry } from "./records.ts";

const MAX_ENTRIES = 5000;
const TOKEN_DIGITS = 12;
const MS_PER_SECOND = 1000;
/** Set by the server library on a response that was written by hand. */
const ALREADY_SENT = "x-hono-already-sent";
const SECRET_HEADERS = new Set(["authorization", "cookie", "x-control-token"]);

/** How a secret shows in the journal: enough to tell two of them apart, useless to anyone else. */
function fingerprint(secret: string): string {
  return sha256(secret).slice(0, TOKEN_DIGITS);
}

function readableHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    const secret = value.replace(/^(?:bearer|token|basic)\s+/i, "");
    shown[name] = SECRET_HEADERS.has(name) ? fingerprint(secret) : value;
  });
  return shown;
}

/** As GitHub's documentation has it: `retry-after`, else the reset of a budget that is spent. */
function waitOf({ status, headers }: Response, now: number): JournalEntry["wait"] {
  if (status !== 403 && status !== 429) return null;
  const seconds = Number(headers.get("retry-after"));
  if (seconds > 0) return { until: now + seconds * MS_PER_SECOND, isOfResource: false };
  if (headers.get("x-ratelimit-remaining") !== "0") return null;
  return { until: Number(headers.get("x-ratelimit-reset")) * MS_PER_SECOND, isOfResource: true };
}

/** Remembers every request but those of the control routes; status 0 stands for a connection that was cut. */
export function journal(local: LocalContext): MiddlewareHandler<LocalEnv> {
  return async function recordRequest(c, next) {
    const started = performance.now();
    await next();
    const { pathname, search } = new URL(c.req.url);
    if (pathname.startsWith("/_control/")) return;
    const wasCut = c.res.headers.has(ALREADY_SENT);
    local.state.journal.push({
      at: local.clock.now(),
      method: c.req.method,
      path: pathname,
      query: search.slice(1),
      status: wasCut ? 0 : c.res.status,
      durationMs: Math.round(performance.now() - started),
      headers: readableHeaders(c.req.raw.headers),
      resource: c.res.headers.get("x-ratelimit-resource"),
      fault: c.get("fault") ?? null,
      wait: wasCut ? null : waitOf(c.res, local.clock.now()),
    });
    if (local.state.journal.length > MAX_ENTRIES) local.state.journal.shift();
  };
}

import { AppError } from "../../errors.ts";
import type { GateAsk, GateReport, GateResource } from "../../objects/token-gate/state.ts";
import { rateLimited } from "./errors.ts";
import type { Gate } from "./gate.ts";
import { rateLimitedUntil, resetAt } from "./rate-limits.ts";

/** What the gated door needs: the open one, the gate, a clock and a way to wait. */
export type GatedOptions = {
  readonly fetch: typeof fetch;
  readonly gate: Gate;
  readonly now: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly isPaced: boolean;
  readonly isBackground: boolean;
};

/** How long a request waits for its turn before the caller is told when to come again. */
const PATIENCE_MS = 30_000;
const WRITES = new Set(["POST", "PATCH", "PUT", "DELETE"]);

type Passing = { readonly token: string; readonly ask: Omit<GateAsk, "now"> };

/** `fetch` whose every request passes the gate of its token. Throws rate_limited, with the instant, instead of asking in vain. */
export function gatedFetch(options: GatedOptions): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const passing = await passingOf(options, request);
    await pass(options, passing, request.signal);
    let report: Pick<GateReport, "budget" | "blocked"> = { budget: null, blocked: null };
    try {
      const response = await options.fetch(request);
      report = await saidBy(response, passing.ask.resource, options.now());
      return response;
    } finally {
      const { id, resource } = passing.ask;
      await options.gate.leave(passing.token, { id, resource, ...report, now: options.now() });
    }
  };
}

async function passingOf(options: GatedOptions, request: Request): Promise<Passing> {
  const resource: GateResource = new URL(request.url).pathname.endsWith("/graphql") ? "graphql" : "core";
  const isWrite = resource === "core" && WRITES.has(request.method);
  const { isPaced, isBackground } = options;
  const ask = { id: options.newId(), kind: isWrite ? "write" : "read", resource, isPaced, isBackground } as const;
  return { token: await hashOf(request.headers.get("authorization") ?? ""), ask };
}

/** Names a token without telling it. */
async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function pass(options: GatedOptions, { token, ask }: Passing, signal: AbortSignal): Promise<void> {
  const giveUpAt = options.now() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    const now = options.now();
    const reply = await options.gate.enter(token, { ...ask, now });
    if (reply.ok) return;
    if (reply.reason === "limited") throw rateLimited(reply.until, undefined);
    if (now + reply.waitMs > giveUpAt) throw tooBusy(now + reply.waitMs);
    await options.sleep(reply.waitMs, signal);
  }
}

function tooBusy(retryAt: number): AppError {
  const detail = "Many requests to GitHub wait for their turn. Work goes on by itself in a moment.";
  return new AppError("rate_limited", detail, { retryAt, problemCode: "github_busy" });
}

/** What the headers say of the budget, and of a refusal for its rate; its body tells a secondary limit from a missing right. */
async function saidBy(
  response: Response,
  resource: GateResource,
  now: number,
): Promise<Pick<GateReport, "budget" | "blocked">> {
  const headers = Object.fromEntries(response.headers);
  const [limit, remaining] = [headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]].map(Number);
  const isTold = Number.isFinite(limit) && Number.isFinite(remaining) && limit !== undefined && remaining !== undefined;
  const budget = isTold ? { limit, remaining, resetAt: resetAt(headers, now) } : null;
  if (response.status !== 403 && response.status !== 429) return { budget, blocked: null };
  const until = rateLimitedUntil({ status: response.status, headers, message: await response.clone().text() }, now);
  const isPrimary = headers["retry-after"] === undefined && headers["x-ratelimit-remaining"] === "0";
  return { budget, blocked: until === null ? null : { until, scope: isPrimary ? resource : "all" } };
}

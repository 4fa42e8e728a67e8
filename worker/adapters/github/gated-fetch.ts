import { AppError } from "../../errors.ts";
import type { GateAsk, GateReport, GateResource } from "../../objects/token-gate/state.ts";
import { rateLimited } from "./errors.ts";
import type { Gate } from "./gate.ts";
import { limitIn } from "./graphql-answers.ts";
import { type Limit, rateLimit, resetAt } from "./rate-limits.ts";

/** What the gated door needs: the open one, the gate, a clock and a way to wait. */
export type GatedOptions = {
  readonly fetch: typeof fetch;
  readonly gate: Gate;
  readonly now: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly isPaced: boolean;
  readonly isBackground: boolean;
  /** Whose gate it is; without, it is that of the request's token. */
  readonly account?: string | undefined;
};

/** How long a request waits for its turn before the caller is told when to come again. */
const PATIENCE_MS = 30_000;
const WRITES = new Set(["POST", "PATCH", "PUT", "DELETE"]);

/** A refusal holds no data. Longer answers of GraphQL are files, which are not read twice. */
const LONGEST_REFUSAL = 64 * 1024;

type Said = Pick<GateReport, "budget" | "blocked" | "isUnanswered">;
type Passing = { readonly token: string; readonly ask: Omit<GateAsk, "now"> };

/** `fetch` whose every request passes the gate of its token or account. Throws rate_limited, with the instant, instead of asking in vain. */
export function gatedFetch(options: GatedOptions): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const passing = await passingOf(options, request);
    await pass(options, passing, request.signal);
    let report: Said = { budget: null, blocked: null, isUnanswered: true };
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
  const { isPaced, isBackground, account } = options;
  const ask = { id: options.newId(), kind: isWrite ? "write" : "read", resource, isPaced, isBackground } as const;
  return { token: await hashOf(account ?? request.headers.get("authorization") ?? ""), ask };
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

/** What an answer says of the budget, and of a limit that refused. */
async function saidBy(response: Response, resource: GateResource, now: number): Promise<Said> {
  const headers = Object.fromEntries(response.headers);
  const [limit, remaining] = [headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]].map(Number);
  const isTold = Number.isFinite(limit) && Number.isFinite(remaining) && limit !== undefined && remaining !== undefined;
  const budget = isTold ? { limit, remaining, resetAt: resetAt(headers, now) } : null;
  const refusal = await refusalBy(response, resource, now);
  if (refusal === null) return { budget, blocked: null };
  const { until, isPrimary, isGuess } = refusal;
  return { budget, blocked: { until, isGuess, scope: isPrimary ? resource : "all" } };
}

/** The body tells a secondary limit from a missing right, and GraphQL's limits, which come with status 200, from its answers. */
async function refusalBy(response: Response, resource: GateResource, now: number): Promise<Limit | null> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  if (status === 403 || status === 429) {
    return rateLimit({ status, headers, message: await response.clone().text() }, now);
  }
  const mayHide = status === 200 && resource === "graphql";
  return mayHide ? limitIn({ headers, body: await shortBody(response.clone()) }, now) : null;
}

/** The JSON of an answer no longer than a refusal; null for others, and for a broken one: whoever reads it hears of that. */
async function shortBody({ body }: Response): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > LONGEST_REFUSAL) return null;
    }
    return JSON.parse(text);
  } catch {
    return null;
  }
}

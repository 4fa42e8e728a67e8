import type { Clock } from "../clock.ts";

const WINDOW_MS = 3_600_000;
/** GitHub's limit for requests without a token. */
const ANONYMOUS_LIMIT = 60;

export type Resource = "core" | "graphql" | "search";
/** `resetAt` is in milliseconds. */
export type Rate = { limit: number; used: number; remaining: number; resetAt: number; resource: Resource };

export type Rates = {
  /** The budget as it stands, without counting. `who` is a login, or null for requests without a token. */
  peek(who: string | null, resource: Resource): Rate;
  /** Counts `cost` requests. */
  spend(who: string | null, resource: Resource, cost?: number): Rate;
  /** Sets what is left, for tests and control routes. */
  set(who: string | null, resource: Resource, remaining: number): void;
};

/** The error with which GraphQL refuses `who`, for example "user ID 1", whose budget is spent. */
export function graphqlLimitOf(who: string) {
  return { type: "RATE_LIMIT", code: "graphql_rate_limit", message: `API rate limit already exceeded for ${who}.` };
}

/** Budgets live in memory, per user and resource, in windows of one hour. */
export function createRates(limit: number, clock: Clock): Rates {
  const used = new Map<string, { used: number; resetAt: number }>();

  function slot(who: string | null, resource: Resource) {
    const key = `${resource}:${who ?? ""}`;
    const found = used.get(key);
    if (found && found.resetAt > clock.now()) return found;
    const fresh = { used: 0, resetAt: clock.now() + WINDOW_MS };
    used.set(key, fresh);
    return fresh;
  }

  function limitOf(who: string | null): number {
    return who === null ? Math.min(ANONYMOUS_LIMIT, limit) : limit;
  }

  function peek(who: string | null, resource: Resource): Rate {
    const { used: count, resetAt } = slot(who, resource);
    const max = limitOf(who);
    return { limit: max, used: count, remaining: Math.max(0, max - count), resetAt, resource };
  }

  return {
    peek,
    spend: (who, resource, cost = 1) => {
      slot(who, resource).used += cost;
      return peek(who, resource);
    },
    set: (who, resource, remaining) => {
      slot(who, resource).used = limitOf(who) - remaining;
    },
  };
}

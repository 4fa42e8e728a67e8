/** Requests a minute: of a signed-in user wherever they come from, else of an address. */
import { AppError, reasonOf } from "../../errors.ts";
import type { SignedIn } from "../../services/auth/read-session.ts";
import type { Scope } from "../../services/context.ts";
import type { RateClass } from "../route-spec.ts";

type Limited = Exclude<RateClass, "none">;

const PER_MINUTE: Readonly<Record<Limited, number>> = {
  auth: 20,
  repositories: 30,
  analysis: 10,
  jobs: 20,
  ci_cd: 10,
  default: 60,
};

export type RateState = {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
};
type Caller = { readonly session: SignedIn | undefined; readonly address: string | undefined };

function limitOf(scope: Scope, rateClass: Limited): number {
  return Math.floor(PER_MINUTE[rateClass] * scope.config.rateLimitFactor);
}

function keyOf(caller: Caller): string {
  return caller.session ? `user:${caller.session.userId}` : `ip:${caller.address ?? "unknown"}`;
}

/** Sign-in stays shut when nobody counts; everything else goes on and says so in the log. */
function withoutCounter(scope: Scope, rateClass: Limited, error: unknown): undefined {
  scope.log.error("rate_limits_unavailable", { kind: rateClass, reason: reasonOf(error) });
  if (rateClass !== "auth") return undefined;
  throw new AppError("unavailable", "Signing in is not possible right now. Try again in a few seconds.", {
    cause: error,
  });
}

/** Counts this request; undefined where nothing is counted. */
export async function countRequest(scope: Scope, rateClass: RateClass, caller: Caller): Promise<RateState | undefined> {
  if (rateClass === "none") return undefined;
  const limit = limitOf(scope, rateClass);
  try {
    const taken = await scope.objects.rateLimits(keyOf(caller), rateClass).take(limit, scope.clock.now());
    return { limit, ...taken };
  } catch (error) {
    return withoutCounter(scope, rateClass, error);
  }
}

/** Throws rate_limited, with the end of the window, for a request that was one too many. */
export function requireAllowed(rate: RateState | undefined): void {
  if (rate === undefined || rate.allowed) return;
  const detail = `More than ${rate.limit} requests in a minute. Wait for the time in Retry-After and try again.`;
  throw new AppError("rate_limited", detail, { retryAt: rate.resetAt });
}

/** `RateLimit-*` headers of an answer. */
export function rateHeaders(rate: RateState, now: number): Record<string, string> {
  return {
    "ratelimit-limit": String(rate.limit),
    "ratelimit-remaining": String(rate.remaining),
    "ratelimit-reset": String(Math.max(0, Math.ceil((rate.resetAt - now) / 1000))),
  };
}

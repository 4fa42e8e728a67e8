/**
 * Requests a minute: of a signed-in user wherever they come from, of an organization, and of an address. Counted by objects
 * of our own and not by the platform's rate limiting binding: that one counts in each location apart, and says neither how
 * many are left nor when the window ends (https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/).
 */
import { AppError, reasonOf } from "../../errors.ts";
import { ipv6Groups } from "../../platform/request-origin.ts";
import type { SignedIn } from "../../services/auth/read-session.ts";
import type { Scope } from "../../services/context.ts";
import type { RateClass } from "../route-spec.ts";

/** Length of a counter's window. */
const WINDOW_S = 60;

type Limited = Exclude<RateClass, "none">;

const PER_MINUTE: Readonly<Record<Limited, number>> = {
  auth: 20,
  repositories: 30,
  analysis: 10,
  ai: 10,
  jobs: 20,
  ci_cd: 10,
  default: 60,
};
/** Shut while nobody counts; everything else goes on and says so in the log. */
const FAIL_CLOSED: readonly Limited[] = ["auth", "ai"];

/** Whose requests are counted, with how many times the limit of one user. */
const SHARE = { user: 1, address: 1, organization: 10, flood: 20 } as const;
export type RateCounter = { readonly kind: keyof typeof SHARE; readonly id: string };

export type RateWindow = {
  readonly kind: RateCounter["kind"];
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
};

/** One household or server has 64 bits of IPv6 addresses to itself. */
function sourceOf(address: string | undefined): string {
  if (address === undefined) return "unknown";
  return address.includes(":") ? (ipv6Groups(address, 4) ?? address) : address;
}

/** The wide net under everything that comes from one address, asked before anything is looked up. */
export function floodOf(address: string | undefined): RateCounter {
  return { kind: "flood", id: sourceOf(address) };
}

/** Counters of whoever proved to be somebody, else of the address. */
export function countersOf(session: SignedIn | undefined, address: string | undefined): RateCounter[] {
  if (!session) return [{ kind: "address", id: sourceOf(address) }];
  return [
    { kind: "user", id: session.userId },
    { kind: "organization", id: session.orgId },
  ];
}

function objectOf(scope: Scope, rateClass: Limited, { kind, id }: RateCounter) {
  return scope.objects.rateLimits(`${kind === "address" ? "ip" : kind}:${id}`, rateClass);
}

async function countOne(scope: Scope, rateClass: Limited, counter: RateCounter): Promise<RateWindow | undefined> {
  const limit = Math.floor(PER_MINUTE[rateClass] * SHARE[counter.kind] * scope.config.rateLimitFactor);
  try {
    const taken = await objectOf(scope, rateClass, counter).take(limit, scope.clock.now());
    return { kind: counter.kind, limit, ...taken };
  } catch (error) {
    const outcome = FAIL_CLOSED.includes(rateClass) ? "closed" : "open";
    scope.uncounted.add(rateClass, outcome);
    scope.log.error("rate_limits_unavailable", { kind: rateClass, state: outcome, reason: reasonOf(error) });
    if (outcome === "open") return undefined;
    throw new AppError("unavailable", "This is not possible right now. Try again in a few seconds.", { cause: error });
  }
}

/** Counts this request side by side with each counter; what one refuses is not counted by the others. */
export async function countRequest(
  scope: Scope,
  rateClass: RateClass,
  counters: readonly RateCounter[],
): Promise<RateWindow[]> {
  if (rateClass === "none") return [];
  const windows = await Promise.all(counters.map((counter) => countOne(scope, rateClass, counter)));
  if (windows.some((window) => window?.allowed === false)) {
    const counted = counters.filter((_, at) => windows[at]?.allowed);
    const now = scope.clock.now();
    await Promise.allSettled(counted.map((counter) => objectOf(scope, rateClass, counter).giveBack(now)));
  }
  return windows.filter((window) => window !== undefined);
}

const WHO: Readonly<Record<RateCounter["kind"], string>> = {
  user: "",
  organization: " of the whole organization",
  address: " from this address",
  flood: " from this address",
};

/** Throws rate_limited, with the end of the window, for a request that was one too many. */
export function requireAllowed(windows: readonly RateWindow[]): void {
  const full = windows.find(({ allowed }) => !allowed);
  if (!full) return;
  const many = `More than ${full.limit} requests${WHO[full.kind]} in a minute.`;
  throw new AppError("rate_limited", `${many} Wait for the time in Retry-After and try again.`, {
    retryAt: full.resetAt,
  });
}

/** The window that ends the caller's patience first. */
function tightest(windows: readonly RateWindow[]): RateWindow | undefined {
  return windows.find(({ allowed }) => !allowed) ?? windows.toSorted((a, b) => a.remaining - b.remaining)[0];
}

/**
 * `RateLimit-*` headers of an answer: those of the tightest window, and all of them as `RateLimit-Policy` and `RateLimit` of
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/.
 */
export function rateHeaders(windows: readonly RateWindow[], now: number): Record<string, string> {
  const shown = tightest(windows);
  if (!shown) return {};
  const seconds = ({ resetAt }: RateWindow) => Math.max(0, Math.ceil((resetAt - now) / 1000));
  return {
    "ratelimit-limit": String(shown.limit),
    "ratelimit-remaining": String(shown.remaining),
    "ratelimit-reset": String(seconds(shown)),
    "ratelimit-policy": windows.map(({ kind, limit }) => `"${kind}";q=${limit};w=${WINDOW_S}`).join(", "),
    ratelimit: windows.map((one) => `"${one.kind}";r=${one.remaining};t=${seconds(one)}`).join(", "),
  };
}

/** Durable Objects as services see them. The classes in `objects/` implement these; expected failures are values, never throws. */
import type { Remote } from "../platform/stubs.ts";

export type ObjectPorts = {
  /** Coordinates the jobs of one repository. */
  repoJobs(orgId: string, repositoryId: string): Remote<RepoJobsPort>;
  /** Summary events of one organization. */
  orgLive(orgId: string): Remote<OrgLivePort>;
  quota(orgId: string): Remote<QuotaPort>;
  /** `key` is provider and model. */
  breaker(key: string): Remote<BreakerPort>;
  /** `caller` is a user or an address; each rate class counts apart. */
  rateLimits(caller: string, rateClass: string): Remote<RateLimitsPort>;
};

export interface RepoJobsPort {
  fetch(request: Request): Promise<Response>;
  /** Answers at once; `/ready` asks it. */
  ping(): boolean;
}

export interface OrgLivePort {
  fetch(request: Request): Promise<Response>;
  ping(): boolean;
}

export interface QuotaPort {
  ping(): boolean;
}

export interface RateLimitsPort {
  ping(): boolean;
  /** Counts a request at `now`; at most `limit` a minute are allowed. */
  take(limit: number, now: number): Promise<{ allowed: boolean; remaining: number; resetAt: number }>;
}

export interface BreakerPort {
  ping(): boolean;
}

/** Durable Objects as services see them. The classes in `objects/` implement these; expected failures are values, never throws. */
import type { FlightEvent, FlightReply } from "../objects/ai-flights/state.ts";
import type { BreakerEvent, BreakerReply } from "../objects/circuit-breaker/state.ts";
import type { Answer, AnswerQuestion, AnswerReply } from "../objects/org-jobs/answers.ts";
import type { QuotaEvent, QuotaReply } from "../objects/quota/state.ts";
import type { CloseReason, LeaseReply } from "../objects/repo-jobs/state.ts";
import type { GateAsk, GateReply, GateReport } from "../objects/token-gate/state.ts";
import type { Remote } from "../platform/stubs.ts";
import type { JobEventFrame, OrgEvent } from "./live/frames.ts";

export type ObjectPorts = {
  /** Coordinates the jobs of one repository. */
  repoJobs(orgId: string, repositoryId: string): Remote<RepoJobsPort>;
  /** Summary events of one organization. */
  orgLive(orgId: string): Remote<OrgLivePort>;
  quota(orgId: string): Remote<QuotaPort>;
  /** The organization's own breaker of a provider's model. */
  breaker(orgId: string, model: BreakerModel): Remote<BreakerPort>;
  /** The one that all organizations share. */
  sharedBreaker(model: BreakerModel): Remote<SharedBreakerPort>;
  /** Wakes an organization's jobs that wait for their turn. */
  orgJobs(orgId: string): Remote<OrgJobsPort>;
  /** `token` is a hash of the GitHub token, never the token itself. */
  tokenGate(token: string): Remote<TokenGatePort>;
  /** `caller` is a user, an organization or an address; each rate class counts apart. */
  rateLimits(caller: string, rateClass: string): Remote<RateLimitsPort>;
};

type BreakerModel = { readonly provider: string; readonly id: string };

/** Said with every call to an object of an organization, which refuses any other than its own. */
type Own = { readonly orgId: string };

/** What belongs to one organization, and goes with it. */
interface Forgetful {
  /** Hangs up on whoever listens and removes all that is stored, alarms too. What comes later finds a new object. */
  forget(of: Own): Promise<void>;
}

type OwnJob = Own & { readonly jobId: string };

export interface RepoJobsPort extends Forgetful {
  fetch(request: Request): Promise<Response>;
  /** `floor` is the fence of the D1 row: the granted one is larger. The same token asks twice and gets the same lease. */
  claim(question: OwnJob & { token: string; floor: number; leaseMs: number; now: number }): Promise<LeaseReply>;
  /** Keeps the lease; `cancelled` or `lost` mean: stop at once. */
  beat(question: OwnJob & { token: string; fence: number; leaseMs: number; now: number }): Promise<LeaseReply>;
  release(question: OwnJob & { fence: number }): Promise<LeaseReply>;
  close(question: OwnJob & { reason: CloseReason }): Promise<LeaseReply>;
  /** Stores an event for replay and sends it to the job's sockets; the same sequence number twice counts once. */
  publish(question: OwnJob & { event: JobEventFrame }): Promise<void>;
  /** Looks after the repository's jobs no later than `at` (ms since the epoch). */
  watch(question: Own & { repositoryId: string; at: number }): Promise<void>;
}

export interface OrgLivePort extends Forgetful {
  fetch(request: Request): Promise<Response>;
  /** Numbers the event, keeps it for replay and sends it; answers with its number. */
  publish(question: Own & { event: OrgEvent }): Promise<number>;
}

export interface OrgJobsPort extends Forgetful {
  /** Looks after the organization's jobs no later than `at` (ms since the epoch). */
  wake(question: Own & { at: number }): Promise<void>;
  /** Begins a request that carries an idempotency key, unless the key is taken. */
  begin(question: Own & AnswerQuestion): Promise<AnswerReply>;
  /** Keeps its answer; null forgets a request that changed nothing. */
  end(question: Own & { slot: string; answer: Answer | null }): Promise<void>;
}

export interface TokenGatePort {
  enter(ask: GateAsk): Promise<GateReply>;
  leave(report: GateReport): Promise<void>;
}

export interface QuotaPort extends Forgetful {
  /** Applies one event at `now` (ms since the epoch), as below. */
  apply(ask: Own & { event: QuotaEvent; now: number }): Promise<QuotaReply>;
  /** `question` names what is asked; equal questions are asked once at a time. */
  fly(ask: Own & { question: string; event: FlightEvent; now: number }): Promise<FlightReply>;
}

interface RateLimitsPort {
  /** Answers at once; `/ready` asks it. */
  ping(): boolean;
  /** Counts a request at `now`; at most `limit` a minute are allowed. */
  take(limit: number, now: number): Promise<{ allowed: boolean; remaining: number; resetAt: number }>;
  /** Takes back a request that was counted at `now` but refused elsewhere. */
  giveBack(now: number): void;
}

export interface BreakerPort extends Forgetful {
  apply(ask: Own & { event: BreakerEvent; now: number }): Promise<BreakerReply>;
}

export interface SharedBreakerPort {
  applyShared(ask: { event: BreakerEvent; now: number }): Promise<BreakerReply>;
}

import { DurableObject } from "cloudflare:workers";
import { reasonOf } from "../../errors.ts";
import { createClock } from "../../platform/clock.ts";
import { LOST_AFTER_MS } from "../../services/jobs/due-action.ts";
import { isDisconnected, reconcileRepository } from "../../services/jobs/reconcile.ts";
import { checkAccess } from "../../services/live/check-access.ts";
import type { JobEventFrame } from "../../services/live/frames.ts";
import { readLiveRequest } from "../../services/live/live-request.ts";
import { missedEvents } from "../../services/live/missed-events.ts";
import type { RepoJobsPort } from "../../services/object-ports.ts";
import { createPlatform, openScope } from "../../wiring.ts";
import type { FeedEvent } from "../live-feed/event-store.ts";
import { LiveFeed } from "../live-feed/feed.ts";
import { ACCESS_RETRY_MS } from "../live-feed/state.ts";
import { requireOwn } from "../own-organization.ts";
import { type CloseReason, type Lease, type LeaseEvent, type LeaseReply, stepLease } from "./state.ts";

type Question = { readonly orgId: string; readonly jobId: string };
type Watched = { readonly orgId: string; readonly repositoryId: string };

const WATCHED = "watched";
const LEASES = "lease:";
const CLOSED_JOBS_KEPT = 20;

function feedOf({ orgId, jobId }: Question): string {
  return `${orgId}:${jobId}`;
}

function jobOf(feed: string): Question {
  const [orgId = "", jobId = ""] = feed.split(":");
  return { orgId, jobId };
}

function entryOf(event: JobEventFrame): FeedEvent {
  return { seq: event.seq, body: JSON.stringify(event) };
}

/** One per repository: leases of its jobs (`state.ts`), their events with replay, and the alarm that misses nothing. */
export class RepoJobs extends DurableObject<Env> implements RepoJobsPort {
  readonly #clock = createClock();
  readonly #feed: LiveFeed;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const scope = () => openScope(createPlatform(env));
    this.#feed = new LiveFeed(ctx, {
      checkAccess: (viewers, feed) => checkAccess(scope(), viewers, jobOf(feed).jobId),
      hasLog: true,
      frame: (event) => `{"v":1,"kind":"event","event":${event}}`,
      failed: (error) => scope().log.warning("live_access_unknown", { reason: reasonOf(error) }),
    });
  }

  async claim(ask: Question & { token: string; floor: number; leaseMs: number; now: number }): Promise<LeaseReply> {
    const { token, floor, leaseMs } = ask;
    return this.#step(ask, { type: "claim", token, floor, leaseMs }, ask.now);
  }

  async beat(ask: Question & { token: string; fence: number; leaseMs: number; now: number }): Promise<LeaseReply> {
    const { token, fence, leaseMs } = ask;
    return this.#step(ask, { type: "beat", token, fence, leaseMs }, ask.now);
  }

  async release(ask: Question & { fence: number }): Promise<LeaseReply> {
    return this.#step(ask, { type: "release", fence: ask.fence }, 0);
  }

  async close(ask: Question & { reason: CloseReason }): Promise<LeaseReply> {
    return this.#step(ask, { type: "close", reason: ask.reason }, 0);
  }

  async publish(ask: Question & { event: JobEventFrame }): Promise<void> {
    requireOwn(this.ctx, ask.orgId);
    const missed = await this.#missedBefore(ask, ask.event.seq);
    const waits = await this.#feed.publish(feedOf(ask), [...missed, entryOf(ask.event)]);
    if (waits) await this.#wakeBy(this.#clock.now() + ACCESS_RETRY_MS);
  }

  async watch(ask: Watched & { at: number }): Promise<void> {
    const { orgId, repositoryId, at } = ask;
    requireOwn(this.ctx, orgId);
    this.ctx.storage.kv.put<Watched>(WATCHED, { orgId, repositoryId });
    await this.#wakeBy(at);
  }

  async forget({ orgId }: { orgId: string }): Promise<void> {
    requireOwn(this.ctx, orgId);
    await this.#feed.forgetAll();
  }

  override async fetch(request: Request): Promise<Response> {
    const { viewer, feed: jobId, since, latest } = readLiveRequest(request);
    requireOwn(this.ctx, viewer.orgId);
    const feed = feedOf({ orgId: viewer.orgId, jobId });
    const whole = this.#feed.whole(feed);
    // An event on its way here is in the log already: who connects just then need not read everything anew.
    if (whole > 0 && whole < latest) await this.#hearAgain(feed, latest + 1);
    const response = this.#feed.accept(viewer, { feed, since, latest });
    await this.#wakeBy(this.#clock.now() + LOST_AFTER_MS);
    return response;
  }

  override async alarm(): Promise<void> {
    let next: number | null = this.#clock.now() + LOST_AFTER_MS;
    try {
      const watched = this.ctx.storage.kv.get<Watched>(WATCHED);
      const scope = openScope(createPlatform(this.env));
      const jobs = watched ? await reconcileRepository(scope, watched.orgId, watched.repositoryId) : null;
      if (jobs === null && watched && (await isDisconnected(scope, watched))) {
        next = null;
        await this.#feed.forgetAll();
        return;
      }
      for (const feed of this.#feed.listened()) await this.#hearAgain(feed, Number.POSITIVE_INFINITY);
      this.#forgetOldest();
      const sockets = await this.#feed.pollAccess();
      const times = [jobs, sockets].filter((time) => time !== null);
      next = times.length === 0 ? null : Math.min(...times);
    } finally {
      // Armed again whatever happened: an alarm that only throws is given up after six tries.
      if (next !== null) await this.#wakeBy(next);
    }
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#feed.hear(socket, message);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#feed.hangUp(socket, code);
  }

  /** Events below `seq` whose sending failed are in the log: sockets that wait for them get them here, or at the next try. */
  async #hearAgain(feed: string, seq: number): Promise<void> {
    try {
      await this.#feed.publish(feed, await this.#missedBefore(jobOf(feed), seq));
    } catch (error) {
      openScope(createPlatform(this.env)).log.warning("live_log_unread", { reason: reasonOf(error) });
    }
  }

  /** What the log has between what the feed holds without a gap and `seq`. */
  async #missedBefore(job: Question, seq: number): Promise<FeedEvent[]> {
    const missed: FeedEvent[] = [];
    let since = this.#feed.whole(feedOf(job));
    while (since + 1 < seq) {
      const events = await missedEvents(openScope(createPlatform(this.env)), job, since);
      missed.push(...events.map(entryOf));
      const last = events.at(-1);
      if (last === undefined) break;
      since = last.seq;
    }
    return missed;
  }

  /** Jobs that are over are replayed from the log; the object keeps the newest few. Ids are ordered by time. */
  #forgetOldest(): void {
    const closed = [...this.ctx.storage.kv.list<Lease>({ prefix: LEASES })]
      .filter(([, lease]) => lease.mode === "closed")
      .map(([key]) => key.slice(LEASES.length));
    for (const feed of closed.sort().slice(0, -CLOSED_JOBS_KEPT)) {
      this.ctx.storage.kv.delete(LEASES + feed);
      this.#feed.forget(feed);
    }
  }

  #step(ask: Question, event: LeaseEvent, now: number): LeaseReply {
    requireOwn(this.ctx, ask.orgId);
    const key = LEASES + feedOf(ask);
    const { lease, reply } = stepLease(this.ctx.storage.kv.get<Lease>(key), event, now);
    this.ctx.storage.kv.put(key, lease);
    return reply;
  }

  async #wakeBy(at: number): Promise<void> {
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > at) await this.ctx.storage.setAlarm(at);
  }
}

import { DurableObject } from "cloudflare:workers";
import { reasonOf } from "../../errors.ts";
import { checkAccess } from "../../services/live/check-access.ts";
import type { OrgEvent } from "../../services/live/frames.ts";
import { readLiveRequest } from "../../services/live/live-request.ts";
import type { OrgLivePort } from "../../services/object-ports.ts";
import { createPlatform, openScope } from "../../wiring.ts";
import { LiveFeed } from "../live-feed/feed.ts";
import { requireOwn } from "../own-organization.ts";

/** One per organization: one socket for the whole fleet. Numbers the events itself. */
export class OrgLive extends DurableObject<Env> implements OrgLivePort {
  readonly #feed: LiveFeed;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const scope = () => openScope(createPlatform(env));
    this.#feed = new LiveFeed(ctx, {
      checkAccess: (viewers) => checkAccess(scope(), viewers),
      hasLog: false,
      frame: (event) => event,
      failed: (error) => scope().log.warning("live_access_unknown", { reason: reasonOf(error) }),
    });
  }

  async publish(ask: { orgId: string; event: OrgEvent }): Promise<number> {
    requireOwn(this.ctx, ask.orgId);
    const seq = this.#feed.last(ask.orgId) + 1;
    const waits = await this.#feed.publish(ask.orgId, [{ seq, body: JSON.stringify({ v: 1, seq, ...ask.event }) }]);
    if (waits) await this.#wakeBy(this.#feed.nextPoll());
    return seq;
  }

  async forget({ orgId }: { orgId: string }): Promise<void> {
    requireOwn(this.ctx, orgId);
    await this.#feed.forgetAll();
  }

  override async fetch(request: Request): Promise<Response> {
    const { viewer, since } = readLiveRequest(request);
    requireOwn(this.ctx, viewer.orgId);
    const response = this.#feed.accept(viewer, { feed: viewer.orgId, since, latest: 0 });
    await this.#wakeBy(this.#feed.nextPoll());
    return response;
  }

  override async alarm(): Promise<void> {
    try {
      await this.#feed.pollAccess();
    } finally {
      // Armed again whatever happened: an alarm that only throws is given up after six tries.
      await this.#wakeBy(this.#feed.nextPoll());
    }
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#feed.hear(socket, message);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#feed.hangUp(socket, code);
  }

  /** Wakes no later than at `at`; null: nobody listens. */
  async #wakeBy(at: number | null): Promise<void> {
    if (at === null) return;
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > at) await this.ctx.storage.setAlarm(at);
  }
}

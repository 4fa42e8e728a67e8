import { DurableObject } from "cloudflare:workers";
import { createClock } from "../../platform/clock.ts";
import { checkAccess } from "../../services/live/check-access.ts";
import type { OrgEvent } from "../../services/live/frames.ts";
import { readLiveRequest } from "../../services/live/live-request.ts";
import type { OrgLivePort } from "../../services/object-ports.ts";
import { createPlatform, openScope } from "../../wiring.ts";
import { LiveFeed } from "../live-feed/feed.ts";
import { ACCESS_POLL_MS } from "../live-feed/state.ts";

/** One per organization: one socket for the whole fleet. Numbers the events itself. */
export class OrgLive extends DurableObject<Env> implements OrgLivePort {
  readonly #clock = createClock();
  readonly #feed: LiveFeed;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#feed = new LiveFeed(ctx, {
      checkAccess: (viewer) => checkAccess(openScope(createPlatform(env)), viewer),
      frame: (event) => event,
    });
  }

  ping(): boolean {
    return true;
  }

  async publish(ask: { orgId: string; event: OrgEvent }): Promise<number> {
    const seq = this.#feed.last(ask.orgId) + 1;
    await this.#feed.publish(ask.orgId, seq, JSON.stringify({ v: 1, seq, ...ask.event }));
    return seq;
  }

  override async fetch(request: Request): Promise<Response> {
    const { viewer, since } = readLiveRequest(request);
    const response = this.#feed.accept(viewer, { feed: viewer.orgId, since, latest: 0 });
    if ((await this.ctx.storage.getAlarm()) === null) await this.#arm();
    return response;
  }

  override async alarm(): Promise<void> {
    let listened: number | null = 0;
    try {
      listened = await this.#feed.pollAccess();
    } finally {
      if (listened !== null) await this.#arm();
    }
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#feed.hear(socket, message);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#feed.hangUp(socket, code);
  }

  async #arm(): Promise<void> {
    await this.ctx.storage.setAlarm(this.#clock.now() + ACCESS_POLL_MS);
  }
}

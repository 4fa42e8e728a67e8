/**
 * Numbered events with replay to hibernating sockets. Storage is the truth; each socket's attachment says who holds it and
 * whether it lacks anything, so the object may sleep or be evicted between any two lines. An event becomes text once.
 */
import { createClock } from "../../platform/clock.ts";
import type { Access } from "../../services/live/check-access.ts";
import type { LiveRefusal, Viewer } from "../../services/live/live-request.ts";
import { emptyStorage } from "../empty-storage.ts";
import { EventStore, type FeedEvent } from "./event-store.ts";
import { Seats } from "./seats.ts";
import {
  ACCESS_FRESH_MS,
  ACCESS_POLL_MS,
  ACCESS_RETRY_MS,
  type FrameBudget,
  planReplay,
  SOCKETS_PER_FEED,
  SOCKETS_PER_USER,
  sendableCloseCode,
  spendFrame,
} from "./state.ts";

type Options = {
  /** Asks once for all; throws when nobody can say. */
  readonly checkAccess: (viewers: readonly Viewer[], feed: string) => Promise<readonly Access[]>;
  /** True when events are rows of a log already, and missing ones are read from there. */
  readonly hasLog: boolean;
  /** The frame of a stored event. */
  readonly frame: (body: string) => string;
  /** Gets why access could not be asked: those sockets wait. */
  readonly failed: (error: unknown) => void;
};

const RESYNC = JSON.stringify({ v: 1, kind: "resync_required" });
const CLOSINGS = {
  signed_out: { code: 4401, reason: "Signed out" },
  forbidden: { code: 4403, reason: "No longer a member" },
  gone: { code: 4404, reason: "No longer there" },
} as const;

export class LiveFeed {
  readonly #ctx: DurableObjectState;
  readonly #clock = createClock();
  readonly #options: Options;
  readonly #store: EventStore;
  readonly #seats = new Seats();
  /** Sockets whose access is being asked. */
  readonly #asking = new Set<WebSocket>();
  /** Client frames of the present second: nothing sleeps that soon. */
  readonly #budgets = new WeakMap<WebSocket, FrameBudget>();

  constructor(ctx: DurableObjectState, options: Options) {
    this.#ctx = ctx;
    this.#options = options;
    this.#store = new EventStore(ctx.storage.sql);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  last(feed: string): number {
    return this.#store.bounds(feed).last;
  }

  /** Last number of a feed before the first that is missing. */
  whole(feed: string): number {
    return this.#store.bounds(feed).whole;
  }

  /** Drops everything that is kept of a feed, unless somebody listens to it. */
  forget(feed: string): void {
    if (this.#ctx.getWebSockets(tagOf(feed)).length === 0) this.#store.forget(feed);
  }

  /** Hangs up on everybody, for what they listened to is gone, and empties the object's storage. */
  async forgetAll(): Promise<void> {
    for (const socket of this.#ctx.getWebSockets()) socket.close(CLOSINGS.gone.code, CLOSINGS.gone.reason);
    await emptyStorage(this.#ctx);
    this.#store.emptied();
  }

  /** Feeds that somebody listens to. */
  listened(): string[] {
    return [...new Set(this.#ctx.getWebSockets().map((socket) => this.#seats.of(socket).feed))];
  }

  /**
   * Keeps events and sends them to the feed's sockets: at once where the holder's access was asked a moment ago, else once
   * it is sure. A number that is known already changes nothing. Answers whether sockets wait because nobody could say.
   */
  async publish(feed: string, events: readonly FeedEvent[]): Promise<boolean> {
    const { whole, last } = this.#store.bounds(feed);
    const [next] = events;
    // Sent before it is written, a frame need not wait for the disk: what a crash in between loses is read from the log.
    const isNext = this.#options.hasLog && events.length === 1 && whole === last && next?.seq === whole + 1;
    const waiting = isNext ? this.#send(feed, whole, [this.#options.frame(next.body)]) : null;
    for (const event of events) this.#store.keep(feed, event);
    return this.#serveWaiting(feed, waiting ?? this.#send(feed, whole, this.#framesAfter(feed, whole)));
  }

  /** Sends frames to all who have everything up to `whole` and may look for sure. Answers with the others. */
  #send(feed: string, whole: number, frames: readonly string[]): WebSocket[] {
    const now = this.#clock.now();
    return this.#ctx.getWebSockets(tagOf(feed)).filter((socket) => {
      const seat = this.#seats.of(socket);
      const follows = seat.cursor === null && now - seat.checkedAt <= ACCESS_FRESH_MS;
      if (follows) send(socket, frames);
      else this.#hold(socket, whole);
      return !follows;
    });
  }

  /** Serves sockets on their own: those whose holder may look for sure at once, the others when that was asked. */
  async #serveWaiting(feed: string, sockets: readonly WebSocket[]): Promise<boolean> {
    if (sockets.length === 0) return false;
    const now = this.#clock.now();
    const stale = sockets.filter((socket) => now - this.#seats.of(socket).checkedAt > ACCESS_FRESH_MS);
    for (const socket of sockets) if (!stale.includes(socket)) this.#serve(socket);
    await this.#askAccess(feed, stale);
    return stale.some((socket) => this.#lacks(socket));
  }

  /**
   * Opens a socket and replays what it lacks. Nothing is awaited between the two, so no event is lost or sent twice. Answers
   * 429 with the refusal when there are too many.
   */
  accept(viewer: Viewer, ask: { readonly feed: string; readonly since: number; readonly latest: number }): Response {
    const { feed, since, latest } = ask;
    const refusal = this.#refusal(viewer, feed);
    if (refusal !== null) return new Response(refusal, { status: 429 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [tagOf(feed), `user:${viewer.userId}`]);
    const { resync, cursor } = planReplay({ since, latest, ...this.#store.bounds(feed) });
    if (resync) server.send(RESYNC);
    this.#seats.put(server, { ...viewer, feed, cursor, checkedAt: this.#clock.now() });
    this.#serve(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  #refusal({ userId }: Viewer, feed: string): LiveRefusal | null {
    if (this.#ctx.getWebSockets(`user:${userId}`).length >= SOCKETS_PER_USER) return "user_full";
    return this.#ctx.getWebSockets(tagOf(feed)).length >= SOCKETS_PER_FEED ? "feed_full" : null;
  }

  /** Asks again about sockets that were not asked about for a minute, or that wait. Answers when to come again, or null. */
  async pollAccess(): Promise<number | null> {
    const before = this.#clock.now() - ACCESS_POLL_MS;
    for (const feed of this.listened()) {
      const sockets = this.#ctx.getWebSockets(tagOf(feed));
      const due = (socket: WebSocket) => this.#lacks(socket) || this.#seats.of(socket).checkedAt <= before;
      await this.#askAccess(feed, sockets.filter(due));
    }
    return this.nextPoll();
  }

  /** When access has to be asked again: soon while a socket waits for an answer. Null when nobody listens. */
  nextPoll(): number | null {
    const sockets = this.#ctx.getWebSockets();
    if (sockets.length === 0) return null;
    const delay = sockets.some((socket) => this.#lacks(socket)) ? ACCESS_RETRY_MS : ACCESS_POLL_MS;
    return this.#clock.now() + delay;
  }

  /** Clients have nothing to say but `ping`, which is answered without waking us. */
  hear(socket: WebSocket, message: string | ArrayBuffer): void {
    const units = typeof message === "string" ? message.length : message.byteLength;
    const { budget, allowed } = spendFrame(this.#budgets.get(socket), units, this.#clock.now());
    this.#budgets.set(socket, budget);
    if (!allowed) socket.close(1008, "Too many or too large messages");
  }

  hangUp(socket: WebSocket, code: number): void {
    socket.close(sendableCloseCode(code), "");
  }

  #framesAfter(feed: string, seq: number): string[] {
    return this.#store.after(feed, seq).map(({ body }) => this.#options.frame(body));
  }

  /** True for a socket that was not sent all that the feed holds without a gap. */
  #lacks(socket: WebSocket): boolean {
    const { feed, cursor } = this.#seats.of(socket);
    return cursor !== null && cursor < this.whole(feed);
  }

  /** Notes where a socket stands that gets nothing for now. */
  #hold(socket: WebSocket, cursor: number): void {
    const seat = this.#seats.of(socket);
    if (seat.cursor === null) this.#seats.put(socket, { ...seat, cursor });
  }

  /** Sends everything behind the socket's own cursor. A socket ahead of the feed keeps it until the feed has caught up. */
  #serve(socket: WebSocket): void {
    const seat = this.#seats.of(socket);
    if (seat.cursor === null) return;
    const events = this.#store.after(seat.feed, seat.cursor);
    const cursor = events.at(-1)?.seq ?? seat.cursor;
    const caughtUp = cursor === this.whole(seat.feed);
    if (!caughtUp && cursor === seat.cursor) return;
    this.#seats.put(socket, { ...seat, cursor: caughtUp ? null : cursor });
    send(
      socket,
      events.map(({ body }) => this.#options.frame(body)),
    );
  }

  /** Asks whether the holders may still look, all in one question; serves them, or closes their sockets. */
  async #askAccess(feed: string, sockets: readonly WebSocket[]): Promise<void> {
    const asked = sockets.filter((socket) => !this.#asking.has(socket));
    if (asked.length === 0) return;
    for (const socket of asked) this.#asking.add(socket);
    try {
      const answers = await this.#options.checkAccess(
        asked.map((socket) => this.#seats.of(socket)),
        feed,
      );
      for (const [index, socket] of asked.entries()) this.#admit(socket, answers[index] ?? "forbidden");
    } catch (error) {
      this.#options.failed(error);
    } finally {
      for (const socket of asked) this.#asking.delete(socket);
    }
  }

  #admit(socket: WebSocket, access: Access): void {
    if (access !== "ok") {
      socket.close(CLOSINGS[access].code, CLOSINGS[access].reason);
      return;
    }
    this.#seats.put(socket, { ...this.#seats.of(socket), checkedAt: this.#clock.now() });
    this.#serve(socket);
  }
}

function tagOf(feed: string): string {
  return `feed:${feed}`;
}

/** A socket that is closing takes nothing more; its client replays. */
function send(socket: WebSocket, frames: readonly string[]): void {
  try {
    for (const frame of frames) socket.send(frame);
  } catch {
    socket.close(1011, "The connection broke");
  }
}

/**
 * Numbered events with replay to hibernating sockets. Storage is the truth; each socket's attachment says who holds it and up
 * to which event it was served, so the object may sleep or be evicted between any two lines.
 */
import { createClock } from "../../platform/clock.ts";
import type { Viewer } from "../../services/live/live-request.ts";
import {
  ACCESS_FRESH_MS,
  ACCESS_POLL_MS,
  type FrameBudget,
  planReplay,
  RETAINED_EVENTS,
  SOCKETS_PER_USER,
  sendableCloseCode,
  spendFrame,
} from "./state.ts";

/** `signed_out` closes with 4401, `forbidden` with 4403. */
type Access = "ok" | "signed_out" | "forbidden";

type Attachment = Viewer & {
  readonly feed: string;
  readonly cursor: number;
  readonly checkedAt: number;
  readonly budget?: FrameBudget;
};

type Options = {
  readonly checkAccess: (viewer: Viewer) => Promise<Access>;
  /** The frame of a stored event. */
  readonly frame: (body: string) => string;
};

const RESYNC = JSON.stringify({ v: 1, kind: "resync_required" });
const CLOSE_CODES = { signed_out: 4401, forbidden: 4403 } as const;

export class LiveFeed {
  readonly #ctx: DurableObjectState;
  readonly #clock = createClock();
  readonly #options: Options;

  constructor(ctx: DurableObjectState, options: Options) {
    this.#ctx = ctx;
    this.#options = options;
    ctx.storage.sql.exec(
      "create table if not exists events (feed text, seq integer, body text not null, primary key (feed, seq))",
    );
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  get #sql(): SqlStorage {
    return this.#ctx.storage.sql;
  }

  /** Last number kept of a feed and the first from which on none is missing; 0 when there is none. */
  #bounds(feed: string): { first: number; last: number } {
    const query = `select coalesce(max(seq), 0) as first, (select coalesce(max(seq), 0) from events where feed = ?) as last
                   from events as event where feed = ?
                   and not exists (select 1 from events where feed = event.feed and seq = event.seq - 1)`;
    return this.#sql.exec<{ first: number; last: number }>(query, feed, feed).one();
  }

  last(feed: string): number {
    return this.#bounds(feed).last;
  }

  /** Last number of a feed before the first that is missing. */
  whole(feed: string): number {
    const query = `select coalesce(min(seq), 0) as last from events as event where feed = ?
                   and not exists (select 1 from events where feed = event.feed and seq = event.seq + 1)`;
    return this.#sql.exec<{ last: number }>(query, feed).one().last;
  }

  /** Keeps an event and sends it to the feed's sockets. A number that is known already changes nothing. */
  async publish(feed: string, seq: number, body: string): Promise<void> {
    this.keep(feed, seq, body);
    await this.serve(feed);
  }

  /** Keeps an event for `serve` to send. */
  keep(feed: string, seq: number, body: string): void {
    this.#sql.exec("insert or ignore into events (feed, seq, body) values (?, ?, ?)", feed, seq, body);
    this.#sql.exec("delete from events where feed = ? and seq <= ?", feed, seq - RETAINED_EVENTS);
  }

  /** Drops everything that is kept of a feed. */
  forget(feed: string): void {
    this.#sql.exec("delete from events where feed = ?", feed);
  }

  /** Feeds that somebody listens to. */
  listened(): string[] {
    return [...new Set(this.#ctx.getWebSockets().map((socket) => read(socket).feed))];
  }

  /** Sends to a feed's sockets what they lack, once it is sure that their holders may still look. */
  async serve(feed: string): Promise<void> {
    const now = this.#clock.now();
    const stale: WebSocket[] = [];
    for (const socket of this.#ctx.getWebSockets(tagOf(feed))) {
      if (now - read(socket).checkedAt <= ACCESS_FRESH_MS) this.#serve(socket);
      else stale.push(socket);
    }
    await Promise.all(stale.map((socket) => this.recheck(socket)));
  }

  /** Opens a socket and replays what it lacks. Nothing is awaited between the two, so no event is lost or sent twice. */
  accept(viewer: Viewer, ask: { readonly feed: string; readonly since: number; readonly latest: number }): Response {
    const open = this.#ctx.getWebSockets(`user:${viewer.userId}`).length;
    if (open >= SOCKETS_PER_USER) return new Response(null, { status: 429 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [tagOf(ask.feed), `user:${viewer.userId}`]);
    const { resync, cursor } = planReplay({ since: ask.since, latest: ask.latest, ...this.#bounds(ask.feed) });
    write(server, { ...viewer, feed: ask.feed, cursor, checkedAt: this.#clock.now() });
    if (resync) server.send(RESYNC);
    this.#serve(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends everything behind the socket's cursor, up to the first number that is missing: it may still arrive. */
  #serve(socket: WebSocket): void {
    const seat = read(socket);
    const query = "select seq, body from events where feed = ? and seq > ? order by seq";
    const kept = this.#sql.exec<{ seq: number; body: string }>(query, seat.feed, seat.cursor).toArray();
    const events = kept.filter(({ seq }, index) => seq === seat.cursor + 1 + index);
    const last = events.at(-1);
    if (!last) return;
    try {
      for (const { body } of events) socket.send(this.#options.frame(body));
      write(socket, { ...seat, cursor: last.seq });
    } catch {
      // A socket that is closing takes nothing more; its client replays.
      socket.close(1011, "The connection broke");
    }
  }

  /** Asks again whether the socket's holder may look; serves it, or closes it. */
  async recheck(socket: WebSocket): Promise<void> {
    const access = await this.#options.checkAccess(read(socket));
    if (access !== "ok") {
      socket.close(CLOSE_CODES[access], access === "signed_out" ? "Signed out" : "No longer a member");
      return;
    }
    write(socket, { ...read(socket), checkedAt: this.#clock.now() });
    this.#serve(socket);
  }

  /** Rechecks sockets that were not asked about for a minute. Answers when to come again, or null when nobody listens. */
  async pollAccess(): Promise<number | null> {
    const now = this.#clock.now();
    const sockets = this.#ctx.getWebSockets();
    const due = sockets.filter((socket) => now - read(socket).checkedAt >= ACCESS_POLL_MS);
    await Promise.all(due.map((socket) => this.recheck(socket)));
    return sockets.length === 0 ? null : now + ACCESS_POLL_MS;
  }

  /** Clients have nothing to say but `ping`, which is answered without waking us. */
  hear(socket: WebSocket, message: string | ArrayBuffer): void {
    const seat = read(socket);
    const units = typeof message === "string" ? message.length : message.byteLength;
    const { budget, allowed } = spendFrame(seat.budget, units, this.#clock.now());
    write(socket, { ...seat, budget });
    if (!allowed) socket.close(1008, "Too many or too large messages");
  }

  hangUp(socket: WebSocket, code: number): void {
    socket.close(sendableCloseCode(code), "");
  }
}

function tagOf(feed: string): string {
  return `feed:${feed}`;
}

/** Attachments are written by `write` alone, right after a socket is accepted. */
function read(socket: WebSocket): Attachment {
  return socket.deserializeAttachment() as Attachment;
}

function write(socket: WebSocket, seat: Attachment): void {
  socket.serializeAttachment(seat);
}

/**
 * Who sits at each socket. A socket's attachment outlives a sleep of the object; between two sleeps it is read once.
 */
import type { Viewer } from "../../services/live/live-request.ts";

export type Seat = Viewer & {
  readonly feed: string;
  /** The last event that was sent; null: all that the feed holds without a gap, so that sending one writes nothing here. */
  readonly cursor: number | null;
  readonly checkedAt: number;
};

export class Seats {
  readonly #known = new WeakMap<WebSocket, Seat>();

  /** Attachments are written by `put` alone, before anybody reads them. */
  of(socket: WebSocket): Seat {
    const seat = this.#known.get(socket) ?? (socket.deserializeAttachment() as Seat);
    this.#known.set(socket, seat);
    return seat;
  }

  put(socket: WebSocket, seat: Seat): void {
    this.#known.set(socket, seat);
    socket.serializeAttachment(seat);
  }
}

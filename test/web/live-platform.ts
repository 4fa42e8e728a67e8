/** A live stream whose sockets and time are the test's. */
import { type LiveOptions, type LivePlatform, type LiveSocket, type LiveStatus, openLive } from "../../web/src/live.ts";

type Frame = { readonly seq: number };
type FakeSocket = LiveSocket & { readonly url: string; readonly sent: string[]; isClosed: boolean };

/** Time stands still until `pass`; sockets do what the test says. */
export class FakePlatform implements LivePlatform {
  readonly sockets: FakeSocket[] = [];
  /** As browsers do in hidden tabs: what a timer arms falls due at a whole minute only. */
  slowsChains = false;
  #isInTimer = false;
  #now = 1_020_000;
  #tasks: { readonly at: number; readonly run: () => void }[] = [];

  now = () => this.#now;
  fraction = () => 1;

  connect = (url: string): LiveSocket => {
    const socket: FakeSocket = {
      url,
      sent: [],
      isClosed: false,
      send: (text) => socket.sent.push(text),
      close: () => {
        socket.isClosed = true;
      },
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    this.sockets.push(socket);
    return socket;
  };

  after = (delayMs: number, run: () => void) => {
    const due = this.#now + delayMs;
    const isSlow = this.slowsChains && this.#isInTimer;
    const task = { at: isSlow ? Math.ceil(due / 60_000) * 60_000 : due, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((it) => it !== task);
    };
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("Nothing has connected yet.");
    return socket;
  }

  receive(value: unknown) {
    this.last.onmessage?.({ data: typeof value === "string" ? value : JSON.stringify(value) });
  }

  /** Lets time pass in which nothing runs, as in a computer that sleeps. */
  sleep(durationMs: number) {
    this.#now += durationMs;
  }

  /** Lets time pass, with everything that falls due on the way. */
  async pass(durationMs: number) {
    const end = this.#now + durationMs;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const task = due;
      this.#now = Math.max(this.#now, task.at);
      this.#tasks = this.#tasks.filter((it) => it !== task);
      this.#isInTimer = true;
      task.run();
      this.#isInTimer = false;
      await Promise.resolve();
      await Promise.resolve();
    }
    this.#now = end;
  }

  #due(end: number) {
    return this.#tasks.filter((task) => task.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Opens a stream on a platform of its own or on the given one; what it does is in the answer. */
export function start(overrides: Partial<LiveOptions<Frame>> = {}, platform = new FakePlatform()) {
  const frames: number[] = [];
  const statuses: LiveStatus[] = [];
  const counts = { refetches: 0 };
  const client = openLive<Frame>(
    {
      url: (since) => `/live?since=${since}`,
      since: 0,
      parse: (text) => (text === "resync" ? "resync_required" : JSON.parse(text)),
      seqOf: (frame) => frame.seq,
      onFrame: (frame) => frames.push(frame.seq),
      refetch: async () => {
        counts.refetches += 1;
        return undefined;
      },
      onStatus: (status) => statuses.push(status),
      ...overrides,
    },
    platform,
  );
  return { platform, frames, statuses, counts, client, mode: () => statuses.at(-1)?.mode };
}

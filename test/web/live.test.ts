import { describe, expect, it, vi } from "vitest";
import { type LiveOptions, type LivePlatform, type LiveSocket, type LiveStatus, openLive } from "../../web/src/live.ts";

type Frame = { readonly seq: number };
type FakeSocket = LiveSocket & { readonly url: string; readonly sent: string[]; isClosed: boolean };

/** Time stands still until `pass`; sockets do what the test says. */
class FakePlatform implements LivePlatform {
  readonly sockets: FakeSocket[] = [];
  #now = 1_000_000;
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
    const task = { at: this.#now + delayMs, run };
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

  /** Lets time pass, with everything that falls due on the way. */
  async pass(durationMs: number) {
    const end = this.#now + durationMs;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const task = due;
      this.#now = Math.max(this.#now, task.at);
      this.#tasks = this.#tasks.filter((it) => it !== task);
      task.run();
      await Promise.resolve();
      await Promise.resolve();
    }
    this.#now = end;
  }

  #due(end: number) {
    return this.#tasks.filter((task) => task.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

function start(overrides: Partial<LiveOptions<Frame>> = {}) {
  const platform = new FakePlatform();
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

async function failConnects(platform: FakePlatform, times: number) {
  for (let time = 0; time < times; time++) {
    platform.last.onclose?.();
    if (time < times - 1) await platform.pass(30_000);
  }
}

describe("live stream", () => {
  it("asks for what it does not have yet", () => {
    const { platform } = start({ since: 7 });
    expect(platform.last.url).toBe("/live?since=7");
  });

  it("is live once the socket is open", () => {
    const { platform, statuses } = start();
    platform.last.onopen?.();
    expect(statuses.map((status) => status.mode)).toEqual(["reconnecting", "live"]);
  });

  it("hands on each frame once, however often it arrives", () => {
    const { platform, frames } = start();
    platform.last.onopen?.();
    for (const seq of [1, 2, 2, 1, 3]) platform.receive({ seq });
    expect(frames).toEqual([1, 2, 3]);
  });

  it("reconnects after the last frame that it has", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    platform.receive({ seq: 4 });
    platform.last.onclose?.();
    await platform.pass(500);
    expect(platform.last.url).toBe("/live?since=4");
  });

  it("says that it reconnects while the line is cut", () => {
    const { platform, mode } = start();
    platform.last.onopen?.();
    platform.last.onclose?.();
    expect(mode()).toBe("reconnecting");
  });

  it("pings every 20 seconds", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    const { sent } = platform.last;
    await platform.pass(20_000);
    platform.receive("pong");
    await platform.pass(20_000);
    expect(sent).toEqual(["ping", "ping"]);
  });

  it("leaves a socket that has been silent for 45 seconds", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    const [first] = platform.sockets;
    await platform.pass(44_999);
    expect(first?.isClosed).toBe(false);
    await platform.pass(1);
    expect(first?.isClosed).toBe(true);
    await platform.pass(500);
    expect(platform.sockets).toHaveLength(2);
  });

  it("keeps a socket whose pings are answered", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    for (let time = 0; time < 6; time++) {
      await platform.pass(30_000);
      platform.receive("pong");
    }
    expect(platform.sockets).toHaveLength(1);
  });

  it("gives up on a connect that is never answered", async () => {
    const { platform } = start();
    await platform.pass(45_500);
    expect(platform.sockets).toHaveLength(2);
  });

  it("reads over HTTP every 10 seconds after three failed connects", async () => {
    const { platform, counts, mode } = start();
    await failConnects(platform, 2);
    expect(mode()).toBe("reconnecting");
    expect(counts.refetches).toBe(0);
    await failConnects(platform, 2);
    await platform.pass(0);
    expect(mode()).toBe("stale");
    expect(counts.refetches).toBe(1);
    platform.last.onopen = null;
    await platform.pass(10_000);
    expect(counts.refetches).toBe(2);
  });

  it("tells since when the page is stale, and moves that on with every answer", async () => {
    const { platform, statuses } = start();
    await failConnects(platform, 3);
    const cutAt = statuses.at(-1)?.since ?? 0;
    await platform.pass(10_000);
    expect(statuses.at(-1)?.since).toBeGreaterThan(cutAt);
  });

  it("stops reading over HTTP when the stream is back", async () => {
    const { platform, counts, mode } = start();
    await failConnects(platform, 3);
    await platform.pass(4000);
    platform.last.onopen?.();
    const before = counts.refetches;
    await platform.pass(19_000);
    expect(mode()).toBe("live");
    expect(counts.refetches).toBe(before);
  });

  it("survives an answer over HTTP that fails", async () => {
    const { platform, mode } = start({ refetch: () => Promise.reject(new Error("offline")) });
    await failConnects(platform, 3);
    await platform.pass(20_000);
    expect(mode()).toBe("stale");
  });

  it("reads the truth when the server no longer has what it asked for, then goes on from there", async () => {
    const { platform, frames } = start({ refetch: async () => 900 });
    platform.last.onopen?.();
    platform.receive("resync");
    await platform.pass(0);
    await Promise.resolve();
    platform.receive({ seq: 900 });
    platform.receive({ seq: 901 });
    expect(frames).toEqual([901]);
  });

  it("takes small numbers after the server counts anew", async () => {
    const { platform, frames } = start({ since: 500 });
    platform.last.onopen?.();
    platform.receive("resync");
    await platform.pass(0);
    for (const seq of [1, 2]) platform.receive({ seq });
    expect(frames).toEqual([1, 2]);
  });

  it("leaves a line on which the truth could not be read, and asks again with the next one", async () => {
    const { platform, mode } = start({ since: 4, refetch: () => Promise.reject(new Error("502")) });
    for (const waits of [500, 1000]) {
      platform.last.onopen?.();
      platform.receive("resync");
      await vi.waitFor(() => expect(mode()).toBe("reconnecting"));
      const before = platform.sockets.length;
      await platform.pass(waits - 1);
      expect(platform.sockets).toHaveLength(before);
      await platform.pass(1);
      expect(platform.sockets).toHaveLength(before + 1);
    }
  });

  it("reads the truth when a frame of a feed without gaps is missing, and shows nothing out of order", async () => {
    const { platform, frames } = start({ isGapless: true, refetch: async () => 4 });
    platform.last.onopen?.();
    for (const seq of [1, 3, 4]) platform.receive({ seq });
    expect(frames).toEqual([1]);
    await platform.pass(0);
    platform.receive({ seq: 5 });
    expect(frames).toEqual([1, 5]);
  });

  it("reads once more when a frame was lost while it read", async () => {
    const answers: ((seq: number) => void)[] = [];
    const { platform } = start({ isGapless: true, refetch: () => new Promise((resolve) => answers.push(resolve)) });
    platform.last.onopen?.();
    for (const seq of [2, 3, 9]) platform.receive({ seq });
    expect(answers).toHaveLength(1);
    answers[0]?.(3);
    await platform.pass(0);
    await Promise.resolve();
    expect(answers).toHaveLength(2);
  });

  it("connects at once when it is told to hurry, and only while the line is cut", async () => {
    const { platform, client, mode } = start();
    platform.last.onopen?.();
    client.hurry();
    expect(platform.sockets).toHaveLength(1);
    platform.last.onclose?.();
    client.hurry();
    platform.last.onopen?.();
    await platform.pass(10_000);
    expect(platform.sockets).toHaveLength(2);
    expect(mode()).toBe("live");
  });

  it("does nothing more after it is closed", async () => {
    const { platform, client } = start();
    platform.last.onopen?.();
    client.close();
    await platform.pass(120_000);
    expect(platform.sockets).toHaveLength(1);
    expect(platform.last.isClosed).toBe(true);
  });
});

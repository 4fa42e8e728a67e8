import { describe, expect, it, vi } from "vitest";
import { type FakePlatform, start } from "./live-platform.ts";

async function failConnects(platform: FakePlatform, times: number) {
  for (let time = 0; time < times; time++) {
    platform.last.onclose?.();
    if (time < times - 1) await platform.pass(5_000);
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

  it("keeps the socket of a hidden tab, whose timers are slow, while its pings are answered", async () => {
    const { platform } = start();
    platform.slowsChains = true;
    platform.last.onopen?.();
    const { sent } = platform.last;
    for (let answered = 0, second = 0; second < 1800; second++) {
      await platform.pass(1000);
      for (; answered < sent.length; answered++) platform.receive("pong");
    }
    expect(platform.sockets).toHaveLength(1);
  });

  it("gives a late ping the time that its answer needs", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    const { sent } = platform.last;
    platform.sleep(50_000);
    await platform.pass(0);
    expect(sent).toEqual(["ping"]);
    platform.receive("pong");
    await platform.pass(44_999);
    expect(platform.sockets).toHaveLength(1);
  });

  it("does not ping while frames prove the line", async () => {
    const { platform } = start();
    platform.last.onopen?.();
    for (let seq = 1; seq <= 10; seq++) {
      await platform.pass(15_000);
      platform.receive({ seq });
    }
    expect(platform.last.sent).toEqual([]);
  });

  it("gives up on a connect that is not answered within ten seconds", async () => {
    const { platform } = start();
    const [first] = platform.sockets;
    await platform.pass(9_999);
    expect(first?.isClosed).toBe(false);
    await platform.pass(1);
    expect(first?.isClosed).toBe(true);
    await platform.pass(500);
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

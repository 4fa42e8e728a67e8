import { describe, expect, it, vi } from "vitest";
import { type FakePlatform, start } from "./live-platform.ts";

type PendingRead = { resolve(value: undefined): void; reject(reason: Error): void };

describe("a live stream that owes a reading of the truth", () => {
  /** A stream on which a frame came while the truth was read in vain. */
  async function owing(platform?: FakePlatform) {
    const reads: PendingRead[] = [];
    const refetch = () => new Promise<undefined>((resolve, reject) => reads.push({ resolve, reject }));
    const stream = start({ since: 4, refetch }, platform);
    stream.platform.last.onopen?.();
    stream.platform.receive("resync");
    stream.platform.receive({ seq: 2001 });
    return { ...stream, reads };
  }

  it("reads it on the next line, although a frame came since it was told to", async () => {
    const { platform, reads, mode } = await owing();
    reads[0]?.reject(new Error("502"));
    await vi.waitFor(() => expect(mode()).toBe("reconnecting"));
    await platform.pass(500);
    expect(platform.last.url).toBe("/live?since=2001");
    platform.last.onopen?.();
    expect(reads).toHaveLength(2);
  });

  it("reads it once", async () => {
    const { platform, reads } = await owing();
    reads[0]?.resolve(undefined);
    await platform.pass(0);
    await Promise.resolve();
    platform.last.onclose?.();
    await platform.pass(500);
    platform.last.onopen?.();
    expect(platform.sockets).toHaveLength(2);
    expect(reads).toHaveLength(1);
  });

  it("owes it still after a reading that began before it was told to", async () => {
    const { platform, reads, mode } = await owing();
    platform.receive("resync");
    reads[0]?.resolve(undefined);
    await vi.waitFor(() => expect(reads).toHaveLength(2));
    reads[1]?.reject(new Error("502"));
    await vi.waitFor(() => expect(mode()).toBe("reconnecting"));
    await platform.pass(500);
    platform.last.onopen?.();
    expect(reads).toHaveLength(3);
  });

  it("leaves it to the stream that is opened in its place, and to no other", async () => {
    const { platform, client } = await owing();
    client.close();
    const other = start({ url: (since) => `/other?since=${since}` }, platform);
    platform.last.onopen?.();
    expect(other.counts.refetches).toBe(0);
    const again = start({ since: 2001 }, platform);
    platform.last.onopen?.();
    expect(again.counts.refetches).toBe(1);
  });
});

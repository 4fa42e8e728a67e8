import { describe, expect, it, vi } from "vitest";
import { FakePlatform, start } from "./live-platform.ts";

const GONE = new Error("404");
const refused = () => {
  const refetch = vi.fn(() => Promise.reject(GONE));
  return { refetch, isGone: (thrown: unknown) => thrown === GONE };
};

describe("a live stream of what is gone or no longer allowed", () => {
  it("ends when the server sends it to read the truth", async () => {
    const { refetch, isGone } = refused();
    const { platform, mode } = start({ refetch, isGone });
    platform.last.onopen?.();
    platform.receive("resync");
    await vi.waitFor(() => expect(platform.last.isClosed).toBe(true));
    await platform.pass(600_000);
    expect(refetch).toHaveBeenCalledTimes(1);
    expect(platform.sockets).toHaveLength(1);
    expect(mode()).toBe("stale");
  });

  it("ends when it reads because it cannot connect", async () => {
    const { refetch, isGone } = refused();
    const { platform, client } = start({ refetch, isGone });
    for (let time = 0; time < 3; time++) {
      platform.last.onclose?.();
      await platform.pass(time < 2 ? 5000 : 0);
    }
    await vi.waitFor(() => expect(refetch).toHaveBeenCalledTimes(1));
    const connects = platform.sockets.length;
    await platform.pass(600_000);
    client.hurry();
    expect(refetch).toHaveBeenCalledTimes(1);
    expect(platform.sockets).toHaveLength(connects);
  });

  it("owes no reading to the stream that is opened in its place", async () => {
    const { refetch, isGone } = refused();
    const { platform } = start({ refetch, isGone });
    platform.last.onopen?.();
    platform.receive("resync");
    await vi.waitFor(() => expect(platform.last.isClosed).toBe(true));
    const again = start({}, platform);
    platform.last.onopen?.();
    expect(again.counts.refetches).toBe(0);
  });
});

describe("a live stream that is opened in place of another", () => {
  it("goes on from the instant at which that one was up to date", async () => {
    const platform = new FakePlatform();
    const first = start({}, platform);
    platform.last.onopen?.();
    const heardAt = platform.now();
    platform.sleep(90_000);
    first.client.close();
    const { statuses } = start({ upToDateAt: first.client.upToDateAt() }, platform);
    expect(statuses[0]).toEqual({ mode: "reconnecting", since: heardAt });
    platform.last.onclose?.();
    expect(statuses.at(-1)?.since).toBe(heardAt);
  });
});

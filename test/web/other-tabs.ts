import { vi } from "vitest";

/** What the other tabs of the browser were told since `listenInOtherTabs`. */
export const told: string[] = [];

class FakeChannel {
  onmessage: unknown = null;
  postMessage(message: string) {
    told.push(message);
  }
}

/** A page keeps the channel that it opened first: every file of tests gives it the same one. */
export function listenInOtherTabs(): void {
  told.length = 0;
  vi.stubGlobal("BroadcastChannel", FakeChannel);
}

import { DurableObject } from "cloudflare:workers";
import { giveBack, type Taken, take, WINDOW_MS, type Window } from "./state.ts";

const KEY = "window";

/** Counts the requests of one caller in one rate class; its name is both. Forgets everything when its window is over. */
export class RateLimits extends DurableObject<Env> {
  /** Counts a request that came at `now`. */
  async take(limit: number, now: number): Promise<Taken> {
    const before = this.ctx.storage.kv.get<Window>(KEY);
    const { window, taken } = take(before, limit, now);
    this.ctx.storage.kv.put(KEY, window);
    if (before === undefined) await this.ctx.storage.setAlarm(window.startedAt + WINDOW_MS);
    return taken;
  }

  /** Takes back a request that was counted at `now` but refused elsewhere. */
  giveBack(now: number): void {
    const window = giveBack(this.ctx.storage.kv.get<Window>(KEY), now);
    if (window) this.ctx.storage.kv.put(KEY, window);
  }

  /** Answers at once; `/ready` asks it. */
  ping(): boolean {
    return true;
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}

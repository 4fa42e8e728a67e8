/** Replays a history of the ledger by counting anew at every step, and says where an answer was wrong. */
import {
  type QuotaCaps,
  type QuotaEvent,
  type QuotaReply,
  REMEMBER_MS,
  RESERVATION_MS,
} from "../../../worker/objects/quota/state.ts";

export type Step = { readonly at: number; readonly event: QuotaEvent; readonly reply: QuotaReply };

type Held = { userId: string | null; tokens: number; at: number; status: "active" | "settled" | "ended" };
type Window = "userDay" | "userMonth" | "organizationMonth";

const DAY_MS = 86_400_000;

function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export class LedgerChecker {
  /** Every reservation that was ever granted; an id that is used anew has several. */
  readonly #all: { id: string; held: Held }[] = [];
  readonly wrong: string[] = [];
  grants = 0;
  refusals = 0;

  check(step: Step): void {
    const { event } = step;
    if (event.type === "reserve") this.#reserve(step, event);
    else if (event.type !== "read") this.#close(step, event);
  }

  /** Tokens that count in the windows of `userId` at `now`. */
  tokensAt(window: Window, userId: string | null, now: number): number {
    const month = monthOf(now);
    const isIn = (held: Held) =>
      window === "userDay" ? Math.floor(held.at / DAY_MS) === Math.floor(now / DAY_MS) : monthOf(held.at) === month;
    const isTheirs = (held: Held) => window === "organizationMonth" || held.userId === userId;
    return this.#all
      .filter(({ held }) => isIn(held) && isTheirs(held))
      .reduce((sum, { held }) => sum + (held.status === "settled" || this.#isActive(held, now) ? held.tokens : 0), 0);
  }

  #isActive(held: Held, now: number): boolean {
    return held.status === "active" && now - held.at < RESERVATION_MS;
  }

  #find(id: string, now: number): Held | undefined {
    return this.#all.findLast((one) => one.id === id && now - one.held.at < REMEMBER_MS)?.held;
  }

  #reserve({ at, reply }: Step, event: Extract<QuotaEvent, { type: "reserve" }>): void {
    if (!("granted" in reply)) return void this.wrong.push(`${event.id}: no answer to a reservation`);
    const known = this.#find(event.id, at);
    const isKnown = known !== undefined && (known.status === "settled" || this.#isActive(known, at));
    const passed = isKnown ? [] : this.#passedCaps(event, event.caps, at);
    this.#judge(event.id, reply, passed);
    if (isKnown) return;
    if (reply.granted) {
      this.grants += 1;
      const { id, userId, tokens } = event;
      this.#all.push({ id, held: { userId, tokens, at, status: "active" } });
    } else this.refusals += 1;
  }

  #judge(id: string, reply: Extract<QuotaReply, { granted: boolean }>, passed: readonly string[]): void {
    if (reply.granted && passed.length > 0) this.wrong.push(`${id}: granted beyond ${passed.join(", ")}`);
    if (!reply.granted && !passed.includes(reply.cap))
      this.wrong.push(`${id}: refused for ${reply.cap} with room left`);
  }

  #passedCaps(asked: { userId: string | null; tokens: number }, caps: QuotaCaps, now: number): string[] {
    const { userId, tokens } = asked;
    const windows: Window[] = userId === null ? ["organizationMonth"] : ["userDay", "userMonth", "organizationMonth"];
    const passed = windows.filter((window) => this.tokensAt(window, userId, now) + tokens > caps[window]);
    return tokens > caps.task ? ["task", ...passed] : passed;
  }

  #close({ at }: Step, event: Extract<QuotaEvent, { type: "settle" | "release" }>): void {
    const held = this.#find(event.id, at);
    if (!held || held.status === "settled") return;
    if (event.type === "release") held.status = "ended";
    else {
      const isCount = Number.isSafeInteger(event.tokens) && event.tokens >= 0;
      Object.assign(held, { status: "settled", tokens: isCount ? event.tokens : held.tokens });
    }
  }
}

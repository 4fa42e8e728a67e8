/** The token quota: never passed, never leaked, whatever order reservations, settlements, crashes and evictions come in. */
import {
  type QuotaCaps,
  type QuotaEvent,
  type QuotaReply,
  RESERVATION_MS,
} from "../../../worker/objects/quota/state.ts";
import type { Report } from "../report.ts";
import { DurableLedger } from "./ledger.ts";
import { LedgerChecker } from "./ledger-checker.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const CAPS: QuotaCaps = { task: 32_000, userDay: 100_000, userMonth: 2_000_000, organizationMonth: 4_000_000 };
const SEED = 20_261_121;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function isGranted(reply: QuotaReply): boolean {
  return "granted" in reply && reply.granted;
}

function reserve(id: string, tokens: number, change: { userId?: string | null; caps?: QuotaCaps } = {}): QuotaEvent {
  return { type: "reserve", id, tokens, userId: "u0", caps: CAPS, ...change };
}

function proveCap(report: Report): void {
  const ledger = new DurableLedger();
  const caps = { ...CAPS, userDay: 50_000 };
  const replies = Array.from({ length: 1_000 }, (_, index) =>
    ledger.apply(reserve(`r${index}`, 1_000, { caps }), NOON),
  );
  const granted = replies.filter(isGranted).length;
  report.claim("1,000 reservations of 1,000 tokens at a cap of 50,000", granted === 50, `${granted} granted`);
  const again = ledger.apply(reserve("r0", 1_000, { caps }), NOON + MINUTE);
  report.claim("a reservation repeated is granted and not charged again", isGranted(again), JSON.stringify(again));
  ledger.close();

  const shared = new DurableLedger();
  const tight = { ...CAPS, organizationMonth: 500_000 };
  const users = Array.from({ length: 1_000 }, (_, index) =>
    shared.apply(reserve(`s${index}`, 1_000, { userId: `u${index % 10}`, caps: tight }), NOON),
  );
  const all = users.filter(isGranted).length;
  report.claim("10 users, 100 reservations each, an organization's cap of 500,000", all === 500, `${all} granted`);
  shared.close();
}

function proveTimes(report: Report): void {
  const ledger = new DurableLedger();
  const caps = { ...CAPS, userDay: 10_000 };
  ledger.apply(reserve("lost", 10_000, { caps }), NOON);
  const before = ledger.apply(reserve("next", 1_000, { caps }), NOON + RESERVATION_MS - 1);
  const after = ledger.apply(reserve("next", 1_000, { caps }), NOON + RESERVATION_MS);
  const holds = !isGranted(before) && isGranted(after);
  report.claim("tokens of a worker that died come back after 15 minutes", holds, JSON.stringify([before, after]));
  ledger.apply({ type: "settle", id: "next", tokens: 25_000 }, NOON + RESERVATION_MS);
  const blocked = ledger.apply(reserve("more", 1, { caps }), NOON + RESERVATION_MS + 1);
  report.claim(
    "more spent than reserved is recorded, and blocks the next",
    !isGranted(blocked),
    JSON.stringify(blocked),
  );
  const midnight = Date.UTC(2026, 10, 22);
  const late = ledger.apply(reserve("late", 1, { caps }), midnight - 1);
  const early = ledger.apply(reserve("early", 1, { caps }), midnight);
  report.claim("a day ends at 23:59:59.999 UTC", !isGranted(late) && isGranted(early), JSON.stringify([late, early]));
  ledger.close();
}

type History = { readonly checker: LedgerChecker; readonly ledger: DurableLedger; now: number };

function randomEvent(random: () => number, ids: string[]): QuotaEvent {
  const pick = Math.floor(random() * 10);
  const known = ids[Math.floor(random() * ids.length)] ?? "none";
  if (pick < 5 || ids.length === 0) {
    const id = pick === 0 && ids.length > 0 ? known : `r${ids.length}`;
    ids.push(id);
    const userId = random() < 0.1 ? null : `u${Math.floor(random() * 4)}`;
    return reserve(id, Math.floor(random() * 20_000), { userId, caps: { ...CAPS, organizationMonth: 300_000 } });
  }
  if (pick < 8)
    return { type: "settle", id: known, tokens: Math.floor(random() * 24_000) - (random() < 0.05 ? 30_000 : 0) };
  return { type: "release", id: known };
}

/** A worker that is killed after the step never hears the answer and asks again; an object that is evicted keeps its rows alone. */
function runHistory(seed: number, steps: number): History {
  const random = randomOf(seed);
  const history: History = { checker: new LedgerChecker(), ledger: new DurableLedger(), now: NOON };
  const ids: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    history.now += random() < 0.02 ? Math.floor(random() * 2 * DAY) : Math.floor(random() * 2 * MINUTE);
    const event = randomEvent(random, ids);
    const tries = random() < 0.1 ? 2 : 1;
    for (let sent = 0; sent < tries; sent += 1) {
      const reply = history.ledger.apply(event, history.now);
      history.checker.check({ at: history.now, event, reply });
    }
    if (random() < 0.05) history.ledger.evict();
  }
  return history;
}

/** Everything is settled or left to run out: then nothing may be held any more, by the ledger's own count. */
function leftOver({ ledger, now }: History): number {
  const reply = ledger.apply({ type: "read", userId: "u0" }, now + RESERVATION_MS);
  return "meters" in reply ? reply.meters.organizationMonth.reserved : Number.NaN;
}

function proveHistories(report: Report, short: boolean): void {
  const [count, steps] = short ? [20, 200] : [60, 400];
  const histories = Array.from({ length: count }, (_, index) => runHistory(SEED + index, steps));
  const wrong = histories.flatMap(({ checker }, index) => checker.wrong.map((what) => `seed ${SEED + index}: ${what}`));
  const grants = histories.reduce((sum, { checker }) => sum + checker.grants, 0);
  const refusals = histories.reduce((sum, { checker }) => sum + checker.refusals, 0);
  const figure = `${count} histories of ${steps} steps from seed ${SEED}: ${grants} grants, ${refusals} refusals, ${wrong.length} wrong`;
  report.claim(
    "no random history passes a cap or leaks",
    wrong.length === 0,
    [figure, ...wrong.slice(0, 3)].join("; "),
  );
  const differ = histories.filter(({ ledger, checker, now }) => {
    const reply = ledger.apply({ type: "read", userId: "u1" }, now);
    if (!("meters" in reply)) return true;
    const { used, reserved } = reply.meters.organizationMonth;
    return used + reserved !== checker.tokensAt("organizationMonth", "u1", now);
  }).length;
  report.claim("the ledger's sums are those counted anew", differ === 0, `${differ} of ${count} differ`);
  const leaks = histories.filter((history) => leftOver(history) !== 0).length;
  report.claim("nothing is held once all are settled or run out", leaks === 0, `${leaks} histories with tokens held`);
  for (const { ledger } of histories) ledger.close();
}

export function proveQuota(report: Report, short: boolean): void {
  proveCap(report);
  proveTimes(report);
  proveHistories(report, short);
}

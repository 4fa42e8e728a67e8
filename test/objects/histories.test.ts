/** The checkers of histories name what is planted, and nothing else. */
import { expect, it } from "vitest";
import { type Ledger, type QuotaEvent, type QuotaReply, stepQuota } from "../../worker/objects/quota/state.ts";
import { enter, type GateAsk, type GateReport, leave, NEW_GATE } from "../../worker/objects/token-gate/state.ts";
import { windowsOf } from "../../worker/objects/token-windows/state.ts";
import { type QuotaFact, quotaViolations, type Sums } from "../prove/jobs/quota-history.ts";
import { type GateFact, gateViolations, type RequestFact, requestViolations } from "../prove/jobs/token-history.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const CAPS = { task: 500, userDay: 1_000, userMonth: 1_500, organizationMonth: 1_200 };
const NEVER = Number.POSITIVE_INFINITY;

const ask = (id: string, userId = "u"): QuotaEvent => ({ type: "reserve", id, userId, tokens: 500, caps: CAPS });
const settle = (id: string, tokens: number): QuotaEvent => ({ type: "settle", id, tokens });

function sumsOf({ sums }: Ledger, at: number): Sums {
  const { userDay, userMonth, organizationMonth } = windowsOf("u", at);
  const tokens = (window: string) => (sums[window]?.used ?? 0) + (sums[window]?.reserved ?? 0);
  return { userDay: tokens(userDay), userMonth: tokens(userMonth), organizationMonth: tokens(organizationMonth) };
}

/** What a ledger records of these steps; `bent` is what a faulty one would answer in the place of the true answer. */
function record(events: readonly QuotaEvent[], bent: (event: QuotaEvent, reply: QuotaReply) => QuotaReply | null) {
  let ledger: Ledger = { sums: {}, reservations: {} };
  return events.map((event, index): QuotaFact => {
    const at = NOON + index;
    const before = ledger;
    const step = stepQuota(before, event, at);
    ledger = step.ledger;
    const reply = bent(event, step.reply);
    if (reply && event.type === "reserve") ledger = stepQuota(before, { ...event, caps: LAX }, at).ledger;
    return { orgId: "o", at, event, reply: reply ?? step.reply, before: sumsOf(before, at), after: sumsOf(ledger, at) };
  });
}

const LAX = { task: NEVER, userDay: NEVER, userMonth: NEVER, organizationMonth: NEVER };
const STEPS = [ask("a"), ask("b"), settle("a", 400), ask("c"), settle("b", 700), ask("b"), ask("d", "v")];

it("a true ledger's history has no breach", () => {
  expect(
    quotaViolations(
      record(STEPS, () => null),
      NEVER,
    ),
  ).toEqual([]);
});

it("a grant beyond a cap is named by its sums, also behind a kill", () => {
  const facts = record(STEPS, ({ type }, reply) =>
    type === "reserve" && "granted" in reply && !reply.granted ? { granted: true } : null,
  );
  const bySums = "ledger of o: c leaves 1400 of 1000 tokens in userDay";
  expect(quotaViolations(facts, NOON)).toContain(bySums);
  expect(quotaViolations(facts, NEVER)).toEqual(
    expect.arrayContaining([bySums, "ledger of o: c: granted beyond userDay, organizationMonth"]),
  );
});

it("tokens out of nothing are named", () => {
  const [first, ...rest] = record(STEPS, () => null);
  const after = { userDay: 501, userMonth: 501, organizationMonth: 501 };
  expect(quotaViolations([{ ...(first as QuotaFact), after }, ...rest], NEVER)).toEqual([
    "ledger of o: reserve adds 501 tokens",
  ]);
});

it("room that was refused is named", () => {
  const refused: QuotaReply = { granted: false, cap: "userDay", resetAt: null };
  const facts = record([ask("a")], () => refused);
  expect(quotaViolations(facts, NEVER)).toEqual(["ledger of o: a: refused for userDay with room left"]);
});

const REQUEST: Omit<GateAsk, "id" | "now"> = { kind: "read", resource: "core", isBackground: false, isPaced: true };
const asked = (id: string, after: number, change: Partial<GateAsk> = {}): GateAsk => ({
  ...REQUEST,
  id,
  now: NOON + after,
  ...change,
});
const told = (id: string, after: number, change: Partial<GateReport> = {}): GateReport => ({
  id,
  resource: "core",
  budget: null,
  blocked: null,
  now: NOON + after,
  ...change,
});
const entered = (...of: Parameters<typeof asked>): GateFact => ({ gate: "g", entered: asked(...of) });
const left = (...of: Parameters<typeof told>): GateFact => ({ gate: "g", left: told(...of) });
const WRITE = { kind: "write" } as const;
const blocked = (after: number) => ({ blocked: { until: NOON + after, scope: "all" as const } });

it("a true gate's history has no breach", () => {
  let state = NEW_GATE;
  const facts: GateFact[] = [];
  for (let index = 0; index < 400; index += 1) {
    const of = asked(`r${index}`, index * 150, { kind: index % 3 === 0 ? "write" : "read" });
    const step = enter(state, of);
    if (!step.reply.ok) continue;
    const report = told(of.id, index * 150 + 40, index % 50 === 0 ? blocked(index * 150 + 2_000) : {});
    state = leave(step.state, report);
    facts.push({ gate: "g", entered: of }, { gate: "g", left: report });
  }
  expect(facts.length).toBeGreaterThan(200);
  expect(gateViolations(facts, [])).toEqual([]);
});

it.each([
  ["a request while all is forbidden", [left("a", 0, blocked(5_000)), entered("b", 4_999)], "1 ms before"],
  [
    "a request of a spent budget",
    [left("a", 0, { budget: { limit: 60, remaining: 0, resetAt: NOON + 5_000 } }), entered("b", 10)],
    "4990 ms before",
  ],
  ["two writes at once", [entered("a", 0, WRITE), entered("b", 999, WRITE)], "twice within 999 ms"],
  ["too many writes", Array.from({ length: 82 }, (_, at) => entered(`${at}`, at * 600, WRITE)), "81 times within 1 m"],
])("%s is named", (_name, facts, what) => {
  expect(gateViolations(facts, []).join()).toContain(what);
});

it("what a gate may do is not named", () => {
  const other = { resource: "graphql" } as const;
  const spent = left("a", 0, { budget: { limit: 60, remaining: 0, resetAt: NOON + 5_000 } });
  const free = [spent, entered("b", 10, other), entered("c", 5_000), left("c", 5_001, blocked(9_000))];
  const elsewhere: GateFact = { gate: "h", entered: asked("d", 5_500) };
  expect(gateViolations([...free, elsewhere], [])).toEqual([]);
  expect(gateViolations([left("a", 0, blocked(5_000)), entered("b", 4_999)], [NOON + 500])).toEqual([]);
});

const seen = (after: number, change: Partial<RequestFact> = {}): RequestFact => ({
  token: "t",
  at: NOON + after,
  resource: "core",
  refused: null,
  ...change,
});

it("a request that GitHub saw in a window it had closed is named", () => {
  const refused = { from: NOON + 10, until: NOON + 10_000, scope: "core" } as const;
  const allowed = [seen(2_000), seen(5_000, { token: "u" }), seen(5_000, { resource: "graphql" }), seen(10_000)];
  expect(requestViolations([seen(0, { refused }), ...allowed], [])).toEqual([]);
  const found = requestViolations([seen(0, { refused }), ...allowed, seen(6_000)], []);
  expect(found).toEqual(["token t asked GitHub 4000 ms before it might"]);
  expect(requestViolations([seen(0, { refused }), seen(6_000)], [NOON + 100])).toEqual([]);
});

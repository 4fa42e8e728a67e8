import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { BreakerEvent } from "../../worker/objects/circuit-breaker/state.ts";
import type { QuotaEvent } from "../../worker/objects/quota/state.ts";
import type { GateAsk } from "../../worker/objects/token-gate/state.ts";
import { as, type Caller } from "./support/as.ts";
import { testScope } from "./support/scope.ts";
import { seedJob } from "./support/seed.ts";

/** Far from now, so that no alarm of a scenario rings. */
const NOON = Date.UTC(2096, 10, 21, 12);
const CAPS = { task: 32_000, userDay: 5_000, userMonth: 2_000_000, organizationMonth: 4_000_000 };

type Scenario = {
  readonly object: DurableObjectStub;
  readonly steps: readonly (() => Promise<unknown>)[];
  /** What came over sockets, besides the steps' answers. */
  readonly heard?: readonly string[];
};

async function listen(caller: Caller, path: string, heard: string[]): Promise<void> {
  const headers = { upgrade: "websocket", origin: env.PUBLIC_URL };
  const { webSocket } = await caller.fetch(path, { headers });
  webSocket?.addEventListener("message", ({ data }) => void heard.push(String(data)));
  webSocket?.accept();
}

const logEvent = (seq: number) =>
  ({
    seq,
    at: "2026-11-21T12:00:00.000Z",
    type: "log",
    level: "info",
    message: `line ${seq}`,
    state: null,
    phase: null,
    step: null,
  }) as const;

async function repoJobs(): Promise<Scenario> {
  const caller = await as();
  const { id: jobId, repositoryId } = await seedJob(caller.orgId);
  const port = testScope().objects.repoJobs(caller.orgId, repositoryId);
  const job = { orgId: caller.orgId, jobId };
  const heard: string[] = [];
  const claim = (token: string, now: number) => port.claim({ ...job, token, floor: 3, leaseMs: 30_000, now });
  const say = (seq: number) => port.publish({ ...job, event: logEvent(seq) });
  return {
    object: env.REPO_JOBS.getByName(`${caller.orgId}:repo:${repositoryId}`),
    heard,
    steps: [
      () => listen(caller, `/api/jobs/${jobId}/live?since=1`, heard),
      () => claim("one", NOON),
      () => say(2),
      () => claim("two", NOON + 1),
      () => say(3),
      () => listen(caller, `/api/jobs/${jobId}/live?since=1`, heard),
      () => port.beat({ ...job, token: "one", fence: 4, leaseMs: 30_000, now: NOON + 20_000 }),
      () => say(4),
      () => claim("three", NOON + 60_000),
      () => port.beat({ ...job, token: "one", fence: 4, leaseMs: 30_000, now: NOON + 60_001 }),
      () => port.close({ ...job, reason: "finished" }),
      () => claim("four", NOON + 120_000),
    ],
  };
}

async function orgLive(): Promise<Scenario> {
  const caller = await as();
  const port = testScope().objects.orgLive(caller.orgId);
  const heard: string[] = [];
  const event = { kind: "repository", at: "2026-11-21T12:00:00.000Z", repository_id: "r", reason: "synced" } as const;
  const say = () => port.publish({ orgId: caller.orgId, event });
  const hear = (since: number) => () => listen(caller, `/api/live?since=${since}`, heard);
  const object = env.ORG_LIVE.getByName(`${caller.orgId}:live`);
  return { object, heard, steps: [say, hear(0), say, say, hear(1), say, hear(0), say, hear(9), say, say, hear(6)] };
}

async function quota(): Promise<Scenario> {
  const orgId = testScope().random.uuidv7();
  const port = testScope().objects.quota(orgId);
  const apply = (event: QuotaEvent) => port.apply({ orgId, event, now: NOON });
  const reserve = (id: string, tokens: number) => () => apply({ type: "reserve", id, userId: "u", tokens, caps: CAPS });
  const settle = (id: string, tokens: number) => () => apply({ type: "settle", id, tokens });
  const read = () => apply({ type: "read", userId: "u" });
  const join = (holder: string) => () =>
    port.fly({ orgId, question: "question", event: { type: "join", holder, awaited: null }, now: NOON });
  return {
    object: env.QUOTA.getByName(`${orgId}:quota`),
    steps: [
      reserve("a", 2_000),
      reserve("b", 2_000),
      reserve("c", 2_000),
      settle("a", 100),
      reserve("c", 2_000),
      read,
      join("one"),
      join("two"),
      settle("b", 2_500),
      settle("b", 2_500),
      reserve("d", 900),
      read,
    ],
  };
}

async function breaker(): Promise<Scenario> {
  const orgId = testScope().random.uuidv7();
  const port = testScope().objects.breaker(orgId, { provider: "gemini", id: "model" });
  const apply = (event: BreakerEvent, after: number) => port.apply({ orgId, event, now: NOON + after });
  const fail = (permit: number) => () => apply({ type: "failed", permit }, permit);
  const admit = (at: number) => () => apply({ type: "admit" }, at);
  const look = () => apply({ type: "look" }, 10);
  const steps = [
    admit(0),
    fail(1),
    admit(1),
    fail(2),
    admit(2),
    fail(3),
    look,
    admit(3),
    fail(4),
    admit(4),
    fail(5),
    admit(600_000),
  ];
  return { object: env.CIRCUIT_BREAKER.getByName(`${orgId}:ai:gemini:model`), steps };
}

async function rateLimits(): Promise<Scenario> {
  const caller = testScope().random.uuidv7();
  const port = testScope().objects.rateLimits(caller, "auth");
  const times = [0, 1, 2, 3, 4, 5, 59_999, 60_000, 60_001, 60_002, 60_003, 119_999];
  const steps = times.map((after) => () => port.take(4, NOON + after));
  return { object: env.RATE_LIMITS.getByName(`${caller}:auth`), steps };
}

async function tokenGate(): Promise<Scenario> {
  const token = testScope().random.uuidv7();
  const port = testScope().objects.tokenGate(token);
  const ask = { resource: "core", isBackground: false, isPaced: true } as const;
  const enter = (id: string, kind: GateAsk["kind"], after: number) => () =>
    port.enter({ ...ask, id, kind, now: NOON + after });
  const leave = (id: string, after: number, until?: number) => () =>
    port.leave({
      id,
      resource: "core",
      budget: null,
      blocked: until === undefined ? null : { until, scope: "all" },
      now: NOON + after,
    });
  return {
    object: env.TOKEN_GATE.getByName(token),
    steps: [
      enter("w1", "write", 0),
      enter("w2", "write", 1),
      enter("r1", "read", 2),
      leave("w1", 3),
      enter("w2", "write", 4),
      enter("w2", "write", 1_001),
      leave("w2", 1_002),
      enter("r2", "read", 1_003),
      leave("r2", 1_004, NOON + 9_000),
      enter("r3", "read", 1_005),
      enter("r3", "read", 9_001),
      leave("r3", 9_002),
    ],
  };
}

async function orgJobs(): Promise<Scenario> {
  const { orgId } = await as();
  const port = testScope().objects.orgJobs(orgId);
  const object = env.ORG_JOBS.getByName(`${orgId}:jobs`);
  const wake = (hours: number) => async () => {
    await port.wake({ orgId, at: NOON + hours });
    return runInDurableObject(object, (_instance, { storage }) => storage.getAlarm());
  };
  return { object, steps: [9, 8, 7, 6, 5, 4, 3, 2, 9, 8, 7, 6].map(wake) };
}

/** What a scenario shows to the outside, ids of its own making left out. */
async function transcript(open: () => Promise<Scenario>, between: (object: DurableObjectStub) => Promise<void>) {
  const { object, steps, heard = [] } = await open();
  const answers: string[] = [];
  for (const step of steps) {
    answers.push(JSON.stringify((await step()) ?? null));
    await between(object);
  }
  return { steps: steps.length, answers, heard: () => [...heard].sort() };
}

/** Spoils all that is to be reached of an instance's memory, its context and bindings too: no step could work with it. */
async function poison(object: DurableObjectStub): Promise<void> {
  const left = await runInDurableObject(object, (instance) => {
    const keys = Reflect.ownKeys(instance);
    for (const key of keys) Object.defineProperty(instance, key, { value: 999 });
    return keys.filter((key) => Reflect.get(instance, key) !== 999).length + (keys.length < 2 ? 1 : 0);
  });
  expect(left).toBe(0);
}

async function poisonAndEvict(object: DurableObjectStub): Promise<void> {
  await poison(object);
  await evictDurableObject(object, { webSockets: "hibernate" });
}

describe("an object that is poisoned and evicted between any two steps", () => {
  it.each([
    ["leases and events of a repository's jobs", repoJobs, 6],
    ["events of an organization", orgLive, 24],
    ["the ledger of tokens", quota, 0],
    ["a circuit breaker", breaker, 0],
    ["a rate limit", rateLimits, 0],
    ["the gate of a token", tokenGate, 0],
    ["an organization's waiting jobs", orgJobs, 0],
  ] as const)("shows the same as one that is not: %s", async (_name, open, frames) => {
    const calm = await transcript(open, async () => {});
    const evicted = await transcript(open, poisonAndEvict);
    expect(calm.steps).toBe(12);
    await vi.waitFor(() => expect(calm.heard()).toHaveLength(frames));
    await vi.waitFor(() => expect(evicted.heard()).toHaveLength(frames));
    expect({ ...evicted, heard: evicted.heard() }).toEqual({ ...calm, heard: calm.heard() });
  });
});

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DeliveryWriter } from "../../worker/services/context.ts";
import { type Received, receiveWebhook } from "../../worker/services/webhooks/receive-webhook.ts";
import type { RawDelivery } from "../../worker/services/webhooks/verify-delivery.ts";
import { makeRepository } from "./support/github.ts";
import { testScope } from "./support/scope.ts";
import { seedAnalysis, seedPlan } from "./support/seed.ts";
import { seedRepository } from "./support/seed-analysis.ts";
import { counts, type Hooked, hooked, PUSH, rawOf } from "./support/webhook.ts";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) {
    vi.spyOn(queue, "send").mockResolvedValue(sent);
    vi.spyOn(queue, "sendBatch").mockResolvedValue(sent);
  }
});

/** Deliveries that come while another one is on its way: they share a round trip, and are answered in their order. */
async function together(
  all: readonly RawDelivery[],
  wake = async () => {},
): Promise<{ answers: Received[]; trips: number }> {
  const first = await hooked();
  const { promise: allWait, resolve } = Promise.withResolvers<void>();
  let [trips, come] = [0, 0];
  const before = () => {
    trips += 1;
    return trips === 1 ? allWait : undefined;
  };
  const scope = testScope({ sharesWork: true, database: { before } });
  const write: DeliveryWriter["write"] = (item) => {
    come += 1;
    const written = scope.deliveries.write(item);
    if (come > all.length) resolve();
    return written;
  };
  const objects = { ...scope.objects, orgJobs: () => ({ ...scope.objects.orgJobs(""), wake }) };
  const raws = [await rawOf(first, crypto.randomUUID()), ...all];
  const received: Promise<Received>[] = [];
  for (const [at, raw] of raws.entries()) {
    received.push(receiveWebhook({ ...scope, objects, deliveries: { write } }, raw));
    await expect.poll(() => come, { interval: 1 }).toBe(at + 1);
  }
  const [, ...answers] = await Promise.all(received);
  return { answers, trips: trips - 1 };
}

const opened = (number: number) => ({ action: "opened", pull_request: { number, state: "open" } });

async function pullOf(here: Hooked, payload: unknown): Promise<RawDelivery> {
  return { ...(await rawOf(here, crypto.randomUUID(), payload)), event: "pull_request" };
}

/** Another repository of the same organization. */
async function beside(here: Hooked): Promise<Hooked> {
  const made = await makeRepository({ files: { a: "a" } });
  const hookId = here.hookId + 1_000_000 + made.githubId;
  const { id: repositoryId, ctx } = await seedRepository(here.caller, made, { id: hookId });
  const secret = (await ctx.hookSecrets.secretOf(here.key, { orgId: here.caller.orgId, repositoryId })) ?? "";
  return { ...here, hookId, made, repositoryId, ctx, secret };
}

async function column(sql: string, orgId: string): Promise<unknown[]> {
  return (await env.DB.prepare(sql).bind(orgId).raw<unknown[]>()).map(([value]) => value);
}

async function stepsOf(sql: string): Promise<string[]> {
  const nothing = Array.from({ length: sql.split("?").length - 1 }, () => null);
  const plan = env.DB.prepare(`explain query plan ${sql}`).bind(...nothing);
  return (await plan.all<{ detail: string }>()).results.map(({ detail }) => detail);
}

describe("the statements of deliveries", () => {
  it("look every row up by an index", async () => {
    const here = await hooked();
    const prepared = vi.spyOn(env.DB, "prepare");
    await together([await rawOf(here, crypto.randomUUID()), await pullOf(here, opened(7))]);
    const texts = [...new Set(prepared.mock.calls.map(([sql]) => sql))].filter((sql) => /json_each\(\?\)/.test(sql));
    prepared.mockRestore();
    expect(texts.length).toBeGreaterThan(8);
    const scans = (await Promise.all(texts.map(stepsOf))).flat().filter((step) => step.startsWith("SCAN"));
    // Arrivals themselves, and what was selected by them.
    expect(scans.filter((step) => !/^SCAN (?:json_each|n) VIRTUAL|^SCAN (?:i|o|\(subquery-\d+\))$/.test(step))).toEqual(
      [],
    );
  });
});

describe("deliveries in one batch", () => {
  it("of one repository share the job of the first, which alone is told of it", async () => {
    const here = await hooked();
    const pushes = await Promise.all(Array.from({ length: 20 }, () => rawOf(here, crypto.randomUUID())));
    const { answers, trips } = await together(pushes);
    expect(trips).toBe(1);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["queued"]));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await counts(here)).toEqual([20, 1, 21]);
    expect(await column("select message from job_logs where org_id = ?", here.caller.orgId)).toHaveLength(1);
  });

  it("share the job of the second when the first is about something else", async () => {
    const here = await hooked();
    const strange = await rawOf(here, crypto.randomUUID(), { ...PUSH, repository: { id: 1 } });
    const { answers, trips } = await together([strange, await rawOf(here, crypto.randomUUID())]);
    expect(trips).toBe(1);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["ignored", "queued"]);
    expect(answers[0]?.jobId).toBeNull();
    expect(await column("select id from jobs where org_id = ?", here.caller.orgId)).toEqual([answers[1]?.jobId]);
    expect(await column("select published_at is not null from jobs where org_id = ?", here.caller.orgId)).toEqual([1]);
    const targets = "select target_id from audit_log where action = 'job.created' and org_id = ?";
    expect(await column(targets, here.caller.orgId)).toEqual([answers[1]?.jobId]);
  });

  it("share the job that waits already", async () => {
    const here = await hooked();
    const { jobId } = await receiveWebhook(testScope(), await rawOf(here, crypto.randomUUID()));
    const pushes = await Promise.all([1, 2].map(() => rawOf(here, crypto.randomUUID())));
    const { answers } = await together(pushes);
    expect(answers.map((answer) => answer.jobId)).toEqual([jobId, jobId]);
    expect(await counts(here)).toEqual([3, 1, 4]);
  });

  it("move the waiting job up when it was less urgent, once, and make none when they are written again", async () => {
    const here = await hooked();
    const { jobId } = await receiveWebhook(testScope(), await rawOf(here, crypto.randomUUID()));
    const set = async (values: string) => env.DB.prepare(`update jobs set ${values} where id = ?`).bind(jobId).run();
    const priorities = () => column("select priority from jobs where org_id = ?", here.caller.orgId);
    await set("priority = 2");
    await together([await rawOf(here, crypto.randomUUID())]);
    expect(await priorities()).toEqual([2]);
    await set("published_at = null");
    const written = vi.spyOn(env.DB, "batch");
    await together([await rawOf(here, crypto.randomUUID()), await rawOf(here, crypto.randomUUID())]);
    const [batch = []] = written.mock.calls.at(-1) ?? [];
    expect(await priorities()).toEqual([1]);
    await set("priority = 0");
    await together([await rawOf(here, crypto.randomUUID())]);
    expect(await priorities()).toEqual([0]);
    await set("state = 'completed', coalesce_key = null");
    await env.DB.batch(batch);
    expect(await counts(here)).toEqual([5, 1, 6]);
  });

  it("count once when they are copies", async () => {
    const here = await hooked();
    const copy = await rawOf(here, crypto.randomUUID());
    const { answers, trips } = await together([copy, copy, copy]);
    expect(trips).toBe(1);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["queued", "duplicate", "duplicate"]);
    expect(await counts(here)).toEqual([1, 1, 2]);
  });

  it("of one organization are let in as there is room, and those of others all the same", async () => {
    const [here, other] = [await hooked(), await hooked()];
    const more = await Promise.all(Array.from({ length: 4 }, () => beside(here)));
    const { trips } = await together(
      await Promise.all([here, ...more, other].map((place) => rawOf(place, crypto.randomUUID()))),
    );
    expect(trips).toBe(1);
    const waits = "select published_at is null from jobs where org_id = ? order by id";
    expect(await column(waits, here.caller.orgId)).toEqual([0, 0, 0, 1, 1]);
    expect(await column(waits, other.caller.orgId)).toEqual([0]);
    const messages = [...vi.mocked(env.Q_SYNC.sendBatch).mock.calls, ...vi.mocked(env.Q_SYNC.send).mock.calls].flatMap(
      ([sent]) => JSON.stringify(sent).match(/"job_id":"[^"]+"/g) ?? [],
    );
    const published = "select id from jobs where published_at is not null and org_id = ?";
    for (const id of [
      ...(await column(published, here.caller.orgId)),
      ...(await column(published, other.caller.orgId)),
    ])
      expect(messages).toContain(`"job_id":"${id}"`);
  });

  it("wake the organization for those alone that have to wait", async () => {
    const here = await hooked();
    const more = await Promise.all([beside(here), beside(here)]);
    const wake = vi.fn(async () => {});
    const pushes = await Promise.all([here, ...more].map((place) => rawOf(place, crypto.randomUUID())));
    await together(pushes, wake);
    expect(wake).not.toHaveBeenCalled();
    await together([await pullOf(here, opened(1)), await rawOf(await beside(here), crypto.randomUUID())], wake);
    expect(wake).toHaveBeenCalledOnce();
  });

  it("may lead to different kinds of jobs, whose starts are counted", async () => {
    const here = await hooked();
    const { answers, trips } = await together([
      await rawOf(here, crypto.randomUUID()),
      await pullOf(here, opened(1)),
      await pullOf(here, opened(2)),
    ]);
    expect(trips).toBe(1);
    const kinds = "select kind from jobs where org_id = ? and published_at is not null order by kind";
    expect(await column(kinds, here.caller.orgId)).toEqual(["analysis", "analysis", "sync"]);
    const starts = await column("select job_id from job_starts where org_id = ?", here.caller.orgId);
    expect(new Set(starts)).toEqual(new Set([answers[1]?.jobId, answers[2]?.jobId]));
  });

  it("are none when they change rows: each goes alone, and the last one wins", async () => {
    const here = await hooked();
    const { id: analysisId } = await seedAnalysis(here.caller.orgId, { repositoryId: here.repositoryId });
    const opening = { state: "opened", number: 7, url: "https://github.example.com/7", pullState: "open" } as const;
    await seedPlan(here.caller.orgId, { repositoryId: here.repositoryId, analysisId, ...opening });
    const changed = (action: string, state: string) =>
      pullOf(here, { action, pull_request: { number: 7, state, merged: false } });
    const { trips } = await together([
      await changed("closed", "closed"),
      await changed("reopened", "open"),
      await changed("closed", "closed"),
    ]);
    expect(trips).toBe(3);
    expect(await column("select pull_state from pull_requests where org_id = ?", here.caller.orgId)).toEqual([
      "closed",
    ]);
    const said = "select action from audit_log where action like 'pull_request.%' and org_id = ? order by id";
    expect(await column(said, here.caller.orgId)).toEqual([
      "pull_request.closed",
      "pull_request.open",
      "pull_request.closed",
    ]);
  });
});

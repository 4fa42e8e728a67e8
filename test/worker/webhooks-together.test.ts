import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { receiveWebhook } from "../../worker/services/webhooks/receive-webhook.ts";
import { testScope } from "./support/scope.ts";
import { counts, type Hooked, hooked, rawOf } from "./support/webhook.ts";

const MANY = 8;

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue(sent);
  vi.spyOn(env.Q_SYNC, "sendBatch").mockResolvedValue(sent);
});

function several(): Promise<Hooked[]> {
  return Promise.all(Array.from({ length: MANY }, hooked));
}

async function jobStates(places: readonly Hooked[]): Promise<unknown[]> {
  const ids = JSON.stringify(places.map(({ caller }) => caller.orgId));
  const sql = "select published_at is not null as is_sent from jobs where org_id in (select value from json_each(?))";
  return (await env.DB.prepare(sql).bind(ids).all()).results;
}

describe("deliveries to many organizations at the same time", () => {
  it("share round trips, and each is answered for its own", async () => {
    const places = await several();
    const asked: string[] = [];
    const scope = testScope({ sharesWork: true, database: { before: ({ name }) => void asked.push(name) } });
    const answers = await Promise.all(
      places.map(async (here) => receiveWebhook(scope, await rawOf(here, crypto.randomUUID()))),
    );
    expect(asked.length).toBeLessThan(MANY / 2);
    expect(answers.map(({ outcome }) => outcome)).toEqual(places.map(() => "queued"));
    for (const [at, here] of places.entries()) {
      expect((await counts(here)).slice(0, 2)).toEqual([1, 1]);
      const sql = "select job_id from webhook_deliveries where org_id = ?";
      expect(await env.DB.prepare(sql).bind(here.caller.orgId).first("job_id")).toBe(answers[at]?.jobId);
    }
  });

  it.each(["before", "after"] as const)(
    "are all taken when a shared round trip fails %s it took effect",
    async (side) => {
      const places = await several();
      let fails = 0;
      const spoilt = () => {
        fails += 1;
        // The first goes alone; the second is shared.
        if (fails === 2) throw new Error("D1_ERROR: lost");
      };
      const scope = testScope({ sharesWork: true, database: { [side]: spoilt } });
      const answers = await Promise.all(
        places.map(async (here) => receiveWebhook(scope, await rawOf(here, crypto.randomUUID()))),
      );
      expect(fails).toBeGreaterThan(2);
      expect(answers.map(({ outcome }) => outcome)).toEqual(places.map(() => "queued"));
      for (const here of places) expect((await counts(here)).slice(0, 2)).toEqual([1, 1]);
      expect(await jobStates(places)).toEqual(places.map(() => ({ is_sent: 1 })));
    },
  );

  it("reach the queue together", async () => {
    const places = await several();
    const scope = testScope({ sharesWork: true });
    await Promise.all(places.map(async (here) => receiveWebhook(scope, await rawOf(here, crypto.randomUUID()))));
    const [one, together] = [vi.mocked(env.Q_SYNC.send), vi.mocked(env.Q_SYNC.sendBatch)];
    const sent = together.mock.calls.map(([messages]) => [...messages].length);
    expect(sent.reduce((sum, count) => sum + count, one.mock.calls.length)).toBe(MANY);
    expect(sent.length).toBeGreaterThan(0);
  });
});

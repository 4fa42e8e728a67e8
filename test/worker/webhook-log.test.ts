import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { listMissed, listReceived } from "../../worker/services/deliveries/read-deliveries.ts";
import { as, type Caller } from "./support/as.ts";
import { pushTo, spoil } from "./support/github.ts";
import { attempts, handOver, missing, rowOf, setRow } from "./support/missed.ts";
import { rowsRead } from "./support/rows-read.ts";
import { seedDelivery, seedGap, seedRepository } from "./support/seed.ts";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

type Page = { items: { id: string; state?: string }[]; next_cursor: string | null };

async function allOf(caller: Caller, path: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page = await (await caller.get(`${path}${cursor && `&cursor=${cursor}`}`)).json<Page>();
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return found;
}

describe.each([
  ["deliveries", "receivedAt", seedDelivery],
  ["gaps", "foundAt", seedGap],
] as const)("the list of %s", (list, time, seed) => {
  it("gives each row once, newest first, page by page, and only the organization's own", async () => {
    const caller = await as({ role: "viewer" });
    const { id: repositoryId } = await seedRepository(caller.orgId, { hookId: 7 });
    const ids: string[] = [];
    for (let at = 1; at <= 5; at += 1) ids.unshift((await seed(caller.orgId, { repositoryId, [time]: at })).id);
    const { id: elsewhere } = await seed(caller.orgId);
    await seed((await as()).orgId);
    expect(await allOf(caller, `/api/webhooks/${list}?limit=2`)).toEqual([elsewhere, ...ids]);
    expect(await allOf(caller, `/api/webhooks/${list}?limit=2&repository_id=${repositoryId}`)).toEqual(ids);
  });
});

describe("the lists", () => {
  it("read no more rows when there are more", async () => {
    const caller = await as();
    const { id: repositoryId } = await seedRepository(caller.orgId, { hookId: 7 });
    const page = { state: undefined, repositoryId: undefined, after: undefined, limit: 2 };
    const read = () =>
      Promise.all([
        rowsRead(caller, (ctx) => listReceived(ctx, page)),
        rowsRead(caller, (ctx) => listReceived(ctx, { ...page, repositoryId })),
        rowsRead(caller, (ctx) => listMissed(ctx, page)),
        rowsRead(caller, (ctx) => listMissed(ctx, { ...page, state: "open" })),
      ]);
    const fill = async (from: number, to: number) => {
      for (let at = from; at < to; at += 1) {
        await seedDelivery(caller.orgId, { repositoryId, receivedAt: at });
        await seedGap(caller.orgId, { repositoryId, foundAt: at });
      }
    };
    await fill(0, 4);
    const few = await read();
    await fill(4, 40);
    expect(await read()).toEqual(few);
  });

  it("shows gaps in one state", async () => {
    const caller = await as();
    const { id } = await seedGap(caller.orgId, { state: "read_anew" });
    await seedGap(caller.orgId);
    expect(await allOf(caller, "/api/webhooks/gaps?state=read_anew")).toEqual([id]);
  });
});

describe("asking for a delivery again", () => {
  it("makes a received one count as new, once", async () => {
    const here = await missing();
    await pushTo(here.made.fullName, { "README.md": "moved\n" });
    await handOver(here, ({ event }) => event === "push");
    const [delivery] = (await (await here.caller.get("/api/webhooks/deliveries")).json<Page>()).items;
    const answer = await here.caller.post(`/api/webhooks/deliveries/${delivery?.id}/redeliver`);
    expect(answer.status).toBe(202);
    const again = ({ redelivery }: { redelivery: boolean }) => redelivery;
    expect((await handOver(here, again)).map(({ status }) => status)).toEqual([202]);
    expect((await handOver(here, again)).map(({ status }) => status)).toEqual([200]);
    expect((await (await here.caller.get("/api/webhooks/deliveries")).json<Page>()).items).toHaveLength(2);
  });

  it("leaves a received one as it was when GitHub refuses", async () => {
    const here = await missing();
    await pushTo(here.made.fullName, { "README.md": "moved\n" });
    await handOver(here, ({ event }) => event === "push");
    await spoil(here.made, { preset: "unicorn", match: { method: "POST" } });
    const [delivery] = (await (await here.caller.get("/api/webhooks/deliveries")).json<Page>()).items;
    const answer = await here.caller.post(`/api/webhooks/deliveries/${delivery?.id}/redeliver`);
    expect(answer.status).toBe(502);
    expect((await handOver(here, ({ event }) => event === "push")).map(({ status }) => status)).toEqual([200]);
  });

  it("works for a missed one, and not for one that is made up for", async () => {
    const here = await missing();
    await pushTo(here.made.fullName, { "README.md": "moved\n" });
    await here.caller.post("/api/webhooks/sweep");
    const { items } = await (await here.caller.get("/api/webhooks/gaps")).json<Page>();
    const path = `/api/webhooks/gaps/${items[0]?.id}/redeliver`;
    expect((await here.caller.post(path)).status).toBe(202);
    expect((await attempts(here)).filter(({ redelivery }) => redelivery).length).toBe(3);
    await env.DB.prepare("update webhook_gaps set state = 'recovered'").run();
    expect((await here.caller.post(path)).status).toBe(409);
  });

  it("says when the webhook is another one by now", async () => {
    const here = await missing();
    const { id } = await seedDelivery(here.caller.orgId, { repositoryId: here.repositoryId, hookId: 1 });
    const answer = await here.caller.post(`/api/webhooks/deliveries/${id}/redeliver`);
    expect([answer.status, (await answer.json<{ detail: string }>()).detail]).toEqual([
      409,
      "This came through an earlier webhook, which is gone. Sync the repository instead.",
    ]);
  });
});

describe("the sync state", () => {
  it("knows nothing of an organization without repositories", async () => {
    const answer = await (await as({ role: "viewer" })).get("/api/webhooks/sync-state");
    expect(await answer.json()).toEqual({
      in_sync_as_of: null,
      repositories: 0,
      behind: 0,
      suspended: 0,
      gaps_open: 0,
      gaps_recovered: 0,
      last_sweep_at: null,
    });
  });

  it("is as old as the repository that is known worst", async () => {
    const caller = await as({ role: "viewer" });
    const now = Date.now();
    await seedRepository(caller.orgId, { connectedAt: 1, checkedAt: now - 3_600_000, syncedAt: 1 });
    await seedRepository(caller.orgId, { connectedAt: 1, checkedAt: now, deliveriesReadAt: now });
    await seedRepository(caller.orgId, { connectedAt: 1, state: "suspended" });
    await seedGap(caller.orgId);
    await seedGap(caller.orgId, { state: "read_anew" });
    const gap = await seedGap(caller.orgId, { state: "asked" });
    await seedDelivery(caller.orgId, { repositoryId: gap.repositoryId, guid: gap.guid });
    await setRow(gap.repositoryId, { checkedAt: now });
    const answer = await caller.get("/api/webhooks/sync-state");
    expect(await answer.json()).toEqual({
      in_sync_as_of: new Date(now - 3_600_000).toISOString(),
      repositories: 6,
      behind: 1,
      suspended: 1,
      gaps_open: 1,
      gaps_recovered: 2,
      last_sweep_at: new Date(now).toISOString(),
    });
  });
});

it("a secret is changed on request, and both count for a day", async () => {
  const here = await missing();
  const answer = await here.caller.post(`/api/repositories/${here.repositoryId}/webhook/rotate`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ repository_id: here.repositoryId });
  expect(await rowOf(here)).toMatchObject({ hook_key: "test1.2", previous_hook_key: "test1.1" });
});

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { runScheduled } from "../../worker/consumers/run-scheduled.ts";
import { organizationMembers } from "../../worker/db/schema.ts";
import type { PlatformHooks } from "../../worker/platform/hooks.ts";
import { purgeOrganizations, sweepRemains } from "../../worker/services/privacy/purge-organizations.ts";
import { as, type Caller, json } from "./support/as.ts";
import {
  databaseText,
  type Everything,
  fillObjects,
  objectsText,
  rowsOf,
  seedEverything,
} from "./support/everything.ts";
import { testScope } from "./support/scope.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const QUARTERLY = "*/15 * * * *";
const SWEEP = "*/2 * * * *";

/** A job that runs meanwhile would write rows of its own. */
beforeEach(() => {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC, env.Q_CI]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
});

async function nameOf(orgId: string): Promise<string> {
  return (await env.DB.prepare("select name from organizations where id = ?").bind(orgId).first<string>("name")) ?? "";
}

async function requestDeletion({ orgId, fetch }: Caller, confirm?: string): Promise<Response> {
  return fetch("/api/orgs/current", json("DELETE", { confirm: confirm ?? (await nameOf(orgId)) }));
}

async function typeOf(response: Response): Promise<string> {
  return ((await response.json()) as { type: string }).type;
}

/** What becomes of organizations at these minutes after the grace is over. */
async function clock(minutes: readonly number[], hooks: PlatformHooks = {}): Promise<void> {
  const now = Date.now();
  for (const minute of minutes) {
    const at = now + 7 * DAY_MS + minute * MINUTE_MS;
    await purgeOrganizations(testScope({ ...hooks, clock: () => at }));
  }
}

/** A machine that goes away after so many calls, every other time with the last one done. */
function dying(calls: number): PlatformHooks {
  let left = calls;
  const die = (): void => {
    left -= 1;
    if (left < 0) throw new Error("The machine went away.");
  };
  const seam = calls % 2 === 0 ? { before: die } : { after: die };
  return { database: seam, stub: seam };
}

async function tombstone(orgId: string) {
  return env.DB.prepare("select * from organization_tombstones where org_id = ?").bind(orgId).first();
}

async function deleted(everything: Everything): Promise<void> {
  await fillObjects(everything);
  expect((await requestDeletion(everything.owner)).status).toBe(202);
}

describe("asking for the deletion of an organization", () => {
  it("waits seven days in which everything goes on, and can be taken back", async () => {
    const owner = await as();
    const response = await requestDeletion(owner);
    const { delete_after: at } = (await response.json()) as { delete_after: string };
    expect(Date.parse(at) - Date.now()).toBeGreaterThan(7 * DAY_MS - MINUTE_MS);
    expect((await owner.get("/api/repositories")).status).toBe(200);
    expect(await typeOf(await requestDeletion(owner))).toBe("/problems/conflict");
    expect((await owner.post("/api/orgs/current/restore")).status).toBe(204);
    expect(await typeOf(await owner.post("/api/orgs/current/restore"))).toBe("/problems/conflict");
    await clock([5, 30]);
    expect((await owner.get("/api/repositories")).status).toBe(200);
  });

  it("needs the name, typed exactly", async () => {
    const owner = await as();
    const response = await requestDeletion(owner, `${await nameOf(owner.orgId)} `);
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ path: "confirm" }] });
    expect(
      await env.DB.prepare("select delete_after from organizations where id = ?")
        .bind(owner.orgId)
        .first("delete_after"),
    ).toBeNull();
  });

  it("needs a sign-in of the last ten minutes", async () => {
    const owner = await as();
    await env.DB.prepare("update sessions set created_at = ? where id = ?")
      .bind(Date.now() - 11 * MINUTE_MS, owner.sessionId)
      .run();
    expect(await typeOf(await requestDeletion(owner))).toBe("/problems/sign_in_again");
    expect(await typeOf(await owner.post("/api/orgs/current/export"))).toBe("/problems/sign_in_again");
  });

  it("cannot be taken back once the seven days are over", async () => {
    const owner = await as();
    await requestDeletion(owner);
    await env.DB.prepare("update organizations set delete_after = ? where id = ?")
      .bind(Date.now() - 1, owner.orgId)
      .run();
    const response = await owner.post("/api/orgs/current/restore");
    expect(await response.json()).toMatchObject({ status: 409, detail: expect.stringContaining("has begun") });
  });
});

describe("an organization whose grace is over", () => {
  it("leaves nothing but its tombstone, and touches no other", async () => {
    const gone = await seedEverything({ copies: 3 });
    const neighbour = await seedEverything();
    await fillObjects(neighbour);
    await deleted(gone);
    expect(await objectsText(gone)).toContain(gone.canary);
    const before = [await rowsOf(neighbour.owner.orgId), await objectsText(neighbour)];

    await clock([5]);
    expect((await gone.owner.get("/api/repositories")).status).toBe(401);
    await clock([20]);

    expect(await databaseText()).not.toContain(gone.canary);
    expect(await objectsText(gone)).toBe("");
    expect(Object.values(await rowsOf(gone.owner.orgId)).flat()).toEqual([]);
    expect(await nameOf(gone.owner.orgId)).toBe("");
    expect(await tombstone(gone.owner.orgId)).toEqual({
      org_id: gone.owner.orgId,
      deleted_at: expect.any(Number),
      deleted_by: gone.owner.userId,
      // Three that were seeded, the request and the end.
      audit_seq: 5,
      audit_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([await rowsOf(neighbour.owner.orgId), await objectsText(neighbour)]).toEqual(before);
  });

  it("is taken up again wherever it broke off", async () => {
    const gone = await seedEverything({ copies: 2 });
    await deleted(gone);
    await clock([5]);
    let runs = 0;
    for (; (await nameOf(gone.owner.orgId)) !== "" && runs < 60; runs += 1) await clock([20], dying(1 + runs * 5));
    expect(await nameOf(gone.owner.orgId)).toBe("");
    expect(runs).toBeGreaterThan(5);
    expect(await databaseText()).not.toContain(gone.canary);
    expect(await objectsText(gone)).toBe("");
    expect(await tombstone(gone.owner.orgId)).toMatchObject({ audit_seq: 4 });
  });

  it("is looked at again for what was under way", async () => {
    const gone = await as();
    await requestDeletion(gone);
    await clock([5, 20]);
    const kept = await tombstone(gone.orgId);
    const day = env.DB.prepare(
      "insert into ai_usage (org_id, day, user_id, task, model, requests, cached, input_tokens, output_tokens, cost_micros, kept, dropped) values (?, 1, '', 'analysis', '', 1, 1, 1, 1, 1, 1, 1)",
    );
    const log = env.DB.prepare(
      "insert into audit_log (org_id, id, at, actor_kind, action, target_kind, correlation_id) values (?, 'late', 1, 'system', 'job.created', 'job', 'c')",
    );
    await env.DB.batch([day.bind(gone.orgId), log.bind(gone.orgId)]);
    await testScope()
      .objects.quota(gone.orgId)
      .apply({ orgId: gone.orgId, event: { type: "read", userId: null }, now: Date.now() });
    await sweepRemains(testScope({ clock: () => Date.now() + 8 * DAY_MS }));
    expect(Object.values(await rowsOf(gone.orgId)).flat()).toEqual([]);
    expect(await tombstone(gone.orgId)).toEqual(kept);
  });

  it("lets its people go on elsewhere", async () => {
    const owner = await as();
    const other = await as();
    const now = Date.now();
    await testScope()
      .db.insert(organizationMembers)
      .values({ orgId: other.orgId, userId: owner.userId, role: "viewer", createdAt: now });
    await requestDeletion(owner);
    await clock([5]);
    const me = (await (await owner.get("/api/auth/me")).json()) as { organization: { id: string; role: string } };
    expect(me.organization).toMatchObject({ id: other.orgId, role: "viewer" });
  });

  it("begins nothing by the clock meanwhile", async () => {
    const looked = async ({ orgId }: Caller) =>
      env.DB.prepare("select deliveries_read_at as at from repositories where org_id = ?").bind(orgId).first("at");
    const [waiting, other] = [(await seedEverything()).owner, (await seedEverything()).owner];
    await env.DB.exec("update repositories set deliveries_read_at = null");
    await requestDeletion(waiting);
    for (const cron of [QUARTERLY, SWEEP]) await runScheduled(cron, testScope());
    expect([await looked(waiting), await looked(other)]).toEqual([null, expect.any(Number)]);
  });
});

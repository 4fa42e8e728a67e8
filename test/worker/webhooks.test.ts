import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { receiveWebhook } from "../../worker/services/webhooks/receive-webhook.ts";
import { testScope } from "./support/scope.ts";
import { seedAnalysis, seedPlan } from "./support/seed.ts";
import { counts, deliver, hooked, outcomes, PUSH, rawOf, type Sent } from "./support/webhook.ts";

beforeEach(() => {
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
});

describe("a signed delivery", () => {
  it("of a push to the default branch starts a sync, after it was stored", async () => {
    const here = await hooked();
    const response = await deliver(here);
    expect(response.status).toBe(202);
    const { outcome, job_id } = await response.json<{ outcome: string; job_id: string }>();
    expect(outcome).toBe("queued");
    const job = await env.DB.prepare("select kind, trigger, state, repository_id from jobs where id = ?")
      .bind(job_id)
      .first();
    expect(job).toEqual({ kind: "sync", trigger: "push", state: "pending", repository_id: here.repositoryId });
    expect(env.Q_SYNC.send).toHaveBeenCalledWith({ v: 1, job_id }, expect.anything());
  });

  it("counts once, however often it comes", async () => {
    const here = await hooked();
    const guid = crypto.randomUUID();
    const copies = await Promise.all(Array.from({ length: 5 }, () => deliver(here, { guid })));
    const later = await deliver(here, { guid });
    expect(copies.every(({ status }) => status === 202 || status === 200)).toBe(true);
    expect(copies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(later.status).toBe(200);
    expect(await later.json()).toMatchObject({ outcome: "duplicate" });
    expect((await counts(here)).slice(0, 2)).toEqual([1, 1]);
  });

  it.each([
    ["the object is left alone when the queue took the message", false],
    ["the object looks after the job when the queue did not take the message", true],
  ])("leads to a job that is run: %s", async (_, isLost) => {
    const here = await hooked();
    if (isLost) vi.mocked(env.Q_SYNC.send).mockRejectedValueOnce(new Error("Queue send failed"));
    expect((await deliver(here)).status).toBe(202);
    const object = env.REPO_JOBS.getByName(`${here.caller.orgId}:repo:${here.repositoryId}`);
    const armed = () => runInDurableObject(object, (_instance, { storage }) => storage.getAlarm());
    if (isLost) await vi.waitFor(async () => expect(await armed()).not.toBeNull(), { timeout: 20_000 });
    else expect(await armed()).toBeNull();
  });

  it("is told apart from one of another webhook with the same GUID", async () => {
    const [here, there] = [await hooked(), await hooked()];
    const guid = crypto.randomUUID();
    expect([(await deliver(here, { guid })).status, (await deliver(there, { guid })).status]).toEqual([202, 202]);
  });

  it("shares the sync that waits already", async () => {
    const here = await hooked();
    for (let push = 0; push < 5; push += 1) await deliver(here);
    expect((await counts(here)).slice(0, 2)).toEqual([5, 1]);
  });

  it.each<[string, Sent, string]>([
    ["another branch", { payload: { ...PUSH, ref: "refs/heads/other" } }, "ignored"],
    ["a tag", { payload: { ...PUSH, ref: "refs/tags/v1" } }, "ignored"],
    ["an issue", { event: "issues", payload: { action: "opened" } }, "recorded"],
    ["a run of a workflow", { event: "workflow_run", payload: { action: "completed" } }, "recorded"],
    ["an installation", { event: "installation", payload: { action: "created" } }, "ignored"],
    ["another default branch", { payload: { ...PUSH, repository: { default_branch: "trunk" } } }, "ignored"],
    ["a star", { event: "star", payload: { action: "created" } }, "ignored"],
    ["another repository", { payload: { ...PUSH, repository: { id: 1 } } }, "ignored"],
    ["a rename", { event: "repository", payload: { action: "renamed" } }, "queued"],
    ["an archiving", { event: "repository", payload: { action: "archived" } }, "queued"],
    ["a deletion", { event: "repository", payload: { action: "deleted" } }, "recorded"],
  ])("of %s is stored and answered", async (_case, sent, outcome) => {
    const here = await hooked();
    const response = await deliver(here, sent);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ outcome });
    expect(await outcomes(here)).toMatchObject([{ outcome, has_job: outcome === "queued" ? 1 : 0 }]);
  });

  it("of a deleted repository says so in its row", async () => {
    const here = await hooked();
    await deliver(here, { event: "repository", payload: { action: "deleted" } });
    const row = await env.DB.prepare("select state from repositories where id = ?").bind(here.repositoryId).first();
    expect(row).toEqual({ state: "gone" });
  });

  it.each([
    [{ state: "closed", merged: true }, "closed", "merged"],
    [{ state: "closed", merged: false }, "closed", "closed"],
    [{ state: "open", merged: false }, "reopened", "open"],
  ])("of our pull request %j (%s) makes it %s", async (pull, action, expected) => {
    const here = await hooked();
    const analysis = await seedAnalysis(here.caller.orgId, { repositoryId: here.repositoryId });
    const opened = { state: "opened", number: 7, url: "https://github.example.com/7", pullState: "closed" } as const;
    const plan = await seedPlan(here.caller.orgId, {
      repositoryId: here.repositoryId,
      analysisId: analysis.id,
      ...opened,
    });
    await deliver(here, { event: "pull_request", payload: { action, pull_request: { number: 7, ...pull } } });
    const row = await env.DB.prepare("select pull_state from pull_requests where id = ?").bind(plan.id).first();
    expect(row).toEqual({ pull_state: expected });
  });

  it("that is not JSON gets 400 and is recorded", async () => {
    const here = await hooked();
    expect((await deliver(here, { body: "{" })).status).toBe(400);
    expect(await outcomes(here)).toMatchObject([{ outcome: "recorded", has_job: 0 }]);
  });

  it.each([
    ["a control character", "a\u0000b"],
    ["half a character", "x\ud800y"],
    ["3 MB", "z".repeat(3_000_000)],
  ])("whose action holds %s is recorded without it, or refused where it matters", async (_case, action) => {
    const here = await hooked();
    const body = JSON.stringify({ action });
    expect((await deliver(here, { event: "issues", body })).status).toBe(202);
    expect((await deliver(here, { event: "repository_dispatch", body })).status).toBe(202);
    expect((await deliver(here, { event: "repository", body })).status).toBe(422);
    expect((await outcomes(here)).map((row) => (row as { action: unknown }).action)).toEqual([null, null, null]);
  });

  it("that is JSON but no push gets 422 and is recorded", async () => {
    const here = await hooked();
    expect((await deliver(here, { payload: { ref: 1 } })).status).toBe(422);
    expect(await outcomes(here)).toMatchObject([{ outcome: "recorded" }]);
  });

  it("of a ping is recorded and answered with 200", async () => {
    const here = await hooked();
    const response = await deliver(here, { event: "ping", payload: { zen: "z" } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ outcome: "recorded", job_id: null });
    expect(await outcomes(here)).toMatchObject([{ event: "ping", outcome: "recorded" }]);
  });

  it.each([
    ["no GUID", { "x-github-delivery": "" }],
    ["a GUID that is none", { "x-github-delivery": "x".repeat(1_024) }],
    ["no event", { "x-github-event": "" }],
  ])("with %s gets 400", async (_case, headers) => {
    const here = await hooked();
    expect((await deliver(here, { headers })).status).toBe(400);
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("as a form is refused", async () => {
    const here = await hooked();
    expect((await deliver(here, { headers: { "content-type": "application/x-www-form-urlencoded" } })).status).toBe(
      415,
    );
  });

  it("may have 24 MB, and no more than 25", async () => {
    const here = await hooked();
    const padded = (size: number) => ({ event: "ping", body: JSON.stringify({ zen: "z".repeat(size) }) });
    expect((await deliver(here, padded(24 * 1024 * 1024))).status).toBe(200);
    expect((await deliver(here, padded(25 * 1024 * 1024))).status).toBe(413);
  }, 30_000);

  it("is accepted under the key before the current one until its time is up", async () => {
    const here = await hooked();
    const rotate = env.DB.prepare(
      "update repositories set previous_hook_key = 'test1.1', hook_key = 'test1.2', previous_hook_key_until = ? where id = ?",
    );
    await rotate.bind(Date.now() + 60_000, here.repositoryId).run();
    const next = await here.ctx.hookSecrets.secretOf("test1.2", { orgId: here.caller.orgId, ...here });
    const renewed = { ...here, key: "test1.2", secret: next ?? "" };
    expect([(await deliver(here)).status, (await deliver(renewed)).status]).toEqual([202, 202]);
    await rotate.bind(Date.now() - 1, here.repositoryId).run();
    const before = await counts(here);
    expect((await deliver(here)).status).toBe(401);
    expect(await counts(here)).toEqual(before);
    expect((await deliver(renewed)).status).toBe(202);
  });

  it("of a repository that is not connected any more is ignored politely", async () => {
    const here = await hooked();
    await env.DB.prepare("delete from repositories where id = ?").bind(here.repositoryId).run();
    const response = await deliver(here);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ outcome: "ignored", job_id: null });
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("is never refused for its rate", async () => {
    const here = await hooked();
    const statuses = await Promise.all(
      Array.from({ length: 80 }, async () => (await deliver(here, { event: "ping", payload: {} })).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, 30_000);
});

describe("a delivery while the database fails", () => {
  const failing = (side: "before" | "after") => {
    let left = 1;
    const fail = ({ name }: { name: string }) => {
      if (name !== "batch" || left === 0) return;
      left -= 1;
      throw new Error("D1_ERROR: Network connection lost.");
    };
    return testScope({ database: { [side]: fail } });
  };

  it("is not answered before it is stored", async () => {
    const here = await hooked();
    const delivery = await rawOf(here, crypto.randomUUID());
    await expect(receiveWebhook(failing("before"), delivery)).rejects.toThrow("connection lost");
    expect(await counts(here)).toEqual([0, 0, 0]);
    expect(await receiveWebhook(testScope(), delivery)).toMatchObject({ outcome: "queued" });
  });

  it("has its effects once although the answer of the database got lost", async () => {
    const here = await hooked();
    const delivery = await rawOf(here, crypto.randomUUID());
    await expect(receiveWebhook(failing("after"), delivery)).rejects.toThrow("connection lost");
    expect(await receiveWebhook(testScope(), delivery)).toMatchObject({
      outcome: "duplicate",
      jobId: expect.any(String),
    });
    expect((await counts(here)).slice(0, 2)).toEqual([1, 1]);
  });
});

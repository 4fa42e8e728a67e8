import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { type JobHandlers, runJob } from "../../worker/services/jobs/run-job.ts";
import { sendRepositoryEvent } from "../../worker/services/jobs/send-events.ts";
import { as, type Caller, send } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const UPGRADE = { upgrade: "websocket", origin: env.PUBLIC_URL };
const STALE = 10 * 60_000;

async function waitingJob() {
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({} as never);
  const caller = await as();
  const ctx = testCtx(caller);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
  const object = env.REPO_JOBS.getByName(`${caller.orgId}:repo:${repositoryId}`);
  return { caller, ctx, jobId, repositoryId, object, path: `/api/jobs/${jobId}/live` };
}

const work: JobHandlers["sync"] = (run) => run.commit([], "Done.");
const handlers: JobHandlers = { analysis: work, sync: work, ci_generation: work };

type Heard = { socket: WebSocket; texts: string[]; closed: number[] };

async function open(caller: Caller, path: string): Promise<Heard> {
  const { webSocket } = await caller.fetch(path, { headers: UPGRADE });
  if (!webSocket) throw new Error("The socket was refused.");
  const heard: Heard = { socket: webSocket, texts: [], closed: [] };
  webSocket.addEventListener("message", ({ data }) => heard.texts.push(String(data)));
  webSocket.addEventListener("close", ({ code }) => heard.closed.push(code));
  webSocket.accept();
  return heard;
}

const seqsOf = ({ texts }: Heard) =>
  texts.flatMap((text) => (JSON.parse(text) as { event?: { seq: number } }).event?.seq ?? []);
const kindsOf = ({ texts }: Heard) => texts.map((text) => (JSON.parse(text) as { kind: string }).kind);

/** Sockets that others opened to follow the job, put straight into the object. */
async function follow({ object, caller, jobId }: Awaited<ReturnType<typeof waitingJob>>, count: number): Promise<void> {
  await runInDurableObject(object, (_instance, state) => {
    const feed = `${caller.orgId}:${jobId}`;
    const seat = { credential: {}, userId: "", orgId: caller.orgId, feed, cursor: null, checkedAt: Date.now() };
    for (let made = 0; made < count; made += 1) {
      const { 1: server } = new WebSocketPair();
      state.acceptWebSocket(server, [`feed:${feed}`]);
      server.serializeAttachment(seat);
    }
  });
}

/** Lets every open socket's last access check lie far back. */
async function ageAccess(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, (_instance, state) => {
    for (const socket of state.getWebSockets()) {
      const seat = socket.deserializeAttachment() as { checkedAt: number };
      socket.serializeAttachment({ ...seat, checkedAt: Date.now() - STALE });
    }
  });
  // What it knows of its sockets besides is read again.
  await evictDurableObject(object, { webSockets: "hibernate" });
}

describe("opening a live socket", () => {
  it.each([
    ["no origin", {}],
    ["a foreign origin", { origin: "https://evil.example" }],
    ["a null origin", { origin: "null" }],
  ])("is refused from %s", async (_, origin) => {
    const { caller, path } = await waitingJob();
    const response = await caller.fetch(path, { headers: { upgrade: "websocket", ...origin } });
    expect(response.status).toBe(403);
  });

  it("is refused without a session", async () => {
    const { path } = await waitingJob();
    expect((await send(path, { headers: UPGRADE })).status).toBe(401);
  });

  it("hides another organization's job", async () => {
    const { path } = await waitingJob();
    expect((await (await as()).fetch(path, { headers: UPGRADE })).status).toBe(404);
  });

  it("asks for an upgrade when there is none", async () => {
    const { caller, path } = await waitingJob();
    const response = await caller.fetch(path, { headers: { origin: env.PUBLIC_URL } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("ask for an upgrade") });
  });

  it("is refused to a user with twenty open ones, and not to another", async () => {
    const { caller, path } = await waitingJob();
    await Promise.all(Array.from({ length: 20 }, () => open(caller, path)));
    const refused = await caller.fetch(path, { headers: UPGRADE });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("Close other tabs") });
    const colleague = await as({ orgId: caller.orgId });
    expect((await colleague.fetch(path, { headers: UPGRADE })).status).toBe(101);
  });

  it("is refused to everybody when a thousand follow the job, and not for another job", async () => {
    const at = await waitingJob();
    const { caller, ctx, repositoryId, path } = at;
    await follow(at, 999);
    expect((await caller.fetch(path, { headers: UPGRADE })).status).toBe(101);
    const refused = await caller.fetch(path, { headers: UPGRADE });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      detail: "1,000 pages follow this already, and there can be no more. Try again later.",
    });
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const other = await createJob(ctx, {
      kind: "analysis",
      trigger: "manual",
      repositoryId,
      type: "full",
      branch: null,
    });
    expect((await caller.fetch(`/api/jobs/${other.jobId}/live`, { headers: UPGRADE })).status).toBe(101);
  });
});

describe("a live socket of a job", () => {
  it("gets what happened before it and what happens after, once and in order, across an eviction", async () => {
    const { caller, ctx, jobId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=0`);
    await evictDurableObject(object, { webSockets: "hibernate" });
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([1, 2, 3, 4]));
  });

  it("gets only what it lacks when it comes back", async () => {
    const { caller, ctx, jobId, path } = await waitingJob();
    await runJob(ctx, jobId, handlers);
    const heard = await open(caller, `${path}?since=2`);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([3, 4]));
  });

  it("gets an event that is in the log and still on its way to the object, instead of reading everything anew", async () => {
    const { caller, ctx, jobId, path } = await waitingJob();
    await runJob(ctx, jobId, handlers);
    const late =
      "insert into job_logs (org_id, job_id, seq, at, type, level, message) values (?, ?, 5, 5, 'log', 'info', 'late')";
    await env.DB.prepare(late).bind(caller.orgId, jobId).run();
    const heard = await open(caller, `${path}?since=2`);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([3, 4, 5]));
    expect(kindsOf(heard)).not.toContain("resync_required");
  });

  it("is told to read the log when it asks for a future that never was", async () => {
    const { caller, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=900`);
    await vi.waitFor(() => expect(kindsOf(heard)).toEqual(["resync_required"]));
  });

  it("is answered a ping", async () => {
    const { caller, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    heard.socket.send("ping");
    await vi.waitFor(() => expect(heard.texts).toContain("pong"));
  });

  it.each([
    ["a long message", ["x".repeat(1_025)]],
    ["a flood", Array.from({ length: 30 }, () => "hello")],
  ])("is closed after %s", async (_, messages) => {
    const { caller, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    for (const message of messages) heard.socket.send(message);
    await vi.waitFor(() => expect(heard.closed).toContain(1008));
  });
});

describe("access of an open socket", () => {
  it("ends with the session: no further event, closed as signed out", async () => {
    const { caller, ctx, jobId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await env.DB.prepare("update sessions set revoked_at = 1 where id = ?").bind(caller.sessionId).run();
    await ageAccess(object);
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(heard.closed).toContain(4401));
    expect(seqsOf(heard)).toEqual([]);
  });

  it("ends with the membership, also when nothing happens: the alarm asks", async () => {
    const { caller, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await env.DB.prepare("delete from organization_members where user_id = ?").bind(caller.userId).run();
    await ageAccess(object);
    await runDurableObjectAlarm(object);
    await vi.waitFor(() => expect(heard.closed).toContain(4403));
  });

  it("goes on for who may still look", async () => {
    const { caller, ctx, jobId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await ageAccess(object);
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([2, 3, 4]));
  });

  it("goes on in a lower role", async () => {
    const { caller, ctx, jobId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await env.DB.prepare("update organization_members set role = 'viewer' where user_id = ?").bind(caller.userId).run();
    await ageAccess(object);
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([2, 3, 4]));
  });

  it("ends with the repository", async () => {
    const { caller, repositoryId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await env.DB.prepare("delete from repositories where id = ?").bind(repositoryId).run();
    await ageAccess(object);
    await runDurableObjectAlarm(object);
    await vi.waitFor(() => expect(heard.closed).toContain(4404));
  });

  it("waits while nobody can say who may look, and gets what it lacks soon after", async () => {
    const { caller, ctx, jobId, repositoryId, object, path } = await waitingJob();
    const heard = await open(caller, `${path}?since=1`);
    await runJob(ctx, jobId, handlers);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([2, 3, 4]));
    await ageAccess(object);
    const event = {
      seq: 5,
      at: "",
      type: "log",
      level: "info",
      message: "",
      state: null,
      phase: null,
      step: null,
    } as const;
    const lost = vi.spyOn(env.DB, "prepare").mockImplementation(() => {
      throw new Error("D1 DB is overloaded.");
    });
    await ctx.objects.repoJobs(caller.orgId, repositoryId).publish({ orgId: caller.orgId, jobId, event });
    expect([seqsOf(heard), heard.closed]).toEqual([[2, 3, 4], []]);
    const alarm = await runInDurableObject(object, (_instance, { storage }) => storage.getAlarm());
    expect(alarm ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(Date.now() + 2_000);
    lost.mockRestore();
    await runDurableObjectAlarm(object);
    await vi.waitFor(() => expect(seqsOf(heard)).toEqual([2, 3, 4, 5]));
  });
});

describe("the socket of an organization", () => {
  it("numbers events itself, replays them, and never shows another organization's", async () => {
    const mine = await waitingJob();
    const other = await waitingJob();
    await sendRepositoryEvent(mine.ctx, mine.repositoryId, "synced");
    await sendRepositoryEvent(other.ctx, other.repositoryId, "synced");
    const heard = await open(mine.caller, "/api/live?since=0");
    await sendRepositoryEvent(mine.ctx, mine.repositoryId, "analysed");
    await vi.waitFor(() => expect(kindsOf(heard).filter((kind) => kind === "repository")).toHaveLength(2));
    expect(heard.texts.join()).not.toContain(other.repositoryId);
    const seqs = heard.texts.map((text) => (JSON.parse(text) as { seq: number }).seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });
});

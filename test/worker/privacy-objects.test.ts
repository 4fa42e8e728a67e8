import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { as } from "./support/as.ts";
import { fillObjects, objectsText, seedEverything } from "./support/everything.ts";
import { testScope } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const ORIGIN = { upgrade: "websocket", origin: "http://localhost:8787" };

function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
}

describe("objects that forget", () => {
  it("hang up, store nothing, and work as if they were new", async () => {
    const everything = await seedEverything();
    const { owner } = everything;
    await fillObjects(everything);
    const { webSocket } = await owner.fetch("/api/live", { headers: ORIGIN });
    webSocket?.accept();
    const closed = webSocket ? closing(webSocket) : undefined;
    const { objects, clock } = testScope();
    const { orgId } = owner;
    const id = `${everything.canary}:repositories.id:0`;
    const model = `${everything.canary}:ai_requests.model:0`;
    const all = [objects.repoJobs(orgId, id), objects.orgLive(orgId), objects.orgJobs(orgId), objects.quota(orgId)];
    await Promise.all(
      [...all, objects.breaker(orgId, { provider: "gemini", id: model })].map((object) => object.forget({ orgId })),
    );
    expect(await closed).toBe(4404);
    expect(await objectsText(everything)).toBe("");
    expect(await objects.orgJobs(orgId).begin({ orgId, slot: "slot", request: "other", now: clock.now() })).toEqual({
      kind: "begun",
    });
    await fillObjects(everything);
    expect(await objectsText(everything)).toContain(everything.canary);
  });

  it("store nothing when they are only asked", async () => {
    const everything = await seedEverything();
    const { objects } = testScope();
    const { orgId } = everything.owner;
    const { webSocket } = await everything.owner.fetch("/api/live", { headers: ORIGIN });
    webSocket?.accept();
    webSocket?.close(1000);
    await objects.orgJobs(orgId).end({ orgId, slot: "slot", answer: null });
    await objects.orgLive(orgId).forget({ orgId });
    expect(await objectsText(everything)).toBe("");
  });

  it("are those of repositories that were disconnected", async () => {
    const owner = await as();
    const repository = await seedRepository(owner.orgId);
    const facts = { type: "log", level: "info", state: null, phase: null, step: null } as const;
    const event = { seq: 1, at: new Date().toISOString(), message: "a secret of the repository", ...facts };
    const { objects } = testScope();
    await objects.repoJobs(owner.orgId, repository.id).publish({ orgId: owner.orgId, jobId: "job", event });
    expect((await owner.delete(`/api/repositories/${repository.id}`)).status).toBe(204);
    const rows = [{ table: "repositories", row: { id: repository.id } }];
    const everything = { owner, canary: "none", rows };
    expect(await objectsText(everything)).toContain("a secret of the repository");
    await runDurableObjectAlarm(env.REPO_JOBS.getByName(`${owner.orgId}:repo:${repository.id}`));
    expect(await objectsText({ ...everything })).not.toContain("a secret of the repository");
  });
});

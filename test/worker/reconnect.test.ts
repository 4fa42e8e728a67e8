import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import type { ConnectResult, OfferedRepositories } from "../../worker/http/schemas/repositories.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./support/as.ts";
import { type MadeRepository, makeRepository } from "./support/github.ts";
import { testScope } from "./support/scope.ts";

type Item = z.infer<typeof ConnectResult>["items"][number];

type Connected = {
  readonly alice: Caller;
  /** Of the same organization. */
  readonly bob: Caller;
  readonly made: MadeRepository;
  readonly repositoryId: string;
};

const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };

beforeEach(() => {
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

async function connect(caller: Caller, { fullName }: MadeRepository): Promise<Item | undefined> {
  const response = await caller.post("/api/repositories/connect", { repositories: [fullName] });
  return ((await response.json()) as z.infer<typeof ConnectResult>).items[0];
}

/** A repository that Alice connected; on GitHub, Bob is `login`. */
async function connectedByAlice(login = "dev"): Promise<Connected> {
  const alice = await as({ github: {} });
  const bob = await as({ orgId: alice.orgId, github: { login } });
  const made = await makeRepository({ files: { "README.md": "hello\n" } });
  const item = await connect(alice, made);
  return { alice, bob, made, repositoryId: item?.repository_id ?? "" };
}

async function lost({ repositoryId }: Connected, state = "gone"): Promise<void> {
  const update = env.DB.prepare("update repositories set state = ?, state_detail = 'It is not there.' where id = ?");
  await update.bind(state, repositoryId).run();
}

async function revoked({ alice }: Connected): Promise<void> {
  await env.DB.prepare("update github_tokens set state = 'refused' where user_id = ?").bind(alice.userId).run();
}

async function rowOf({ repositoryId }: Connected) {
  const columns = "connected_by, state, state_detail, synced_at";
  return env.DB.prepare(`select ${columns} from repositories where id = ?`).bind(repositoryId).first();
}

async function auditOf({ repositoryId }: Connected): Promise<unknown[]> {
  const rows = env.DB.prepare(
    "select actor_id, meta from audit_log where action = 'repository.connected' and target_id = ? order by id",
  ).bind(repositoryId);
  const { results } = await rows.all<{ actor_id: string; meta: string }>();
  return results.map(({ actor_id, meta }) => ({ actor: actor_id, meta: JSON.parse(meta) as unknown }));
}

async function syncsOf({ repositoryId }: Connected): Promise<number> {
  const syncs = env.DB.prepare("select count(*) as n from jobs where repository_id = ? and kind = 'sync'");
  return Number(await syncs.bind(repositoryId).first("n"));
}

describe("a repository that whoever connected it can reach no longer", () => {
  it.each([
    ["which GitHub does not show to that user", lost, "gone"],
    ["which GitHub keeps from that user", (world: Connected) => lost(world, "suspended"), "suspended"],
    ["whose connector's permission is revoked", revoked, "connected"],
  ])("goes on with the token of who connects it again: %s", async (_name, spoil, state) => {
    const world = await connectedByAlice();
    const { alice, bob, made, repositoryId } = world;
    await spoil(world);
    const item = await connect(bob, made);
    expect(item).toMatchObject({ repository_id: repositoryId, job_id: expect.any(String), problem: null });
    expect(await rowOf(world)).toMatchObject({ connected_by: bob.userId, state: "connected", state_detail: null });
    expect((await auditOf(world)).at(-1)).toEqual({
      actor: bob.userId,
      meta: {
        full_name: made.fullName,
        connected_by: { before: alice.userId, after: bob.userId },
        state: { before: state, after: "connected" },
      },
    });
    await revoked(world);
    await runJob(testScope(), item?.job_id ?? "", jobHandlers);
    expect(await rowOf(world)).toMatchObject({ state: "connected", synced_at: expect.any(Number) });
  });

  it("is connected again by the same user who has access again", async () => {
    const world = await connectedByAlice();
    await lost(world);
    expect(await connect(world.alice, world.made)).toMatchObject({ job_id: expect.any(String), problem: null });
    expect(await rowOf(world)).toMatchObject({ connected_by: world.alice.userId, state: "connected" });
  });

  it("stays as it is for somebody who may not administrate it on GitHub", async () => {
    const world = await connectedByAlice("kim");
    await lost(world);
    const item = await connect(world.bob, world.made);
    expect(item).toMatchObject({ job_id: null, problem: { code: "github_permission" } });
    expect(await rowOf(world)).toMatchObject({ connected_by: world.alice.userId, state: "gone" });
  });

  it("is taken over once by two at once", async () => {
    const world = await connectedByAlice();
    await lost(world);
    const items = await Promise.all([connect(world.bob, world.made), connect(world.bob, world.made)]);
    expect(items.map((item) => item?.problem)).toEqual([null, null]);
    expect([await syncsOf(world), (await auditOf(world)).length]).toEqual([1, 2]);
  });

  it("is offered for it", async () => {
    const [broken, whole] = [await connectedByAlice(), await connectedByAlice()];
    await lost(broken);
    const offered = async ({ bob, made }: Connected) => {
      const { items } = (await (await bob.get("/api/repositories/github")).json()) as z.infer<
        typeof OfferedRepositories
      >;
      return items.find(({ full_name }) => full_name === made.fullName);
    };
    expect(await offered(broken)).toMatchObject({ connected_id: broken.repositoryId, broken: true });
    expect(await offered(whole)).toMatchObject({ connected_id: whole.repositoryId, broken: false });
    expect(await offered({ ...broken, bob: whole.bob })).toMatchObject({ connected_id: null, broken: false });
  });
});

describe("a repository that is well connected", () => {
  it("stays with the token that it was connected with", async () => {
    const world = await connectedByAlice();
    expect(await connect(world.bob, world.made)).toMatchObject({ job_id: null, problem: null });
    expect(await rowOf(world)).toMatchObject({ connected_by: world.alice.userId });
    expect([await syncsOf(world), (await auditOf(world)).length]).toEqual([0, 1]);
  });
});

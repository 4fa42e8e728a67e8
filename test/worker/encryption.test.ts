import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { aiKeys, githubTokens, keyRotations } from "../../worker/db/schema.ts";
import { EnvelopeError } from "../../worker/platform/envelope.ts";
import { keyPlace } from "../../worker/services/ai/policy.ts";
import type { Scope } from "../../worker/services/context.ts";
import { readEncryption, readKeys } from "../../worker/services/encryption/read-encryption.ts";
import { resealOrganization } from "../../worker/services/encryption/reseal-organization.ts";
import { rotateKeys } from "../../worker/services/encryption/rotate-keys.ts";
import { as, type Caller, send } from "./support/as.ts";
import { fetchWith } from "./support/fetch-with.ts";
import { deployWith, readGrant, storeGrant } from "./support/key-rings.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const HOUR_MS = 60 * 60_000;

beforeEach(() => {
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
});

const oldDeploy = () => deployWith(["test1"]);
const midDeploy = () => deployWith(["next", "test1"]);
const newDeploy = () => deployWith(["next"]);

async function people(count: number, deploy = oldDeploy()): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (let index = 0; index < count; index += 1) callers.push(await as());
  for (const { userId } of callers) await storeGrant(deploy, userId, `text-of-${userId}`);
  return callers;
}

async function storeAiKey(deploy: Scope, orgId: string, text: string): Promise<void> {
  const id = deploy.random.uuidv7();
  const { sealed, kid } = await deploy.envelope.seal(text, keyPlace(orgId, id));
  const facts = { provider: "gemini", plan: "paid", state: "works", createdBy: id } as const;
  await deploy.db.insert(aiKeys).values({ orgId, id, sealed, kid, ...facts, createdAt: 1, checkedAt: 1 });
}

async function openAiKey(deploy: Scope, of: string): Promise<string> {
  const row = (await deploy.db.select().from(aiKeys)).find(({ orgId }) => orgId === of);
  return deploy.envelope.open(row?.sealed ?? "", keyPlace(of, row?.id ?? ""));
}

const passes = async () =>
  (await oldDeploy().db.select().from(keyRotations).orderBy(keyRotations.place)).map(
    ({ place, kid, resealed, unreadable, finishedAt }) => ({
      [place]: [kid, resealed, unreadable, finishedAt !== null],
    }),
  );

const kids = async () => (await oldDeploy().db.select().from(githubTokens)).map(({ kid }) => kid);
const textsOf = ({ userId }: Caller) => [`text-of-${userId}`, `refresh-text-of-${userId}`];

describe("after a change of the active key", () => {
  it("the minutely run seals tokens, what renews them, and AI keys anew: the old key can go", async () => {
    const callers = await people(3);
    const orgId = callers[0]?.orgId ?? "";
    await storeAiKey(oldDeploy(), orgId, "own-key");
    await rotateKeys(midDeploy());
    for (const caller of callers) expect(await readGrant(newDeploy(), caller.userId)).toEqual(textsOf(caller));
    expect(await openAiKey(newDeploy(), orgId)).toBe("own-key");
    const done = [
      { ai_keys: ["next", 1, 0, true] },
      { github_tokens: ["next", 3, 0, true] },
      { webhooks: ["next", 0, 0, true] },
    ];
    expect(await passes()).toEqual(done);
    expect((await readKeys(midDeploy())).removable).toEqual(["test1"]);
    await rotateKeys(midDeploy());
    expect(await passes()).toEqual(done);
  });

  it("a run that is cut off is taken up where it stopped", async () => {
    await people(2);
    await rotateKeys(midDeploy(), { steps: 0, forMs: 20_000 });
    expect(await kids()).toEqual(["test1", "test1"]);
    await rotateKeys(midDeploy(), { steps: 5, forMs: 0 });
    expect(await kids()).toEqual(["test1", "test1"]);
    await rotateKeys(midDeploy());
    expect(await kids()).toEqual(["next", "next"]);
  });

  it("what somebody stores meanwhile stays, and is sealed anew by the next run", async () => {
    const [caller] = await people(1);
    const userId = caller?.userId ?? "";
    let isStored = false;
    const signInAgain = async ({ name }: { name: string }) => {
      if (isStored || name !== "batch") return;
      isStored = true;
      await storeGrant(oldDeploy(), userId, "newer");
    };
    await rotateKeys(deployWith(["next", "test1"], { database: { before: signInAgain } }));
    expect(await readGrant(oldDeploy(), userId)).toEqual(["newer", "refresh-newer"]);
    expect(await passes()).toContainEqual({ github_tokens: ["next", 0, 0, true] });
    await rotateKeys(midDeploy());
    expect(await readGrant(newDeploy(), userId)).toEqual(["newer", "refresh-newer"]);
  });

  it("two runs at once count every row once", async () => {
    await people(5);
    await Promise.all([rotateKeys(midDeploy()), rotateKeys(midDeploy()), rotateKeys(midDeploy())]);
    expect(new Set(await kids())).toEqual(new Set(["next"]));
    expect(await passes()).toContainEqual({ github_tokens: ["next", 5, 0, true] });
  });

  it("values of a lost key are counted and left alone, until the key is back", async () => {
    const [stuck] = await people(1, deployWith(["lost"]));
    const [fine] = await people(1);
    await rotateKeys(midDeploy());
    expect(await passes()).toContainEqual({ github_tokens: ["next", 1, 1, true] });
    expect(await readGrant(newDeploy(), fine?.userId ?? "")).toEqual(textsOf(fine as Caller));
    await expect(readGrant(newDeploy(), stuck?.userId ?? "")).rejects.toThrow(EnvelopeError);
    expect((await readKeys(midDeploy())).items).toContainEqual({
      place: "github_tokens",
      kid: "lost",
      count: 1,
      isActive: false,
    });
    await rotateKeys(deployWith(["next", "lost"]));
    await expect(readGrant(newDeploy(), stuck?.userId ?? "")).rejects.toThrow(EnvelopeError);
    await rotateKeys(deployWith(["next", "lost"], { clock: (now) => now + 2 * HOUR_MS }));
    expect(await readGrant(newDeploy(), stuck?.userId ?? "")).toEqual(textsOf(stuck as Caller));
    expect(await passes()).toContainEqual({ github_tokens: ["next", 2, 0, true] });
  });

  it("a value that was moved to another row stays unreadable", async () => {
    const [from, to] = await people(2);
    await env.DB.prepare(
      "update github_tokens set sealed = (select sealed from github_tokens where user_id = ?) where user_id = ?",
    )
      .bind(from?.userId, to?.userId)
      .run();
    await rotateKeys(midDeploy());
    expect(await passes()).toContainEqual({ github_tokens: ["next", 1, 1, true] });
    await expect(readGrant(midDeploy(), to?.userId ?? "")).rejects.toThrow(EnvelopeError);
  });

  it("every connected repository gets one sync, which renews its webhook", async () => {
    const { orgId } = await as();
    const connected = await seedRepository(orgId);
    await seedRepository(orgId, { hookKey: "" });
    await seedRepository(orgId, { hookKey: "next.4" });
    await seedRepository(orgId, { state: "gone" });
    await rotateKeys(midDeploy());
    await rotateKeys(midDeploy());
    const { results } = await env.DB.prepare("select repository_id as id, kind, trigger from jobs").all();
    expect(results).toEqual([{ id: connected.id, kind: "sync", trigger: "schedule" }]);
    expect((await readKeys(midDeploy())).removable).toEqual([]);
    await env.DB.prepare("update repositories set hook_key = 'next.2' where hook_key = 'test1.1'").run();
    expect((await readKeys(midDeploy())).removable).toEqual(["test1"]);
    const turning = "update repositories set previous_hook_key = 'test1.1', previous_hook_key_until = ? where id = ?";
    await env.DB.prepare(turning)
      .bind(Date.now() + HOUR_MS, connected.id)
      .run();
    expect((await readKeys(midDeploy())).removable).toEqual([]);
  });
});

describe("an organization", () => {
  it("seals its own values at once, and nobody else's", async () => {
    const [own, foreign] = await people(2);
    if (!own || !foreign) throw new Error("Nobody there.");
    await storeAiKey(oldDeploy(), own.orgId, "own-key");
    await storeAiKey(oldDeploy(), foreign.orgId, "foreign-key");
    await seedRepository(own.orgId);
    const ctx = { ...testCtx(own), ...midDeploy() };
    expect(await readEncryption(ctx)).toEqual({
      activeKid: "next",
      items: ["github_tokens", "ai_keys", "webhooks"].map((place) => ({
        place,
        kid: "test1",
        count: 1,
        isActive: false,
      })),
      outdated: 3,
    });
    expect(await resealOrganization(ctx)).toEqual({ resealed: 2, unreadable: 0, remaining: 1 });
    expect(await readGrant(newDeploy(), own.userId)).toEqual(textsOf(own));
    expect(await openAiKey(newDeploy(), own.orgId)).toBe("own-key");
    expect(await readGrant(oldDeploy(), foreign.userId)).toEqual(textsOf(foreign));
    expect(await openAiKey(oldDeploy(), foreign.orgId)).toBe("foreign-key");
    const audited = await env.DB.prepare("select meta from audit_log where action = 'encryption.resealed'").all();
    expect(audited.results).toEqual([
      { meta: JSON.stringify({ kid: "next", github_tokens: 1, ai_keys: 1, unreadable: 0 }) },
    ]);
    expect(await resealOrganization(ctx)).toEqual({ resealed: 0, unreadable: 0, remaining: 1 });
  });
});

describe("the operator's door", () => {
  const PATH = "/api/operator/encryption";
  const TOKEN = env.OPERATOR_TOKEN;
  const ask = (authorization: string | null, change: Record<string, unknown> = {}) =>
    fetchWith(PATH, { env: change, ...(authorization !== null && { headers: { authorization } }) });

  it("opens for its token alone; for anybody else there is nothing at this address", async () => {
    const nowhere = await send("/api/operator/nothing");
    const detail = ((await nowhere.json()) as { detail: string }).detail;
    const refused = [null, "", "Bearer ", `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, TOKEN];
    const answers = await Promise.all(refused.map((authorization) => ask(authorization)));
    answers.push(
      await ask(`Bearer ${TOKEN}`, { OPERATOR_TOKEN: undefined }),
      await ask("Bearer ", { OPERATOR_TOKEN: "" }),
    );
    answers.push(await (await as()).get(PATH));
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(((await answer.json()) as { detail: string }).detail).toBe(detail);
    }
    expect((await ask(`Bearer ${TOKEN}`)).status).toBe(200);
  });

  it("says how far a change of the key is, and takes a step", async () => {
    await people(1);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await send(`${PATH}/rotate`, { method: "POST", headers });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      active_kid: "test1",
      keys: [{ kid: "test1", active: true, in_use: 1 }],
      items: [{ place: "github_tokens", kid: "test1", active: true, count: 1 }],
      progress: [expect.objectContaining({ place: "webhooks", resealed: 0, finished_at: expect.any(String) })],
      removable: [],
    });
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { as, type Caller, json } from "./support/as.ts";
import { place } from "./support/jobs.ts";

const analysisOf = (repositoryId: string, type = "full") => ({ repository_id: repositoryId, type });

type Asked = { readonly body: unknown; readonly path?: string };

async function send(who: Caller, key: string, { body, path = "/api/analysis" }: Asked) {
  const response = await who.fetch(path, json("POST", body, { "idempotency-key": key }));
  const isReplayed = response.headers.get("idempotency-replayed") === "true";
  return { status: response.status, isReplayed, body: await response.text() };
}

const ask = (who: Caller, key: string, body: unknown) => send(who, key, { body });

const jobs = () => env.DB.prepare("select count(*) as n from jobs").first("n");
/** As if the job had begun: it no longer stands for identical requests. */
const begin = () => env.DB.prepare("update jobs set coalesce_key = null").run();

describe("a request with an idempotency key", () => {
  it("is done once and answered alike, even once its job has begun", async () => {
    const { caller, repositoryId } = await place();
    const first = await ask(caller, "k1", analysisOf(repositoryId));
    await begin();
    const again = await ask(caller, "k1", analysisOf(repositoryId));
    expect(first.status).toBe(202);
    expect(again).toEqual({ ...first, isReplayed: true });
    expect(await jobs()).toBe(1);
    expect((await ask(caller, "k2", analysisOf(repositoryId))).body).not.toBe(first.body);
    expect(await jobs()).toBe(2);
  });

  it("is refused with another body or another address", async () => {
    const { caller, repositoryId } = await place();
    await ask(caller, "k1", analysisOf(repositoryId));
    expect((await ask(caller, "k1", analysisOf(repositoryId, "security"))).status).toBe(422);
    expect((await send(caller, "k1", { body: undefined, path: `/api/repositories/${repositoryId}/sync` })).status).toBe(
      422,
    );
    expect(await jobs()).toBe(1);
  });

  it("makes one job of five at once", async () => {
    const { caller, repositoryId } = await place();
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => ask(caller, "k1", analysisOf(repositoryId))));
    const statuses = new Set(five.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 202 && status !== 409)).toEqual([]);
    expect(statuses.has(202)).toBe(true);
    expect(await jobs()).toBe(1);
  });

  it("may be asked again when it was refused", async () => {
    const { caller, repositoryId } = await place();
    await env.DB.prepare("update repositories set state = 'disconnected'").run();
    expect((await ask(caller, "k1", analysisOf(repositoryId))).status).toBe(409);
    await env.DB.prepare("update repositories set state = 'connected'").run();
    expect(await ask(caller, "k1", analysisOf(repositoryId))).toMatchObject({ status: 202, isReplayed: false });
  });

  it("means its own caller alone", async () => {
    const { caller, repositoryId } = await place();
    const colleague = await as({ orgId: caller.orgId, role: "member" });
    await ask(caller, "k1", analysisOf(repositoryId));
    expect(await ask(colleague, "k1", analysisOf(repositoryId))).toMatchObject({ status: 202, isReplayed: false });
  });

  it.each(["", "with space", "a\tb", "k".repeat(256)])(
    "needs a key of visible characters, not too long (%#)",
    async (key) => {
      const { caller, repositoryId } = await place();
      expect((await ask(caller, key, analysisOf(repositoryId))).status).toBe(422);
    },
  );
});

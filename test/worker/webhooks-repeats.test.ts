import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AppError } from "../../worker/errors.ts";
import { utf8 } from "../../worker/platform/encoding.ts";
import { receiveWebhook } from "../../worker/services/webhooks/receive-webhook.ts";
import { testScope } from "./support/scope.ts";
import { counts, deliver, type Hooked, hooked, PUSH, rawOf, sign } from "./support/webhook.ts";

const DAY_MS = 24 * 60 * 60_000;
const COPIES = 5;
const UNSIGNED = `sha256=${"0".repeat(64)}`;

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue(sent);
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue(sent);
});

const pull = (number: number) => ({
  action: "opened",
  pull_request: { number, state: "open", merged: false, head: { ref: "topic" }, base: { ref: "main" } },
});

type Arriving = { guid: string; number: number; at: number };

/** Every pull request has a job of its own, so that no delivery hides behind another's. */
async function arrive(here: Hooked, { guid, number, at }: Arriving): Promise<string> {
  const raw = { ...(await rawOf(here, guid, pull(number))), event: "pull_request" };
  return (await receiveWebhook(testScope({ clock: () => at }), raw)).outcome;
}

describe("the same deliveries again and again", () => {
  it("have one job each: five copies at once, again after 10 minutes, and after 34 days", async () => {
    const here = await hooked();
    const guids = Array.from({ length: 100 }, () => crypto.randomUUID());
    const now = Date.now();
    const all = (at: number) => Promise.all(guids.map((guid, index) => arrive(here, { guid, number: index + 1, at })));
    const outcomes = (await Promise.all(Array.from({ length: COPIES }, () => all(now)))).flat();
    const later = [...(await all(now + 10 * 60_000)), ...(await all(now + 34 * DAY_MS))];
    expect(outcomes.filter((outcome) => outcome === "queued")).toHaveLength(100);
    expect(outcomes.filter((outcome) => outcome === "duplicate")).toHaveLength(100 * (COPIES - 1));
    expect(new Set(later)).toEqual(new Set(["duplicate"]));
    expect((await counts(here)).slice(0, 2)).toEqual([100, 100]);
  }, 60_000);

  it("write nothing and send nothing", async () => {
    const here = await hooked();
    const guid = crypto.randomUUID();
    await deliver(here, { guid });
    const before = await counts(here);
    const sent = vi.mocked(env.Q_SYNC.send).mock.calls.length;
    const batch = vi.spyOn(env.DB, "batch");
    expect((await deliver(here, { guid })).status).toBe(200);
    expect(await counts(here)).toEqual(before);
    expect(env.Q_SYNC.send).toHaveBeenCalledTimes(sent);
    const results = (await Promise.all(batch.mock.results.map(({ value }) => value))) as D1Result[][];
    expect(results[0]?.map(({ meta }) => meta.rows_written)).toEqual(results[0]?.map(() => 0));
  });

  it("of the same GUID with another body count once, and the log says so", async () => {
    const here = await hooked();
    const guid = crypto.randomUUID();
    const log = vi.spyOn(console, "log");
    const warnings = () =>
      log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("delivery_differs"));
    expect((await deliver(here, { guid })).status).toBe(202);
    expect((await deliver(here, { guid })).status).toBe(200);
    expect(warnings()).toEqual([]);
    const other = await deliver(here, { guid, payload: { ...PUSH, after: "f".repeat(40) } });
    expect([other.status, await other.json()]).toMatchObject([200, { outcome: "duplicate" }]);
    expect((await counts(here)).slice(0, 2)).toEqual([1, 1]);
    expect(warnings()).toHaveLength(1);
  });
});

describe("one delivery", () => {
  it("takes one round trip to the database, and one that is not signed none", async () => {
    const here = await hooked();
    const asked: string[] = [];
    const scope = testScope({ database: { before: ({ name }) => void asked.push(name) } });
    await receiveWebhook(scope, await rawOf(here, crypto.randomUUID()));
    expect(asked).toEqual(["batch"]);
    asked.length = 0;
    await expect(
      receiveWebhook(scope, { ...(await rawOf(here, crypto.randomUUID())), guid: "", signature: "x" }),
    ).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it("with any bit of body, header or secret flipped is refused, parsed by nobody and written nowhere", async () => {
    const here = await hooked();
    const body = JSON.stringify(PUSH);
    const signature = await sign(body, here.secret);
    const flip = (text: string, bit: number) => {
      const at = Math.floor(bit / 7) % text.length;
      return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << (bit % 7))) + text.slice(at + 1);
    };
    const parse = vi.spyOn(JSON, "parse");
    const refused: boolean[] = [];
    for (let bit = 0; bit < 100; bit += 1) {
      const raw = await rawOf(here, crypto.randomUUID());
      const spoilt = [
        { ...raw, body: utf8(flip(body, bit)) },
        { ...raw, signature: flip(signature, bit) },
        { ...raw, signature: await sign(body, flip(here.secret, bit)) },
      ];
      for (const one of spoilt) {
        const outcome = await receiveWebhook(testScope(), one).catch((error: Error) => error.message);
        refused.push(String(outcome).startsWith("webhook_signature"));
      }
    }
    expect(refused.filter(Boolean)).toHaveLength(300);
    expect(parse.mock.calls.filter(([text]) => String(text).includes("refs/heads"))).toEqual([]);
    expect(await counts(here)).toEqual([0, 0, 0]);
  }, 60_000);

  it("holds for a body of any text", async () => {
    const here = await hooked();
    const payload = { ...PUSH, ref: `refs/heads/${"😀".repeat(255)}`, note: "e\u0301 \u202e ﬁ" };
    expect((await deliver(here, { payload })).status).toBe(202);
  });
});

describe("many deliveries", () => {
  it("of one repository are all accepted and share a job", async () => {
    const here = await hooked();
    const pushes = Array.from({ length: 100 }, async () => (await deliver(here)).status);
    expect(new Set(await Promise.all(pushes))).toEqual(new Set([202]));
    expect((await counts(here)).slice(0, 2)).toEqual([100, 1]);
  }, 60_000);

  it("without a valid signature from one address are too many after 100 a minute, and signed ones go on", async () => {
    const here = await hooked();
    let now = Date.now();
    const scope = testScope({ clock: () => now });
    const limited = { ...scope, config: { ...scope.config, rateLimitFactor: 1 } };
    const arriveFrom = async (address: string, signature?: string) => {
      const raw = await rawOf(here, crypto.randomUUID());
      const sent = { ...raw, address, signature: signature ?? raw.signature };
      return receiveWebhook(limited, sent).then(
        ({ outcome }) => outcome,
        (error: AppError) => error.code,
      );
    };
    const refused: string[] = [];
    for (let count = 0; count < 110; count += 1) refused.push(await arriveFrom("203.0.113.7", UNSIGNED));
    const expected = Array.from({ length: 110 }, (_, count) => (count < 100 ? "unauthenticated" : "rate_limited"));
    expect(refused).toEqual(expected);
    expect(await arriveFrom("203.0.113.7")).toBe("queued");
    expect(await arriveFrom("203.0.113.8", UNSIGNED)).toBe("unauthenticated");
    now += 60_000;
    expect(await arriveFrom("203.0.113.7", UNSIGNED)).toBe("unauthenticated");
  });
});

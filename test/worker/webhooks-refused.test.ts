import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { send } from "./support/as.ts";
import { counts, deliver, hooked, request, SECRET, type Sent } from "./support/webhook.ts";

describe("a delivery without a valid signature", () => {
  it.each<[string, Sent]>([
    ["another secret", { secret: "other" }],
    ["no signature", { headers: { "x-hub-signature-256": "" } }],
    ["the signature of other bytes", { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } }],
    ["the old algorithm only", { headers: { "x-hub-signature-256": `sha1=${"0".repeat(40)}` } }],
    ["the id of another webhook", { headers: { "x-github-hook-id": "1" } }],
    ["no webhook id", { headers: { "x-github-hook-id": "" } }],
    ["a webhook id that is no number", { headers: { "x-github-hook-id": "1 or 1=1" } }],
  ])("is refused with 401 for %s: nothing is parsed, nothing is written", async (_case, sent) => {
    const here = await hooked();
    const init = await request(here, sent);
    const parse = vi.spyOn(JSON, "parse");
    const response = await send("/api/webhooks/github", init);
    expect(response.status).toBe(401);
    expect(parse.mock.calls.filter(([text]) => text === init.body)).toEqual([]);
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("is refused when the body was written anew", async () => {
    const here = await hooked();
    const init = await request(here, { body: '{"ref": "refs/heads/main"}' });
    const response = await send("/api/webhooks/github", { ...init, body: '{"ref":"refs/heads/main"}' });
    expect(response.status).toBe(401);
  });

  it("is refused when another organization's webhook signed it", async () => {
    const [here, there] = [await hooked(), await hooked()];
    await env.DB.prepare("update repositories set hook_secret = 'sealed' where id = ?").bind(there.repositoryId).run();
    expect((await deliver({ hookId: there.hookId })).status).toBe(401);
    expect((await deliver(here)).status).toBe(202);
  });
});

describe("verifying a delivery", () => {
  it.each([
    [SECRET, true],
    ["other", false],
  ])("with the secret %s answers %s and stores nothing", async (secret, valid) => {
    const here = await hooked();
    const response = await send("/api/webhooks/github/verify", await request(here, { secret }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ valid });
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("does not tell an unknown webhook from a wrong signature", async () => {
    const response = await send("/api/webhooks/github/verify", await request({ hookId: 1 }, {}));
    expect(await response.json()).toEqual({ valid: false });
  });
});

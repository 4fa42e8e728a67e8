import { describe, expect, it, vi } from "vitest";
import { send } from "./support/as.ts";
import { addressOf, counts, deliver, type Hooked, hooked, request, type Sent } from "./support/webhook.ts";

describe("a delivery without a valid signature", () => {
  it.each<[string, Sent]>([
    ["another secret", { secret: "other" }],
    ["no signature", { headers: { "x-hub-signature-256": "" } }],
    ["the signature of other bytes", { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } }],
    ["the old algorithm only", { headers: { "x-hub-signature-256": `sha1=${"0".repeat(40)}` } }],
  ])("is refused with 401 for %s: nothing is parsed, nothing is written", async (_case, sent) => {
    const here = await hooked();
    const init = await request(here, sent);
    const parse = vi.spyOn(JSON, "parse");
    const response = await send(addressOf(here), init);
    expect(response.status).toBe(401);
    expect(parse.mock.calls.filter(([text]) => text === init.body)).toEqual([]);
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it.each([
    ["the id of another webhook", "1"],
    ["no webhook id", ""],
    ["a webhook id that is no number", "1 or 1=1"],
  ])("is refused with 401 for %s although its signature holds, and nothing is written", async (_case, id) => {
    const here = await hooked();
    expect((await deliver(here, { headers: { "x-github-hook-id": id } })).status).toBe(401);
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("is refused when the body was written anew", async () => {
    const here = await hooked();
    const init = await request(here, { body: '{"ref": "refs/heads/main"}' });
    const response = await send(addressOf(here), { ...init, body: '{"ref":"refs/heads/main"}' });
    expect(response.status).toBe(401);
  });

  it("is refused when another organization's webhook signed it", async () => {
    const [here, there] = [await hooked(), await hooked()];
    expect((await send(addressOf(here), await request({ ...here, secret: there.secret }, {}))).status).toBe(401);
    expect((await send(addressOf({ ...there, caller: here.caller }), await request(there, {}))).status).toBe(401);
    expect((await deliver(here)).status).toBe(202);
  });

  it.each([
    ["without its key", (url: string) => url.replace(/&key=.*$/, "")],
    ["with a key of another shape", (url: string) => url.replace("test1.1", "test1")],
    ["with a key of an encryption key that we do not have", (url: string) => url.replace("test1.1", "other.1")],
    ["with the next key", (url: string) => url.replace("test1.1", "test1.2")],
    ["without an organization", (url: string) => url.replace(/org=[^&]*&/, "")],
  ])("is refused at the webhook's address %s", async (_case, spoilt) => {
    const here = await hooked();
    const response = await send(spoilt(addressOf(here)), await request(here, {}));
    expect(response.status).toBe(401);
    expect(await counts(here)).toEqual([0, 0, 0]);
  });
});

describe("verifying a delivery", () => {
  const verify = async (here: Hooked, sent: Sent) =>
    send(addressOf(here, "/api/webhooks/github/verify"), await request(here, sent));

  it.each<[string, Sent, boolean]>([
    ["the webhook's secret", {}, true],
    ["another one", { secret: "other" }, false],
  ])("signed with %s answers and stores nothing", async (_case, sent, valid) => {
    const here = await hooked();
    const response = await verify(here, sent);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ valid });
    expect(await counts(here)).toEqual([0, 0, 0]);
  });

  it("does not tell an unknown webhook from a wrong signature", async () => {
    const here = await hooked();
    const response = await verify({ ...here, repositoryId: crypto.randomUUID() }, {});
    expect(await response.json()).toEqual({ valid: false });
  });
});

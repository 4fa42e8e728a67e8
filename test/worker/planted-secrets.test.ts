import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { as } from "./support/as.ts";
import { plant, takeLeaks } from "./support/planted/register.ts";
import { testScope } from "./support/scope.ts";

const SECRET = "planted-secret-0123456789";

describe("a planted secret", () => {
  it("is found in the log, in what is stored, in an answer and in a request to the AI", async () => {
    plant("the planted one", SECRET);
    testScope().log.info(SECRET);
    await env.DB.prepare("update users set name = ? where id = ?").bind(btoa(SECRET), "nobody").run();
    const { get } = await as();
    await (await get(`/api?${SECRET}=1`)).text();
    await fetch(new Request(`${env.AI_URL}/nothing`, { method: "POST", body: SECRET }));
    const places = ["the log", "D1, by update", "the answer to GET /api", "a request to the AI, /nothing"];
    const said = places.map((place) => expect.stringContaining(`the planted one stands in ${place}`));
    expect(takeLeaks(false)).toEqual(said);
  });

  it("is what callers send as credentials, what is sealed, what an answer shows once, and what the deploy has", async () => {
    const { post, cookie } = await as();
    const body = { name: "planted", scopes: ["read"], expires_in_days: 1 };
    const { secret } = await (await post("/api/tokens", body)).json<{ secret: string }>();
    const scope = testScope();
    await scope.envelope.seal(SECRET, { purpose: "token", table: "t", column: "c", tenant: "t", row: "r" });
    // Backwards, because the log masks what looks like a token.
    for (const text of [secret, cookie, SECRET, env.SESSION_SECRET]) scope.log.info([...text].reverse().join(""));
    expect(takeLeaks(false).sort()).toEqual([
      "SESSION_SECRET stands in the log",
      "a session cookie stands in the log",
      "what an answer shows once as secret stands in the log",
      "what was sealed stands in the log",
    ]);
  });
});

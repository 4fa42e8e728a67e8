import { expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import { createStore } from "../src/store.ts";

it("answers the liveness probe without a token", async () => {
  const app = createApp({ store: createStore(), taxRates: {}, tokenKey: new Uint8Array(32) });
  expect((await app.request("/health")).status).toBe(200);
  expect((await app.request("/carts/1/checkout", { method: "POST" })).status).toBe(401);
});

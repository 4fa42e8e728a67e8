import { Hono } from "hono";
import { requireToken } from "./auth.ts";
import { carts } from "./routes/carts.ts";
import { health } from "./routes/health.ts";
import type { Store } from "./store.ts";
import type { TaxRates } from "./pricing.ts";

export interface Dependencies {
  store: Store;
  taxRates: TaxRates;
  tokenKey: Uint8Array;
}

export function createApp({ store, taxRates, tokenKey }: Dependencies) {
  const app = new Hono();
  app.route("/health", health());
  app.use("/carts/*", requireToken(tokenKey));
  app.route("/carts", carts(store, taxRates));
  app.notFound((c) => c.json({ error: "not_found" }, 404));
  return app;
}

import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { createStore } from "./store.ts";

const config = readConfig(process.env);
const app = createApp({ store: createStore(), taxRates: config.taxRates, tokenKey: config.tokenKey });

serve({ fetch: app.fetch, port: config.port }, ({ port }) => {
  console.log(JSON.stringify({ event: "listening", port }));
});

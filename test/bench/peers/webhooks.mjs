/**
 * The peer that takes webhooks in: Fastify and Octokit's verification, and behind them nothing (`hmac`), BullMQ (`bullmq`), or a row
 * in Postgres and BullMQ (`postgres`). Arguments: mode, secret, port of Redis, socket folder of Postgres.
 */
import { Webhooks } from "@octokit/webhooks";
import { Queue } from "bullmq";
import Fastify from "fastify";
import pg from "pg";
import { listen } from "./serve.mjs";

const [mode, secret, redisPort, postgresFolder] = process.argv.slice(2);
const webhooks = new Webhooks({ secret });
const queue =
  mode === "hmac" ? null : new Queue("sync", { connection: { host: "127.0.0.1", port: Number(redisPort) } });
const pool =
  mode === "postgres" ? new pg.Pool({ host: postgresFolder, user: "bench", database: "postgres", max: 16 }) : null;
const INSERT = {
  name: "delivery",
  text: "insert into deliveries (guid, event, repository, received_at) values ($1, $2, $3, now()) on conflict do nothing",
};

webhooks.on("push", async ({ id, name, payload }) => {
  const { id: repository } = payload.repository;
  if (pool !== null && (await pool.query({ ...INSERT, values: [id, name, repository] })).rowCount === 0) return;
  await queue?.add("sync", { repository, after: payload.after }, { jobId: id });
});

await pool?.query(
  "create table if not exists deliveries (guid text primary key, event text not null, repository bigint not null, received_at timestamptz not null)",
);
await queue?.waitUntilReady();

const app = Fastify();
app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => done(null, body));
app.post("/webhooks", async ({ headers, body }, reply) => {
  const signature = headers["x-hub-signature-256"];
  const delivery = { id: headers["x-github-delivery"], signature, name: headers["x-github-event"], payload: body };
  await webhooks.verifyAndReceive(delivery);
  return reply.code(202).send({ outcome: "queued" });
});
await app.ready();
listen(app.server);

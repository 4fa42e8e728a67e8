/**
 * `npm run bench:webhooks`: signed pushes, 16 at once, to the product in workerd and to its peers on Node, in turns: answers a second,
 * their times, and the processor time that all processes of a side spend on one. Peers whose store is not installed are left out.
 */

import { Figures, percentile } from "./figures.ts";
import { installPeers, type Peer, startPeer } from "./peers.ts";
import { load, type Measured, NOTHING, sum } from "./webhooks/load.ts";
import { type Delivery, delivery, pushPayload } from "./webhooks/payload.ts";
import { type Product, startProduct } from "./webhooks/product.ts";
import { type Store, startPostgres, startRedis } from "./webhooks/stores.ts";

const REPOSITORIES = 100;
const AT_ONCE = 16;
/** Rounds that count, and rounds before: 3 measure processes as they are after a start, 40 such as have run for long. */
const [rounds = 8, warmUp = 3] = process.argv.slice(2).map(Number);
const SECRET = "peers-only-0123456789abcdef0123456789abcdef";

/** One that is measured. */
type Side = {
  readonly name: string;
  readonly url: string;
  readonly expected: number;
  readonly pids: () => readonly number[];
  deliveries(): Promise<readonly Delivery[]>;
};

const bodies = Array.from({ length: REPOSITORIES }, (_, index) =>
  pushPayload({ githubId: index + 1, fullName: `acme/service-${index}` }),
);

async function peer(name: string, mode: string, stores: readonly (Store | undefined)[] = []): Promise<Side[]> {
  if (stores.includes(undefined)) {
    console.log(`${name}: left out, because its store is not installed`);
    return [];
  }
  const there = stores.flatMap((store) => store ?? []);
  const server: Peer = await startPeer("webhooks", mode, SECRET, ...there.map(({ address }) => address));
  ends.push(() => server.stop());
  const to = { path: "/webhooks", hookId: 1, secret: SECRET };
  return [
    {
      name,
      url: server.url,
      expected: 202,
      pids: () => [server.pid, ...there.flatMap((store) => store.pids())],
      deliveries: async () => bodies.map((body) => delivery(to, body)),
    },
  ];
}

function own(name: string, { worker, pushes }: Product, more: Partial<Side> = {}): Side {
  const side = { name, url: worker.url, expected: 202, pids: () => [worker.pid], deliveries: pushes };
  return { ...side, ...more };
}

/** What the product does with a delivery that it has, that it shares a job with, and that is not signed. */
function lesser(product: Product): Side[] {
  let seen: readonly Delivery[] = [];
  const repeats = async () => {
    if (seen.length === 0) seen = await product.pushes();
    return seen;
  };
  const unsigned = async () =>
    (await product.pushes()).map((one) => ({
      ...one,
      headers: { ...one.headers, "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
    }));
  return [
    own("own, a job that waits already", product),
    own("own, repeats", product, { deliveries: repeats, expected: 200 }),
    own("own, bad signatures", product, { deliveries: unsigned, expected: 401 }),
  ];
}

const ends: (() => Promise<void> | undefined)[] = [];

/** Starts everything that is measured; what started is ended even if what follows does not. */
async function start(): Promise<Side[]> {
  installPeers();
  const redis = await startRedis();
  ends.push(() => redis?.stop());
  const postgres = await startPostgres();
  ends.push(() => postgres?.stop());
  const bare = await startProduct("hmac", REPOSITORIES);
  ends.push(() => bare.worker.stop());
  const instant = await startProduct("instant", REPOSITORIES);
  ends.push(() => instant.worker.stop());
  const product = await startProduct("real", REPOSITORIES);
  ends.push(() => product.worker.stop());
  const fresh = async () => {
    await product.endJobs();
    return product.pushes();
  };
  return [
    ...(await peer("Fastify, HMAC alone", "hmac")),
    own("workerd, HMAC alone", bare),
    own("own, instant stores", instant),
    ...(await peer("Fastify, BullMQ", "bullmq", [redis])),
    ...(await peer("Fastify, Postgres, BullMQ", "postgres", [redis, postgres])),
    own("own, D1 and queue", product, { deliveries: fresh }),
    ...lesser(product),
  ];
}

async function measure(sides: readonly Side[]): Promise<Map<string, Measured>> {
  const measured = new Map<string, Measured>();
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { name, url, expected, pids, deliveries } of sides) {
      const result = await load({ url, deliveries: await deliveries(), atOnce: AT_ONCE, expected, pids });
      if (round >= 0) measured.set(name, sum(measured.get(name) ?? NOTHING, result));
    }
  }
  return measured;
}

function print(measured: ReadonlyMap<string, Measured>): void {
  const figures = new Figures();
  for (const [name, { answers, wallMs, cpuMs, times, wrong }] of measured) {
    figures.add(`${name}: processor time each`, cpuMs / answers, "ms");
    figures.add(`${name}: answers`, (answers * 1_000) / wallMs, "/s");
    figures.add(`${name}: median`, percentile(times, 0.5), "ms");
    figures.add(`${name}: 99 %`, percentile(times, 0.99), "ms");
    if (wrong > 0) figures.add(`${name}: WRONG ANSWERS`, wrong, "");
  }
  figures.end();
}

try {
  print(await measure(await start()));
} finally {
  for (const end of ends.toReversed()) await end();
}

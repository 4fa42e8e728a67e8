/** One event to many listeners: our feed, socket.io and server-sent events, in turns on one machine. */
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { SAMPLE_SECRETS, startDirect } from "../../support/direct-worker.ts";
import { percentile } from "../figures.ts";
import { cpuMsOf, installPeers, startPeer } from "../peers.ts";
import { Audience, type Connect, ownSocket, serverSentEvents, socketIo, socketIoFrames } from "./audience.ts";

const SOCKETS_PER_USER = 20;

const PEERS = {
  "socket.io": { script: "socket-io", connect: socketIo },
  "socket.io, bare frames": { script: "socket-io", connect: socketIoFrames },
  sse: { script: "server-sent-events", connect: serverSentEvents },
} as const;
type Peer = keyof typeof PEERS;

type Server = {
  readonly name: "own" | Peer;
  readonly pid: number;
  readonly connect: Connect;
  publish(seq: number): Promise<void>;
  stop(): Promise<void>;
};

/** What a job's step says, as the API gives it. */
function eventOf(seq: number) {
  const at = new Date().toISOString();
  const step = { key: "read_files", state: "running", detail: `${seq} of 1,000 files read`, done: seq, total: 1_000 };
  return { seq, at, type: "step", level: "info", message: "Reads the files.", state: "active", phase: "running", step };
}

/** Posts over one kept connection, with as little of its own as possible. */
function poster(url: string): (body: object) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (body) =>
    new Promise((resolve, reject) => {
      const asked = request(
        url,
        { method: "POST", agent, headers: { "content-type": "application/json" } },
        (response) => {
          response.resume().on("end", () => {
            if (response.statusCode === 204) resolve();
            else reject(new Error(`${url} answered ${response.statusCode}.`));
          });
        },
      );
      asked.on("error", reject).end(JSON.stringify(body));
    });
}

async function startOwn(people: number): Promise<Server> {
  const entry = fileURLToPath(new URL("../../worker/support/live-worker.ts", import.meta.url));
  const worker = await startDirect({ entry, variables: { ...SAMPLE_SECRETS, RATE_LIMIT_FACTOR: "1000" } });
  const seeded = await fetch(`${worker.url}/bench/seed?people=${people}&waiting=0`);
  const { cookies, ...job } = (await seeded.json()) as { jobId: string; cookies: string[] };
  const address = `${worker.url.replace("http", "ws")}/api/jobs/${job.jobId}/live?since=1`;
  const post = poster(`${worker.url}/bench/publish`);
  return {
    name: "own",
    pid: worker.pid,
    connect: ownSocket(
      () => address,
      (index) => ({ origin: worker.url, cookie: cookies[Math.floor(index / SOCKETS_PER_USER)] ?? "" }),
    ),
    publish: (seq) => post({ ...job, event: eventOf(seq) }),
    stop: () => worker.stop(),
  };
}

async function startOther(name: Peer): Promise<Server> {
  const { script, connect } = PEERS[name];
  const peer = await startPeer(script);
  const post = poster(`${peer.url}/publish`);
  return {
    name,
    pid: peer.pid,
    connect: connect(peer.url),
    publish: (seq) => post({ v: 1, kind: "event", event: eventOf(seq) }),
    stop: () => peer.stop(),
  };
}

export type FanOut = {
  readonly sockets: number;
  readonly server: Server["name"];
  /** From the request that publishes to the last listener's receipt: median and 95 %, in ms. */
  readonly median: number;
  readonly p95: number;
  /** Our time over this peer's for the same event, the median of all: below 1 we are faster. */
  readonly ratio: number;
  /** Processor time of the server for one event, in ms. */
  readonly cpu: number;
  /** Twenty events without a pause: until the last listener has the last, in ms. */
  readonly burst: number;
  readonly disorders: number;
};

const BURST = 20;
const WARM_UP = 10;

type Stand = { readonly server: Server; readonly audience: Audience; seq: number };
type Measured = { readonly times: number[]; cpu: number };

/** One event. */
async function one(stand: Stand, measured: Measured): Promise<void> {
  stand.seq += 1;
  const received = stand.audience.everybodyHas(stand.seq);
  const [cpu, startedAt] = [cpuMsOf(stand.server.pid), performance.now()];
  const published = stand.server.publish(stand.seq);
  measured.times.push((await received) - startedAt);
  await published;
  measured.cpu += cpuMsOf(stand.server.pid) - cpu;
}

async function burstOf(stand: Stand): Promise<number> {
  const first = stand.seq + 1;
  stand.seq += BURST;
  const received = stand.audience.everybodyHas(stand.seq);
  const startedAt = performance.now();
  for (let seq = first; seq <= stand.seq; seq += 1) await stand.server.publish(seq);
  return (await received) - startedAt;
}

/** So many events from each, in turns: what else the machine does hits all alike. */
async function inTurns(stands: readonly Stand[], events: number): Promise<Measured[]> {
  const measured = stands.map((): Measured => ({ times: [], cpu: 0 }));
  for (let event = 0; event < events; event += 1)
    for (const [index, stand] of stands.entries()) await one(stand, measured[index] ?? { times: [], cpu: 0 });
  return measured;
}

async function measureSize(stands: readonly Stand[], sockets: number, events: number): Promise<FanOut[]> {
  for (const { audience, server } of stands) await audience.gather(sockets, server.connect);
  await inTurns(stands, WARM_UP);
  const measured = await inTurns(stands, events);
  const own = measured[0]?.times ?? [];
  const results: FanOut[] = [];
  for (const [index, stand] of stands.entries()) {
    const { times = [], cpu = 0 } = measured[index] ?? {};
    const ratios = times.map((time, event) => (own[event] ?? Number.NaN) / time);
    results.push({
      sockets,
      server: stand.server.name,
      median: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      ratio: percentile(ratios, 0.5),
      cpu: cpu / events,
      burst: await burstOf(stand),
      disorders: stand.audience.disorders,
    });
  }
  return results;
}

/** Measures with each number of listeners, ascending. */
export async function measureFanOut(sizes: readonly number[], events: number): Promise<FanOut[]> {
  installPeers();
  const people = Math.ceil(Math.max(...sizes) / SOCKETS_PER_USER);
  const servers = [await startOwn(people)];
  for (const name of Object.keys(PEERS) as Peer[]) servers.push(await startOther(name));
  const stands = servers.map((server): Stand => ({ server, audience: new Audience(), seq: 1 }));
  const results: FanOut[] = [];
  try {
    for (const size of sizes) results.push(...(await measureSize(stands, size, events)));
    return results;
  } finally {
    for (const { audience } of stands) audience.leave();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

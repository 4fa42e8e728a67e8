/** One event to many listeners: our feed, socket.io and server-sent events, in turns on one machine. */
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { SAMPLE_SECRETS, startDirect } from "../../support/direct-worker.ts";
import { percentile } from "../figures.ts";
import { cpuMsOf, installPeers, startPeer } from "../peers.ts";
import { Audience, type Connect, ownSocket, serverSentEvents, socketIo } from "./audience.ts";

const SOCKETS_PER_USER = 20;

type Server = {
  readonly name: "own" | "socket.io" | "sse";
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
  const seeded = await fetch(`${worker.url}/bench/seed?people=${people}`);
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

async function startOther(name: "socket.io" | "sse"): Promise<Server> {
  const peer = await startPeer(name === "sse" ? "server-sent-events" : "socket-io");
  const post = poster(`${peer.url}/publish`);
  return {
    name,
    pid: peer.pid,
    connect: name === "sse" ? serverSentEvents(peer.url) : socketIo(peer.url),
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
  /** Processor time of the server for one event, in ms. */
  readonly cpu: number;
  /** A hundred events at once: until the last listener has the last, in ms. */
  readonly burst: number;
  readonly disorders: number;
};

const BURST = 100;

type Stand = { readonly server: Server; readonly audience: Audience; seq: number; times: number[]; cpu: number };

async function one(stand: Stand): Promise<void> {
  stand.seq += 1;
  const received = stand.audience.everybodyHas(stand.seq);
  const [cpu, startedAt] = [cpuMsOf(stand.server.pid), performance.now()];
  const published = stand.server.publish(stand.seq);
  stand.times.push((await received) - startedAt);
  await published;
  stand.cpu += cpuMsOf(stand.server.pid) - cpu;
}

async function burstOf(stand: Stand): Promise<number> {
  const first = stand.seq + 1;
  stand.seq += BURST;
  const received = stand.audience.everybodyHas(stand.seq);
  const startedAt = performance.now();
  for (let seq = first; seq <= stand.seq; seq += 1) await stand.server.publish(seq);
  return (await received) - startedAt;
}

/** Measures with each number of listeners, ascending; the servers take turns, event by event. */
export async function measureFanOut(sizes: readonly number[], events: number): Promise<FanOut[]> {
  installPeers();
  const people = Math.ceil(Math.max(...sizes) / SOCKETS_PER_USER);
  const servers = [await startOwn(people), await startOther("socket.io"), await startOther("sse")];
  const stands = servers.map((server): Stand => ({ server, audience: new Audience(), seq: 1, times: [], cpu: 0 }));
  const results: FanOut[] = [];
  try {
    for (const size of sizes) {
      for (const stand of stands) await stand.audience.gather(size, stand.server.connect);
      for (let warm = 0; warm < 5; warm += 1) for (const stand of stands) await one(stand);
      for (const stand of stands) Object.assign(stand, { times: [], cpu: 0 });
      for (let event = 0; event < events; event += 1) for (const stand of stands) await one(stand);
      for (const stand of stands) {
        const { server, audience, times, cpu } = stand;
        const burst = await burstOf(stand);
        const middle = { median: percentile(times, 0.5), p95: percentile(times, 0.95), cpu: cpu / events };
        results.push({ sockets: size, server: server.name, ...middle, burst, disorders: audience.disorders });
      }
    }
    return results;
  } finally {
    for (const { audience } of stands) audience.leave();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

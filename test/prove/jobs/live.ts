/** Events over sockets while everything that can break a line does: nothing is missed, doubled or out of order. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/stack.ts";
import { SAMPLE_SECRETS } from "../../support/direct-worker.ts";
import { bundleWorker } from "../../support/workerd/bundle.ts";
import { Workerd } from "../../support/workerd/workerd.ts";
import type { Report } from "../report.ts";
import { Listener } from "./live-listener.ts";

const ENTRY = fileURLToPath(new URL("../../worker/support/live-worker.ts", import.meta.url));
const EVENTS_A_SECOND = 25;
const DROP_EVERY_MS = 900;
const SOCKETS_PER_USER = 20;
/** After ten seconds without an event the platform lets the object sleep. */
const SLEEP_MS = 12_000;
const RETAINED = 1_000;
const PATIENCE_MS = 60_000;

type Seeded = {
  readonly orgId: string;
  readonly repositoryId: string;
  readonly jobId: string;
  readonly cookies: string[];
};
type Plan = {
  readonly listeners: number;
  readonly events: number;
  readonly kills: readonly number[];
  readonly sleepAt: number | null;
};

/** Publishes events from 2 on, each until the product took it. */
class Publisher {
  readonly #url: string;
  readonly #job: Seeded;
  last = 1;

  constructor(url: string, job: Seeded) {
    this.#url = url;
    this.#job = job;
  }

  async next(): Promise<void> {
    const seq = this.last + 1;
    const event = { seq, at: new Date().toISOString(), type: "log", level: "info", message: `line ${seq}` };
    const body = JSON.stringify({
      ...this.#job,
      event: { ...event, state: null, phase: null, step: null },
      logged: true,
    });
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await this.#send(body))) {
      if (Date.now() > deadline) throw new Error(`Event ${seq} was not taken.`);
      await pause(50);
    }
    this.last = seq;
  }

  async #send(body: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.#url}/bench/publish`, { method: "POST", body });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}

/** Cuts a listener's line now and then, every listener at its own moments, until told to stop. */
function disturb(listeners: readonly Listener[]): () => void {
  const timers = listeners.map((listener, index) => {
    const drop = () => listener.drop();
    let every: NodeJS.Timeout | undefined;
    const first = setTimeout(
      () => {
        every = setInterval(drop, DROP_EVERY_MS);
      },
      (index * DROP_EVERY_MS) / listeners.length,
    );
    return () => {
      clearTimeout(first);
      clearInterval(every);
    };
  });
  return () => {
    for (const stop of timers) stop();
  };
}

/** Kills the product and starts it again. Answers how long the listeners took to be back after it was, at most. */
async function restart(workerd: Workerd, listeners: readonly Listener[]): Promise<number> {
  await workerd.kill();
  await pause(300);
  const back = Promise.all(listeners.map((listener) => listener.live()));
  await workerd.start();
  const startedAt = performance.now();
  await back;
  return performance.now() - startedAt;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited too long until ${what}.`);
    await pause(20);
  }
}

type Scene = { readonly publisher: Publisher; readonly listeners: readonly Listener[]; readonly plan: Plan };

async function run(workerd: Workerd, { publisher, listeners, plan }: Scene): Promise<number> {
  const stop = disturb(listeners);
  let slowest = 0;
  let restarting = Promise.resolve();
  for (let event = 1; event <= plan.events; event += 1) {
    await Promise.all([publisher.next(), pause(1_000 / EVENTS_A_SECOND)]);
    if (event === Math.floor(plan.events / 3)) listeners[0]?.deafen();
    if (event === plan.sleepAt) await pause(SLEEP_MS);
    if (!plan.kills.includes(event)) continue;
    restarting = restart(workerd, listeners).then((ms) => {
      slowest = Math.max(slowest, ms);
    });
  }
  await restarting;
  stop();
  await until("every listener has the last line", () =>
    listeners.every(({ lines }) => lines.at(-1)?.seq === publisher.last),
  );
  return slowest;
}

function isWhole({ lines }: Listener, last: number): boolean {
  return (
    lines.length === last &&
    lines.every(({ seq, message }, index) => seq === index + 1 && (seq === 1 || message === `line ${seq}`))
  );
}

type Outcome = { readonly last: number; readonly slowest: number; readonly patience: number };

function tell(report: Report, listeners: readonly Listener[], { last, slowest, patience }: Outcome): void {
  const whole = listeners.filter((listener) => isWhole(listener, last)).length;
  const connects = listeners.reduce((sum, listener) => sum + listener.connects, 0);
  const strays = listeners.reduce((sum, listener) => sum + listener.strays, 0);
  const of = `${whole} of ${listeners.length} listeners, ${last} events each, ${connects} connects`;
  report.claim(
    "all lines, in order, although lines are cut, silent, and the product killed",
    whole === listeners.length,
    of,
  );
  report.claim("frames that were doubled or left one out", strays === 0, String(strays));
  const back = `listeners are back ${patience / 1_000} s after the product, whose longest pause is 3 s here`;
  report.claim(back, slowest <= patience, `${slowest.toFixed(0)} ms at most`);
}

type Pages = { readonly patient: Listener; readonly listen: () => Listener };

/** A page that comes when the oldest events are only in the log, beside one that was there from the first on. */
async function proveResync(report: Report, publisher: Publisher, { patient, listen }: Pages): Promise<void> {
  // An event that a kill kept from the object makes every page ask; here nothing is killed any more.
  const before = patient.resyncs;
  while (publisher.last <= RETAINED + 1) await publisher.next();
  const late = listen();
  await until(
    "the late page shows everything",
    () => isWhole(late, publisher.last) && isWhole(patient, publisher.last),
  );
  await publisher.next();
  await until("the stream goes on", () => isWhole(late, publisher.last) && isWhole(patient, publisher.last));
  const asked = patient.resyncs - before;
  const told = `${late.resyncs} question, ${late.lines.length} lines; ${asked} questions by the page that was there`;
  report.claim(
    `a page that lacks more than the last ${RETAINED} reads the log once and goes on`,
    late.resyncs === 1 && asked === 0,
    told,
  );
  patient.leave();
  late.leave();
}

/** Live events under cut lines, kills, sleep and silence; `short` has fewer listeners, events and kills. */
export async function proveLive(report: Report, short: boolean): Promise<void> {
  const plan: Plan = short
    ? { listeners: 8, events: 75, kills: [30], sleepAt: null }
    : { listeners: 50, events: 1_000, kills: [300, 650], sleepAt: 800 };
  const folder = mkdtempSync(join(tmpdir(), "autodevops-live-"));
  const script = join(folder, "worker.mjs");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = { ...SAMPLE_SECRETS, PUBLIC_URL: url, RATE_LIMIT_FACTOR: "10000" };
  const workerd = new Workerd({ script, stateDir: join(folder, "state"), port, variables });
  const opened: Listener[] = [];
  try {
    await bundleWorker({ entry: ENTRY, outfile: script });
    await workerd.start();
    const people = Math.ceil((plan.listeners + 2) / SOCKETS_PER_USER);
    const seeded = (await (await fetch(`${url}/bench/seed?people=${people}&waiting=0`)).json()) as Seeded;
    const listen = (index: number) => {
      const cookie = seeded.cookies[Math.floor(index / SOCKETS_PER_USER)] ?? "";
      const listener = new Listener({ url, jobId: seeded.jobId, cookie });
      opened.push(listener);
      return listener;
    };
    const listeners = Array.from({ length: plan.listeners }, (_, index) => listen(index));
    await until("everybody listens", () => listeners.every(({ mode }) => mode === "live"));
    const patient = listen(plan.listeners);
    const publisher = new Publisher(url, seeded);
    const slowest = await run(workerd, { publisher, listeners, plan });
    // Only an undisturbed machine can be measured; in its short form this runs beside other tests.
    tell(report, listeners, { last: publisher.last, slowest, patience: short ? 30_000 : 5_000 });
    for (const listener of listeners) listener.leave();
    await proveResync(report, publisher, { patient, listen: () => listen(plan.listeners) });
  } finally {
    for (const listener of opened) listener.leave();
    await workerd.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

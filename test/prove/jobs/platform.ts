/** What clients see while the database fails now and then, and while it is gone. */
import { fileURLToPath } from "node:url";
import { type DirectWorker, SAMPLE_SECRETS, startDirect } from "../../support/direct-worker.ts";
import type { Report } from "../report.ts";

const ENTRY = fileURLToPath(new URL("../../worker/support/live-worker.ts", import.meta.url));
const TRIES = 3;
const WITHIN_MS = 2_000;
const AT_ONCE = 4;

type Seeded = { orgId: string; jobId: string; cookies: string[]; waiting: string[] };
type Call = { readonly method: string; readonly path: string; readonly body?: object };
type Answer = { readonly status: number; readonly wellFormed: boolean };

/** A client: asks again after 503, at most three times within two seconds. */
class Client {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  /** Answers that were no success, by status. */
  readonly failures: Answer[] = [];

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#headers = { cookie, origin: url, "sec-fetch-site": "same-origin", "x-ado-request": "1" };
  }

  async #ask({ method, path, body }: Call): Promise<Answer> {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const init = { method, headers: { ...this.#headers, ...json }, body: body && JSON.stringify(body) };
    const response = await fetch(this.#url + path, init as RequestInit);
    const text = await response.text();
    const passes =
      response.status === 503 && response.headers.has("retry-after") && !/\bat .*:\d+:\d+|D1_|sql/i.test(text);
    return { status: response.status, wellFormed: response.ok || response.status === 409 || passes };
  }

  /** True when the call came to its end. A cancellation that took effect and lost its answer is refused when it is repeated. */
  async call(call: Call): Promise<boolean> {
    const startedAt = Date.now();
    for (let tried = 1; tried <= TRIES && Date.now() - startedAt < WITHIN_MS; tried += 1) {
      const answer = await this.#ask(call);
      if (answer.status < 300 || (answer.status === 409 && tried > 1)) return true;
      this.failures.push(answer);
      await new Promise((resolve) => setTimeout(resolve, 20 * tried));
    }
    return false;
  }
}

/** Three reads to two writes; every cancellation names a job of its own. */
function callsOf({ jobId, waiting }: Seeded): Call[] {
  return waiting.flatMap((id, index): Call[] => [
    { method: "GET", path: "/api/jobs" },
    { method: "GET", path: `/api/jobs/${jobId}` },
    { method: "GET", path: "/api/repositories" },
    { method: "DELETE", path: `/api/jobs/${id}` },
    { method: "PUT", path: "/api/ai/settings", body: settings(index) },
  ]);
}

function settings(index: number): object {
  return { enabled: index % 2 === 0 };
}

async function lose(worker: DirectWorker, share: number): Promise<void> {
  await fetch(`${worker.url}/bench/lose?share=${share}`);
}

async function countOf(worker: DirectWorker, sql: string): Promise<number> {
  const { results } = (await worker.database.prepare(sql).run()) as { results: { n: number }[] };
  return results[0]?.n ?? -1;
}

/** Rows that a batch wrote by half, or twice. */
async function tornBatches(worker: DirectWorker): Promise<number> {
  const events = "(select count(*) from job_logs where job_id = jobs.id and state = 'cancelled')";
  const audits = "(select count(*) from audit_log where target_id = jobs.id and action = 'job.cancelled')";
  const isDone = "(jobs.state = 'cancelled')";
  return countOf(worker, `select count(*) as n from jobs where ${events} <> ${isDone} or ${audits} <> ${isDone}`);
}

async function underFaults(worker: DirectWorker, share: number, calls: number) {
  const seeded = (await (await fetch(`${worker.url}/bench/seed?people=1&waiting=${calls / 5}`)).json()) as Seeded;
  const client = new Client(worker.url, seeded.cookies[0] ?? "");
  const queue = callsOf(seeded);
  let succeeded = 0;
  await lose(worker, share);
  const work = async () => {
    for (let call = queue.shift(); call; call = queue.shift()) if (await client.call(call)) succeeded += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await lose(worker, 0);
  return { succeeded, failures: client.failures, torn: await tornBatches(worker) };
}

async function statusOf(worker: DirectWorker, path: string): Promise<number> {
  const response = await fetch(worker.url + path);
  await response.arrayBuffer();
  return response.status;
}

/** How long until a path answers with a status, in ms. */
async function until(worker: DirectWorker, path: string, status: number): Promise<number> {
  const startedAt = performance.now();
  while ((await statusOf(worker, path)) !== status) {
    if (performance.now() - startedAt > 30_000) throw new Error(`${path} did not answer ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - startedAt;
}

async function proveOutage(worker: DirectWorker, report: Report, lengthMs: number): Promise<void> {
  await lose(worker, 2);
  const down = await until(worker, "/ready", 503);
  const startedAt = performance.now();
  const health: number[] = [];
  while (performance.now() - startedAt < lengthMs) {
    health.push(await statusOf(worker, "/health"));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await lose(worker, 0);
  const up = await until(worker, "/ready", 200);
  const alive = health.every((status) => status === 200);
  report.claim(
    "the database is gone: alive all the time",
    alive,
    `${health.length} questions in ${lengthMs / 1_000} s`,
  );
  report.claim(
    "not ready within 5 s, ready again within 5 s",
    down <= 5_000 && up <= 5_000,
    `${down.toFixed(0)} and ${up.toFixed(0)} ms`,
  );
}

/** Mixed calls while D1 fails now and then; `short` asks fewer of them. */
export async function provePlatform(report: Report, short: boolean): Promise<void> {
  const calls = short ? 200 : 1_000;
  const worker = await startDirect({ entry: ENTRY, variables: { ...SAMPLE_SECRETS, RATE_LIMIT_FACTOR: "1000" } });
  try {
    for (const [share, needed] of [
      [0.01, 0.995],
      [0.05, 0.995],
      [0.2, 0.95],
    ] as const) {
      const { succeeded, failures, torn } = await underFaults(worker, share, calls);
      const name = `${share * 100} % of what goes to the database fails`;
      report.claim(
        `${name}: calls that succeed within three tries`,
        succeeded / calls >= needed,
        `${succeeded} of ${calls}`,
      );
      const ill = failures.filter(({ wellFormed }) => !wellFormed);
      const statuses = [...new Set(ill.map(({ status }) => status))].join(", ");
      report.claim(
        `${name}: every failure is 503 with a time to come back`,
        ill.length === 0,
        `${failures.length - ill.length} are, ${ill.length} not${statuses && ` (${statuses})`}`,
      );
      report.claim(`${name}: rows written twice or by half`, torn === 0, String(torn));
    }
    await proveOutage(worker, report, short ? 2_000 : 30_000);
  } finally {
    await worker.stop();
  }
}

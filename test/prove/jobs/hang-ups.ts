/** Senders that hang up while others wait for the round trip that they share. */
import { Agent, request } from "node:http";
import type { Delivery } from "../../bench/webhooks/payload.ts";
import { type Product, startProduct } from "../../bench/webhooks/product.ts";
import type { Report } from "../report.ts";
import { between, sequence } from "./random.ts";

const REPOSITORIES = 48;
/** Deliveries of a round come at once. */
const ROUNDS = { short: 4, long: 40 };
const LONGEST_CALL_MS = 12;
const ANSWER_WITHIN_MS = 2_000;

type Answer = { readonly guid: string; readonly status: number; readonly ms: number };

type Sender = { readonly agent: Agent; readonly url: string; readonly hangUpMs: number | null };

/** Sends a delivery and hangs up after so many milliseconds, or waits. Status 0 is no answer. */
function send({ path, body, headers }: Delivery, { agent, url, hangUpMs }: Sender): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const end = (status: number) =>
      resolve({ guid: headers["x-github-delivery"] ?? "", status, ms: performance.now() - startedAt });
    const asked = request(url + path, { agent, method: "POST", headers }, (answer) => {
      answer.resume().once("end", () => end(answer.statusCode ?? 0));
    });
    asked.on("error", () => end(0)).end(body);
    if (hangUpMs !== null) setTimeout(() => asked.destroy(), hangUpMs);
  });
}

type Round = { readonly patient: readonly Answer[]; readonly hungUp: readonly Answer[] };

async function runRound(product: Product, random: () => number): Promise<Round> {
  await product.endJobs();
  const agent = new Agent({ keepAlive: true, maxSockets: REPOSITORIES });
  const deliveries = await product.pushes();
  const isPatient = (index: number) => index % 2 === 0;
  const answers = await Promise.all(
    deliveries.map((delivery, index) => {
      const hangUpMs = isPatient(index) ? null : between(random, 0, LONGEST_CALL_MS);
      return send(delivery, { agent, url: product.worker.url, hangUpMs });
    }),
  );
  agent.destroy();
  const [patient, hungUp] = [true, false].map((wanted) => answers.filter((_, index) => isPatient(index) === wanted));
  return { patient: patient ?? [], hungUp: hungUp ?? [] };
}

/** GUIDs of deliveries that have a row. */
async function taken({ worker }: Product): Promise<ReadonlySet<string>> {
  const { results } = (await worker.database.prepare("select guid from webhook_deliveries").run()) as {
    results: readonly { guid: string }[];
  };
  return new Set(results.map(({ guid }) => guid));
}

/** Whoever waits is answered soon, even when those who write for all hang up. */
export async function proveHangUps(report: Report, { seed, short }: { seed: number; short: boolean }): Promise<void> {
  const product = await startProduct("real", REPOSITORIES);
  try {
    const random = sequence(seed);
    const rounds: Round[] = [];
    for (let count = 0; count < (short ? ROUNDS.short : ROUNDS.long); count += 1)
      rounds.push(await runRound(product, random));
    const patient = rounds.flatMap((round) => round.patient);
    const silent = rounds.flatMap(({ hungUp }) => hungUp).filter(({ status }) => status === 0);
    const refused = patient.filter(({ status }) => status !== 202);
    const rows = await taken(product);
    const lost = patient.filter(({ guid }) => !rows.has(guid));
    const slowest = Math.max(...patient.map(({ ms }) => ms));
    report.claim(
      "while half of the senders hang up, the others are answered, and what was answered is kept",
      silent.length > 0 && refused.length === 0 && lost.length === 0,
      `${silent.length} hung up before an answer; ${patient.length} waited, ${refused.length} refused, ${lost.length} without a row`,
    );
    report.claim(
      "none of them waits for one who is gone",
      slowest < ANSWER_WITHIN_MS,
      `${Math.round(slowest)} ms at the most`,
    );
  } finally {
    await product.worker.stop();
  }
}

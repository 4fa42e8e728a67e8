/** Signed pushes while the product is killed: what was answered with success is kept, and its job comes to an end. */
import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import type { History } from "./history.ts";
import { violationsOf } from "./history-checker.ts";
import { between, sequence } from "./random.ts";
import { World } from "./world.ts";

type Hook = World["github"]["context"]["state"]["hooks"][number];
type Sent = { readonly guid: string; readonly status: number; readonly ms: number; readonly outcome: string };

export type LossSize = { readonly deliveries: number; readonly everyMs: number; readonly kills: number };
const WHOLE: LossSize = { deliveries: 600, everyMs: 50, kills: 5 };
export const SHORT: LossSize = { deliveries: 60, everyMs: 100, kills: 2 };

const FAULT_RATE = 0.05;
const PATIENCE_MS = 120_000;
const ANSWER_WITHIN_MS = 10_000;
const SLOW_MS = 1_000;

/** As GitHub sends it, with what the product reads. */
async function deliver(hook: Hook, index: number): Promise<Sent> {
  const guid = randomUUID();
  const after = index.toString(16).padStart(40, "0");
  const repository = { id: hook.repoId, default_branch: "main" };
  const body = JSON.stringify({ ref: "refs/heads/main", before: "1".repeat(40), after, deleted: false, repository });
  const headers = {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": guid,
    "x-github-hook-id": String(hook.id),
    "x-hub-signature-256": `sha256=${createHmac("sha256", hook.secret ?? "")
      .update(body)
      .digest("hex")}`,
  };
  const startedAt = performance.now();
  try {
    const response = await fetch(hook.url, {
      method: "POST",
      body,
      headers,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const { outcome = "" } = (await response.json()) as { outcome?: string };
    return { guid, status: response.status, ms: performance.now() - startedAt, outcome };
  } catch {
    return { guid, status: 0, ms: performance.now() - startedAt, outcome: "" };
  }
}

export type Loss = {
  readonly sent: readonly Sent[];
  /** Deliveries answered with success that have no row, and those whose job is not over or not there. */
  readonly withoutRow: number;
  readonly withoutEnd: number;
  readonly jobs: number;
  readonly settledMs: number | null;
  readonly violations: readonly string[];
  readonly p99: number;
};

function withoutEnd(
  rows: readonly { guid: string; jobId: string | null; outcome: string }[],
  { jobs }: History,
): number {
  const over = new Set(["completed", "cancelled", "dead_letter"]);
  return rows.filter(({ jobId, outcome }) => outcome === "queued" && !over.has(jobs.get(jobId ?? "")?.state ?? ""))
    .length;
}

/** Sends pushes at a steady pace, kills at random moments, and looks at what is left. */
export async function runLoss(seed: number, size: LossSize, changes: readonly SourceChange[] = []): Promise<Loss> {
  const random = sequence(seed);
  const world = await World.start({ seed, people: 2, repositoriesEach: 3, changes });
  try {
    await world.settle(PATIENCE_MS);
    await world.restart({ rate: FAULT_RATE, copies: 2 });
    const { hooks } = world.github.context.state;
    const kills = Array.from({ length: size.kills }, () => between(random, 1, size.deliveries - 1)).sort(
      (a, b) => a - b,
    );
    const sending: Promise<Sent>[] = [];
    let restarting = Promise.resolve();
    for (let index = 0; index < size.deliveries; index += 1) {
      const hook = hooks[index % hooks.length];
      if (hook) sending.push(deliver(hook, index));
      if (kills.includes(index)) restarting = restarting.then(() => world.restart());
      await pause(size.everyMs);
    }
    await restarting;
    const sent = await Promise.all(sending);
    const settledMs = await world.settle(PATIENCE_MS);
    await world.kill();
    const history = world.history();
    const rows = await world.rows("select guid, job_id as jobId, outcome from webhook_deliveries");
    const known = new Map(
      rows.map((row) => [
        String(row.guid),
        { guid: String(row.guid), jobId: row.jobId as string | null, outcome: String(row.outcome) },
      ]),
    );
    const answered = sent.filter(({ status }) => status >= 200 && status < 300);
    const kept = answered.flatMap(({ guid }) => known.get(guid) ?? []);
    const times = answered.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      sent,
      withoutRow: answered.length - kept.length,
      withoutEnd: withoutEnd(kept, history),
      jobs: history.jobs.size,
      settledMs,
      violations: violationsOf(history),
      p99: times[Math.floor(times.length * 0.99)] ?? 0,
    };
  } finally {
    await world.end();
  }
}

export async function proveWebhookLoss(
  report: Report,
  { seed, short }: { seed: number; short: boolean },
): Promise<void> {
  const size = short ? SHORT : WHOLE;
  const { sent, withoutRow, withoutEnd: open, jobs, settledMs, violations, p99 } = await runLoss(seed, size);
  const answered = sent.filter(({ status }) => status >= 200 && status < 300).length;
  const silent = sent.filter(({ status }) => status === 0).length;
  report.claim(
    `${size.deliveries} pushes, ${size.kills} times SIGKILL: what was answered with success has its row`,
    withoutRow === 0 && answered > 0,
    `${answered} answered, ${silent} got no answer, ${sent.length - answered - silent} refused for now; ${withoutRow} without a row`,
  );
  report.claim(
    "each of them has a job that came to an end",
    open === 0 && settledMs !== null,
    `${jobs} jobs, ${open} deliveries without`,
  );
  report.claim(
    "their history is consistent",
    violations.length === 0,
    violations.slice(0, 5).join("; ") || "no breach",
  );
  if (!short) report.claim("answers took less than a second, 99 %", p99 < SLOW_MS, `${Math.round(p99)} ms`);
}

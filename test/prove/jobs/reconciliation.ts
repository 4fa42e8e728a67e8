/** Webhooks that get lost, come twice or in the wrong order: after one reconciliation everything is as a full scan says. */
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { sequence } from "./random.ts";
import { differences } from "./reconciliation/full-scan.ts";
import { happen, pushOther, type Stage, stageOf } from "./reconciliation/happenings.ts";
import { World } from "./world.ts";

type Size = {
  readonly seeds: number;
  readonly webhooks: number;
  readonly people: number;
  readonly repositoriesEach: number;
};

const WHOLE: Size = { seeds: 50, webhooks: 2_000, people: 4, repositoriesEach: 5 };
const SHORT: Size = { seeds: 1, webhooks: 120, people: 1, repositoriesEach: 4 };
const SWEEP = "*/2 * * * *";
const PATIENCE_MS = 240_000;
const HOURLY = 5_000;

/** Storms follow each other faster than the quarters of an hour that are waited for otherwise. */
const IMPATIENT: readonly SourceChange[] = [
  { file: "worker/services/webhooks/sweep-webhooks.ts", from: "EVERY_MS = 14 * 60_000", to: "EVERY_MS = 0" },
  { file: "worker/services/webhooks/ask-again.ts", from: "ASK_AGAIN_MS = 10 * 60_000", to: "ASK_AGAIN_MS = 0" },
];

/** Each takes a tenth of all deliveries: the later ones see what the earlier ones left. */
const FAULTS = [
  ["drop", 0.1],
  ["duplicate", 0.1 / 0.9],
  ["reorder", 0.1 / 0.8],
] as const;

type Storm = { readonly sent: number; readonly lost: number; readonly doubled: number; readonly overtaken: number };

async function storm(world: World, stages: readonly Stage[], { seed, webhooks }: { seed: number; webhooks: number }) {
  for (const [index, [webhook, prob]] of FAULTS.entries()) {
    await world.github.control("faults", { times: -1, prob, seed: seed * 31 + index, action: { webhook } });
  }
  const each = Math.ceil(webhooks / stages.length);
  let sent = 0;
  await Promise.all(
    stages.map(async (stage, index) => {
      const own = sequence(seed * 1_000 + index);
      let count = 0;
      while (count < each) count += await happen(world, stage, own);
      sent += count;
    }),
  );
  await world.github.control("settle");
  const { faults } = await world.github.control("faults", undefined, "GET");
  await world.github.control("faults", {}, "DELETE");
  const [lost = 0, doubled = 0, overtaken = 0] = (faults as { hits: number }[]).map(({ hits }) => hits);
  const last = await loseLast(world, stages);
  return { sent: sent + last, lost: lost + last, doubled, overtaken };
}

/** Of every other repository the last push never arrives: no later one makes up for it. */
async function loseLast(world: World, stages: readonly Stage[]): Promise<number> {
  const unlucky = stages.filter((_stage, index) => index % 2 === 0);
  await world.github.control("faults", { times: -1, action: { webhook: "drop" } });
  for (const stage of unlucky) await pushOther(world, stage);
  await world.github.control("settle");
  await world.github.control("faults", {}, "DELETE");
  return unlucky.length;
}

function refill(world: World): void {
  for (const { login } of world.people) {
    for (const resource of ["core", "graphql"] as const) world.github.context.rates.set(login, resource, HOURLY);
  }
}

/** What was started after the jobs with these ids. */
async function startedSince(world: World, known: ReadonlySet<string>): Promise<string[]> {
  const rows = await world.rows("select id, kind, trigger, repository_id from jobs");
  const started = rows.filter(({ id }) => !known.has(String(id)));
  return started.map((row) => `${row.kind} of ${row.repository_id}, ${row.trigger}`);
}

/** One reconciliation: a sweep, what GitHub sends again, and the jobs that follow. */
async function reconcile(world: World): Promise<boolean> {
  await world.workerd.cron(SWEEP);
  await world.github.control("settle");
  return (await world.settle(PATIENCE_MS)) !== null;
}

type Outcome = Storm & { readonly before: number; readonly after: readonly string[]; readonly idle: readonly string[] };

async function runSeed(
  world: World,
  stages: readonly Stage[],
  size: { seed: number; webhooks: number },
): Promise<Outcome> {
  refill(world);
  const faults = await storm(world, stages, size);
  if ((await world.settle(PATIENCE_MS)) === null) throw new Error("Jobs were still open before the reconciliation.");
  const before = (await differences(world, stages)).length;
  const isSettled = await reconcile(world);
  const after = isSettled ? await differences(world, stages) : ["jobs are still open"];
  const known = new Set((await world.rows("select id from jobs")).map(({ id }) => String(id)));
  await reconcile(world);
  return { ...faults, before, after, idle: await startedSince(world, known) };
}

function total(outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
}

function claimAll(report: Report, outcomes: readonly Outcome[], { seeds }: Size): void {
  const { length } = outcomes;
  const [lost, doubled, overtaken] = [
    total(outcomes, (outcome) => outcome.lost),
    total(outcomes, (outcome) => outcome.doubled),
    total(outcomes, (outcome) => outcome.overtaken),
  ];
  const wrong = outcomes.filter(({ after }) => after.length > 0);
  const sent = total(outcomes, (outcome) => outcome.sent);
  const faults = `${lost} lost, ${doubled} doubled, ${overtaken} reordered of ${sent} webhooks`;
  const before = total(outcomes, (outcome) => outcome.before);
  report.claim(
    "After one reconciliation everything is as a full scan says",
    length === seeds && wrong.length === 0,
    `${length - wrong.length} of ${seeds} seeds; ${faults}; ${before} facts were wrong before it, ${total(outcomes, ({ after }) => after.length)} after it`,
  );
  report.claim("Without it something would have stayed wrong", before > 0, `${before} facts`);
  const idle = total(outcomes, (outcome) => outcome.idle.length);
  report.claim("A second reconciliation finds nothing to do", idle === 0, `${idle} jobs in ${length} seeds`);
}

/** `only` runs a single seed again. */
export async function proveReconciliation(report: Report, short: boolean, only?: number): Promise<void> {
  const size = short ? SHORT : WHOLE;
  const world = await World.start({ ...size, seed: 1, changes: IMPATIENT });
  const outcomes: Outcome[] = [];
  try {
    const stages: Stage[] = [];
    for (const connected of world.repositories) stages.push(await stageOf(world, connected));
    await world.settle(PATIENCE_MS);
    const seeds = only === undefined ? Array.from({ length: size.seeds }, (_, index) => index + 1) : [only];
    for (const seed of seeds) {
      const outcome = await runSeed(world, stages, { seed, webhooks: size.webhooks });
      outcomes.push(outcome);
      for (const line of [...outcome.after, ...outcome.idle]) console.log(`      seed ${seed}: ${line}`);
    }
  } finally {
    await world.end();
  }
  const failed = world.logged.filter((line) => line.includes('"event":"sweep_failed"'));
  if (failed.length > 0) console.log(`      ${failed.length} looks failed: ${failed[0]}`);
  claimAll(report, outcomes, only === undefined ? size : { ...size, seeds: 1 });
}

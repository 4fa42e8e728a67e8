/**
 * `npm run prove:jobs`: jobs, webhooks and live progress, by breaking them. `-- --short` leaves out what takes minutes. `--seed 7`
 * runs the chaos of that seed alone, `--seeds 10` that of the seeds 1 to 10; `--part chaos` one part; `--minutes 15` the length of the soak.
 */
import { parseArgs } from "node:util";
import { proveBrowserLive } from "./jobs/browser-live.ts";
import { proveChaos } from "./jobs/chaos.ts";
import { proveCostGrowth } from "./jobs/cost-growth.ts";
import { proveDeadLetters } from "./jobs/dead-letters.ts";
import { proveFairness } from "./jobs/fairness.ts";
import { proveHangUps } from "./jobs/hang-ups.ts";
import { proveLimits } from "./jobs/limits.ts";
import { proveLive } from "./jobs/live.ts";
import { proveLostObjects } from "./jobs/lost-objects.ts";
import { proveModel } from "./jobs/model.ts";
import { provePlantedBugs } from "./jobs/planted-bugs.ts";
import { provePlatform } from "./jobs/platform.ts";
import { provePulls } from "./jobs/pulls.ts";
import { proveReconciliation } from "./jobs/reconciliation.ts";
import { proveSkew } from "./jobs/skew.ts";
import { proveSoak } from "./jobs/soak.ts";
import { proveTakeover } from "./jobs/takeover.ts";
import { proveTwice } from "./jobs/twice.ts";
import { proveWebhookLoss } from "./jobs/webhook-loss.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    seed: { type: "string" },
    seeds: { type: "string", default: "1" },
    part: { type: "string" },
    minutes: { type: "string", default: "0" },
    before: { type: "string" },
  },
});
const { short, part, before } = values;
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
    : [Number(values.seed)];
const minutes = Number(values.minutes);
if ([...seeds, minutes].some((number) => !Number.isFinite(number)))
  throw new Error("--seed, --seeds and --minutes take numbers.");

/** Of `--part soak` without a length. */
const DEFAULT_SOAK_MINUTES = 15;

const report = new Report();

type Part = { readonly title: string; readonly prove: () => Promise<void>; readonly withShort?: true };

/** By name. Those `withShort` run with `--short` too; any runs when it is named. */
const PARTS: Readonly<Record<string, Part>> = {
  chaos: { title: "Killed at random moments", prove: () => proveChaos(report, { seeds, short }), withShort: true },
  takeover: { title: "A worker that stands still", prove: () => proveTakeover(report) },
  webhooks: {
    title: "Webhooks while it is killed",
    prove: () => proveWebhookLoss(report, { seed: seeds[0] ?? 1, short }),
  },
  hangups: {
    title: "Senders that hang up",
    prove: () => proveHangUps(report, { seed: seeds[0] ?? 1, short }),
    withShort: true,
  },
  reconciliation: {
    title: "Webhooks that are lost, doubled or late",
    prove: () => proveReconciliation(report, short, values.seed === undefined ? undefined : seeds[0]),
    withShort: true,
  },
  objects: { title: "Objects that forget", prove: () => proveLostObjects(report, short) },
  limits: { title: "Caps of tokens and windows of GitHub", prove: () => proveLimits(report) },
  "dead-letters": { title: "Dead letters", prove: () => proveDeadLetters(report, short) },
  fairness: { title: "One organization beside others", prove: () => proveFairness(report, short) },
  pulls: { title: "Checks of pull requests", prove: () => provePulls(report, short) },
  model: { title: "Whatever may happen to a job", prove: () => proveModel(report, { seed: seeds[0] ?? 1, short }) },
  twice: { title: "Everything delivered twice", prove: () => proveTwice(report) },
  live: { title: "Streams that break", prove: () => proveLive(report, short) },
  browser: { title: "Live in a browser", prove: () => proveBrowserLive(report, short) },
  platform: { title: "What clients see of a failing database", prove: () => provePlatform(report, short) },
  cost: { title: "What does not grow with its table", prove: () => proveCostGrowth(report, short), withShort: true },
  skew: {
    title: "A deploy in the middle of work",
    prove: () => proveSkew(report, { commit: before ?? null, short }),
  },
  bugs: { title: "Planted bugs", prove: () => provePlantedBugs(report) },
  soak: {
    title: "Soak",
    prove: () => proveSoak(report, { minutes: minutes || DEFAULT_SOAK_MINUTES, jobsASecond: 5, killEveryMinutes: 3 }),
  },
};

if (part !== undefined && !Object.hasOwn(PARTS, part)) {
  throw new Error(`There is no part ${part}: choose ${Object.keys(PARTS).join(", ")}.`);
}
for (const [name, { title, prove, withShort }] of Object.entries(PARTS)) {
  const isUsual = name === "soak" ? minutes > 0 : withShort === true || !short;
  if (part === undefined ? isUsual : part === name) await report.part(title, prove);
}
report.end();

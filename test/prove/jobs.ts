/**
 * `npm run prove:jobs`: jobs, webhooks and live progress, by breaking them. `-- --short` leaves out what takes minutes. `--seed 7`
 * runs the chaos of that seed alone, `--seeds 10` that of the seeds 1 to 10; `--part chaos` one part; `--minutes 15` the length of the soak.
 */
import { parseArgs } from "node:util";
import { proveChaos } from "./jobs/chaos.ts";
import { proveDeadLetters } from "./jobs/dead-letters.ts";
import { proveFairness } from "./jobs/fairness.ts";
import { proveLostObjects } from "./jobs/lost-objects.ts";
import { provePlantedBugs } from "./jobs/planted-bugs.ts";
import { provePulls } from "./jobs/pulls.ts";
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

const report = new Report();

/** `isShort` parts run with `--short` too; any runs when it is named. */
type Part = {
  readonly name: string;
  readonly isShort: boolean;
  readonly title: string;
  readonly prove: () => Promise<void>;
};

const PARTS: readonly Part[] = [
  {
    name: "chaos",
    isShort: true,
    title: "Killed at random moments",
    prove: () => proveChaos(report, { seeds, short }),
  },
  { name: "takeover", isShort: false, title: "A worker that stands still", prove: () => proveTakeover(report) },
  {
    name: "webhooks",
    isShort: false,
    title: "Webhooks while it is killed",
    prove: () => proveWebhookLoss(report, { seed: seeds[0] ?? 1, short }),
  },
  { name: "objects", isShort: false, title: "Objects that forget", prove: () => proveLostObjects(report, short) },
  { name: "dead-letters", isShort: false, title: "Dead letters", prove: () => proveDeadLetters(report, short) },
  {
    name: "fairness",
    isShort: false,
    title: "One organization beside others",
    prove: () => proveFairness(report, short),
  },
  { name: "pulls", isShort: false, title: "Checks of pull requests", prove: () => provePulls(report, short) },
  { name: "twice", isShort: false, title: "Everything delivered twice", prove: () => proveTwice(report) },
  {
    name: "skew",
    isShort: false,
    title: "A deploy in the middle of work",
    prove: () => proveSkew(report, { commit: before ?? null, short }),
  },
  { name: "bugs", isShort: false, title: "Planted bugs", prove: () => provePlantedBugs(report) },
];

const known = [...PARTS.map(({ name }) => name), "soak"];
if (part !== undefined && !known.includes(part))
  throw new Error(`There is no part ${part}: choose ${known.join(", ")}.`);
for (const { name, isShort, title, prove } of PARTS) {
  if (part === undefined ? isShort || !short : part === name) await report.part(title, prove);
}
if (minutes > 0) await report.part("Soak", () => proveSoak(report, { minutes, jobsASecond: 5, killEveryMinutes: 3 }));
report.end();

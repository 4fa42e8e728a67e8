/** One organization with a long queue does not stand before the first job of another. */
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { violationsOf } from "./history-checker.ts";
import { type Connected, World } from "./world.ts";

/** As `SLOTS` says: jobs of one organization at a time. */
const SLOTS = { analysis: 3, sync: 3, ci_generation: 2 } as const;
const PATIENCE_MS = 120_000;
const HEAD_START_MS = 1_000;
const OTHERS = 5;

export type FairnessSize = { readonly queued: number; readonly slowMs: number };

export type Fairness = {
  readonly queued: number;
  /** Jobs of the large organization that wait when the others come. */
  readonly waiting: number;
  /** Longest wait of the others' first jobs, and the longest job of all; ms. */
  readonly waitMs: number;
  readonly jobMs: number;
  /** Most jobs of the large organization that ran at the same time. */
  readonly atOnce: number;
  readonly violations: readonly string[];
};

type Span = { readonly from: number; readonly to: number };

/** The most of these that overlap at any time. */
function mostAtOnce(spans: readonly Span[]): number {
  const edges = spans.flatMap(({ from, to }) => [[from, 1] as const, [to, -1] as const]);
  const ordered = edges.sort(([a, up], [b, down]) => a - b || up - down);
  let now = 0;
  return ordered.reduce((most, [, step]) => {
    now += step;
    return Math.max(most, now);
  }, 0);
}

async function generate({ id, owner }: Connected, version: number): Promise<string> {
  const body = { repository_id: id, platform: "gitlab", options: { versions: [String(version)] } };
  return (await owner.need<{ job_id: string }>("POST", "/api/ci-cd/generate", body)).job_id;
}

/** The first person fills the queue; a second later each of the others asks for one job. */
export async function runFairness(
  { queued, slowMs }: FairnessSize,
  changes: readonly SourceChange[] = [],
): Promise<Fairness> {
  const world = await World.start({ seed: 13, people: OTHERS + 1, repositoriesEach: 1, changes });
  try {
    await world.settle(PATIENCE_MS);
    await world.github.control("faults", { match: { path: "/repos/*" }, times: -1, action: { delayMs: slowMs } });
    const [large, ...others] = world.repositories;
    if (!large) throw new Error("There is no repository.");
    const filling = (async () => {
      const ids: string[] = [];
      for (let index = 1; index <= queued; index += 1) ids.push(await generate(large, index));
      return ids;
    })();
    const own = await filling;
    await pause(HEAD_START_MS);
    const open = "select count(*) as n from jobs where state in ('pending', 'retrying')";
    const [waiting] = await world.rows(open);
    const firsts = await Promise.all(others.map((repository) => generate(repository, 1)));
    await Promise.all(firsts.map((id, index) => over(others[index], id)));
    await world.github.control("faults", {}, "DELETE");
    await world.settle(PATIENCE_MS);
    const history = world.history();
    const spans = (ids: readonly string[]) =>
      ids.flatMap((id) => {
        const job = history.jobs.get(id);
        return job?.startedAt && job.finishedAt
          ? [{ from: job.startedAt, to: job.finishedAt, asked: job.createdAt }]
          : [];
      });
    return {
      queued,
      waiting: Number(waiting?.n),
      waitMs: Math.max(...spans(firsts).map(({ from, asked }) => from - asked)),
      jobMs: Math.max(...spans([...own, ...firsts]).map(({ from, to }) => to - from)),
      atOnce: mostAtOnce(spans(own)),
      violations: violationsOf(history),
    };
  } finally {
    await world.end();
  }
}

async function over(repository: Connected | undefined, id: string): Promise<void> {
  if (!repository) return;
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const job = await repository.owner.need<{ phase: string }>("GET", `/api/jobs/${id}`);
    if (job.phase === "completed" || job.phase === "failed") return;
    await pause(200);
  }
}

export function isFair({ waiting, waitMs, jobMs, atOnce }: Fairness): boolean {
  return waiting > SLOTS.ci_generation && waitMs <= jobMs && atOnce <= SLOTS.ci_generation;
}

export async function proveFairness(report: Report, short: boolean): Promise<void> {
  const run = await runFairness(short ? { queued: 30, slowMs: 400 } : { queued: 1_000, slowMs: 400 });
  report.claim(
    `${run.waiting} jobs of one organization wait: the first jobs of ${OTHERS} others start within one job's length`,
    run.waiting > SLOTS.ci_generation && run.waitMs <= run.jobMs,
    `${run.waitMs} ms; one job takes up to ${run.jobMs} ms`,
  );
  report.claim(
    "the large one never runs more than its share at once",
    run.atOnce <= SLOTS.ci_generation,
    `${run.atOnce} of ${SLOTS.ci_generation}`,
  );
  report.claim(
    "their history is consistent",
    run.violations.length === 0,
    run.violations.slice(0, 5).join("; ") || "no breach",
  );
}

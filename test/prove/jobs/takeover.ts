/** A worker that hangs loses its job to another one, and can write nothing when it wakes. */
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { violationsOf } from "./history-checker.ts";
import { SHORT_TIMES } from "./test-settings.ts";
import { World } from "./world.ts";

const LEASE_MS = 8_000;
const SWEEP_MS = 2_000;
/** The first worker waits so long for an answer, the second one a little: the first wakes while the second works. */
const [FIRST_MS, SECOND_MS] = [11_000, 5_000];
const PATIENCE_MS = 60_000;

/** A worker that stands still prolongs no lease; its requests end late. */
const STANDING_STILL: readonly SourceChange[] = SHORT_TIMES.filter(
  ({ file }) => !/heartbeat|egress|claim-job/.test(file),
).concat(
  { file: "worker/services/jobs/heartbeat.ts", from: "BEAT_MS = 1_000", to: "BEAT_MS = 3_600_000" },
  { file: "worker/services/jobs/claim-job.ts", from: "LEASE_MS = 30_000", to: `LEASE_MS = ${LEASE_MS}` },
);

type Line = { readonly at: string; readonly event: string; readonly job_id?: string; readonly fence?: number };

function linesOf(world: World, jobId: string): Line[] {
  return world.logged.flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const parsed = JSON.parse(line) as Line;
    return parsed.job_id === jobId ? [parsed] : [];
  });
}

export type Takeover = {
  readonly fences: readonly number[];
  readonly takeoverMs: number;
  readonly lostFences: readonly number[];
  readonly violations: readonly string[];
  readonly state: string;
};

/** Holds the answers for one job until its worker is taken for dead, and lets it wake beside its successor. */
export async function runTakeover(changes: readonly SourceChange[] = []): Promise<Takeover> {
  const world = await World.start({ seed: 2, people: 1, repositoriesEach: 1, times: STANDING_STILL, changes });
  try {
    await world.settle(PATIENCE_MS);
    const [repository] = world.repositories;
    if (!repository) throw new Error("There is no repository.");
    const { id, owner } = repository;
    for (const delayMs of [FIRST_MS, SECOND_MS]) {
      await world.github.control("faults", { match: { path: "/repositories/*" }, times: 1, action: { delayMs } });
    }
    const { job_id: jobId } = await owner.need<{ job_id: string }>("POST", `/api/repositories/${id}/sync`);
    await world.settle(PATIENCE_MS);
    // The first one may still be about to write.
    await pause(FIRST_MS / 2);
    const lines = linesOf(world, jobId);
    const started = lines.filter(({ event }) => event === "job_started");
    const [first, second] = started.map(({ at }) => Date.parse(at));
    const history = world.history();
    return {
      fences: started.map(({ fence }) => fence ?? 0),
      takeoverMs: (second ?? Number.POSITIVE_INFINITY) - (first ?? 0),
      lostFences: lines.filter(({ event }) => event === "fence_lost").map(({ fence }) => fence ?? 0),
      violations: violationsOf(history),
      state: history.jobs.get(jobId)?.state ?? "none",
    };
  } finally {
    await world.end();
  }
}

/** True when the sleeper wrote nothing and its successor ended the job. */
export function isOrderly({ fences, lostFences, violations, state }: Takeover): boolean {
  const [first] = fences;
  return fences.length === 2 && state === "completed" && violations.length === 0 && lostFences.includes(first ?? -1);
}

export async function proveTakeover(report: Report): Promise<void> {
  const run = await runTakeover();
  const limit = LEASE_MS + 2 * SWEEP_MS;
  report.claim(
    "a job whose worker stands still is taken over after lease and two looks",
    run.takeoverMs <= limit,
    `${run.takeoverMs} of ${limit} ms`,
  );
  report.claim(
    "the sleeper wakes beside its successor and writes nothing",
    isOrderly(run),
    `fences ${run.fences.join(", ")}; lost ${run.lostFences.join(", ") || "none"}; ${run.state}; ${run.violations.join("; ") || "no breach"}`,
  );
}

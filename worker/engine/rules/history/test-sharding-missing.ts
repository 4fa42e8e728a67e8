import { kindsOfJob } from "../../data/job-kinds.ts";
import type { Job } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";
import { finishedRuns, median } from "./runs.ts";

const MINUTE_MS = 60_000;
const LONG_MINUTES = 15;
/** The job must make up this much of the whole run. */
const SHARE = 0.6;
/** Runners that can split their tests by an option: their manuals, seen 2026-11-21. */
const CAN_SHARD =
  /\b(?:vitest|jest|playwright|cypress|pytest|rspec|ctest|nextest|gotestsum|wdio|karma|phpunit|paratest)\b/;

export const testShardingMissing = defineRule({
  meta: {
    id: "test-sharding-missing",
    category: "performance",
    severity: "low",
    title: "One long test job decides how long everybody waits",
    fixClass: "none",
    docs: {
      what: "A test job without a matrix that takes more than 15 minutes and at least 60 % of its workflow's time, and whose test runner can split the tests.",
      why: "Every pull request waits for the longest job. Two or four shards take a half or a quarter of the time for the same minutes.",
      notReported:
        "Jobs whose duration is not known, shorter jobs, jobs with a matrix, and test runners that are not known to split. Tests behind a script of the project.",
      fix: "A matrix of shards: `--shard=${{ matrix.shard }}/4` (Vitest, Jest, Playwright), `pytest-split`, `cargo nextest run --partition`.",
      example: {
        before: "    steps:\n      - run: npx playwright test\n",
        after:
          "    strategy:\n      matrix:\n        shard: [1, 2, 3, 4]\n    steps:\n      - run: npx playwright test --shard=${{ matrix.shard }}/4\n",
      },
    },
  },

  *check({ jobs, lookups }) {
    for (const { workflow, job } of jobs) {
      if (job.strategy || !kindsOfJob(job).has("test") || !canShard(job)) continue;
      const runs = finishedRuns(lookups, workflow).filter(({ conclusion }) => conclusion === "success");
      const name = job.name?.value ?? job.id;
      const own = median(
        runs.flatMap((run) => run.jobs.filter((each) => each.name === name).map(({ durationMs }) => durationMs)),
      );
      const whole = median(runs.map(({ durationMs }) => durationMs));
      if (own === null || whole === null || own < LONG_MINUTES * MINUTE_MS || own < whole * SHARE) continue;
      yield {
        message: `Job \`${job.id}\` takes ${Math.round(own / MINUTE_MS)} of the workflow's ${Math.round(whole / MINUTE_MS)} minutes; split its tests into shards.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.shards`,
      };
    }
  },
});

function canShard({ steps }: Job): boolean {
  return steps.some(({ run }) => run !== null && CAN_SHARD.test(run.value));
}

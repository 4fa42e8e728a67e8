import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, inject, it } from "vitest";
import { jobStep } from "../../worker/db/jobs.ts";
import { isLegalStep, JOB_STATES, sourcesOf } from "../../worker/services/jobs/transitions.ts";
import { as } from "./support/as.ts";
import { jobCommands } from "./support/job-commands.ts";
import { checkHistories, type Model, type Real } from "./support/job-model.ts";
import { place, putJobs, takeMessages } from "./support/jobs.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const REPOSITORIES = 4;
/** A proof asks for more. */
const RUNS = inject("modelRuns") || 12;
/** No sequence takes so long, on any machine: one that does is stuck. */
const SEQUENCE_MS = 60_000;
const MAX_COMMANDS = inject("modelRuns") > 0 ? 30 : 16;

/** Objects of the organization and of repositories have a clock of their own: their alarms stay out of it, their leases do not. */
async function open(now: number): Promise<Real> {
  let at = now;
  const { orgId, userId } = await as();
  const own = testCtx({ orgId, userId }, { clock: () => at });
  const orgJobs = (org: string) => {
    const { begin, end } = own.objects.orgJobs(org);
    return { begin, end, wake: async () => undefined, forget: async () => undefined };
  };
  const repoJobs: typeof own.objects.repoJobs = (org, repository) => {
    const real = own.objects.repoJobs(org, repository);
    const { claim, beat, release, close, publish, fetch } = real;
    return {
      claim,
      beat,
      release,
      close,
      publish,
      fetch,
      watch: async () => undefined,
      forget: async () => undefined,
    };
  };
  const ctx = { ...own, objects: { ...own.objects, orgJobs, repoJobs } };
  const repositories: string[] = [];
  for (let made = 0; made < REPOSITORIES; made += 1) repositories.push((await seedRepository(orgId)).id);
  const advance = (ms: number) => {
    at += ms;
  };
  return { ctx, repositories, runs: new Map(), stale: [], advance };
}

it(
  "jobs do what a simple model says, whatever happens to them and in which order",
  async ({ task }) => {
    takeMessages();
    const start = Date.now();
    let commands = 0;
    await fc.assert(
      fc.asyncProperty(jobCommands(MAX_COMMANDS), async (asked) => {
        const model: Model = { jobs: [], now: start };
        const real = await open(start);
        try {
          await fc.asyncModelRun(() => ({ model, real }), asked);
          await checkHistories(model, real);
          commands += [...asked].filter((command) => "hasRan" in command && command.hasRan).length;
        } finally {
          for (const run of [...real.runs.values(), ...real.stale]) await run.tell({ act: "commit" });
        }
      }),
      {
        numRuns: RUNS,
        endOnFailure: true,
        timeout: SEQUENCE_MS,
        ...(inject("modelSeed") > 0 && { seed: inject("modelSeed") }),
      },
    );
    Object.assign(task.meta, { sequences: RUNS, commands });
    expect(commands).toBeGreaterThan(RUNS);
  },
  inject("modelRuns") > 0 ? 3_600_000 : 60_000,
);

it("no statement takes a job from any state to one that the table does not allow", async () => {
  const { ctx, repositoryId } = await place();
  const edges = JOB_STATES.flatMap((from) =>
    JOB_STATES.filter((to) => to !== "pending").map((to) => ({ from, to, legal: isLegalStep(from, to) })),
  );
  const ids = await putJobs({ ctx, repositoryId }, edges.length, (index) => ({
    state: edges[index]?.from ?? "pending",
  }));
  const moved: boolean[] = [];
  for (const [index, { to }] of edges.entries())
    moved.push((await jobStep(ctx.data, ids[index] ?? "", { from: sourcesOf(to), set: { state: to } })).length > 0);
  expect(moved).toEqual(edges.map(({ legal }) => legal));
  const { results } = await env.DB.prepare("select state from jobs order by rowid").all<{ state: string }>();
  expect(results.map(({ state }) => state)).toEqual(edges.map(({ from, to, legal }) => (legal ? to : from)));
});

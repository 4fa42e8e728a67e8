/** The product with a door for measurements and proofs: makes people and jobs, publishes events as a running job does, loses what goes to D1. */
import { env } from "cloudflare:workers";
import type { Scope } from "../../../worker/services/context.ts";
import type { JobEventFrame } from "../../../worker/services/live/frames.ts";
import { createWorker } from "../../../worker/wiring.ts";
import { as } from "./as.ts";
import { testScope } from "./scope.ts";
import { seedJob } from "./seed.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

type Job = { readonly orgId: string; readonly repositoryId: string; readonly jobId: string };

const HOUR_MS = 3_600_000;

/** Share of the round trips to D1 that fail: half of them before they happen, half after they took effect. */
let lost = 0;
const lose = () => {
  if (Math.random() < lost / 2) throw new Error("Network connection lost.");
};
const product = createWorker({ database: { before: lose, after: lose } });
/** As a job has it: made once, used for every event. */
let scope: Scope | undefined;

/** A running job without a worker, so many jobs that wait, and the cookies of people who may see them. */
async function seed(people: number, waiting: number): Promise<Job & { cookies: string[]; waiting: string[] }> {
  const owner = await as();
  const { orgId } = owner;
  const job = await seedJob(orgId, { state: "active", leaseUntil: Date.now() + HOUR_MS });
  const { repositoryId } = job;
  const others = await Promise.all(Array.from({ length: people - 1 }, () => as({ orgId })));
  const cookies = [owner, ...others].map(({ cookie }) => cookie);
  const later = { repositoryId, nextRunAt: Date.now() + HOUR_MS };
  const jobs = await Promise.all(Array.from({ length: waiting }, () => seedJob(orgId, later)));
  return { orgId, jobId: job.id, repositoryId, cookies, waiting: jobs.map(({ id }) => id) };
}

/** Tells the object of an event, and stores it before, if `logged`, as a job's own write does. */
async function publish({ orgId, repositoryId, jobId, event, logged }: Job & { event: JobEventFrame; logged: boolean }) {
  if (logged) {
    const sql =
      "insert or ignore into job_logs (org_id, job_id, seq, at, type, level, message) values (?, ?, ?, ?, 'log', 'info', ?)";
    await env.DB.prepare(sql).bind(orgId, jobId, event.seq, Date.parse(event.at), event.message).run();
  }
  scope ??= testScope();
  await scope.objects.repoJobs(orgId, repositoryId).publish({ orgId, jobId, event });
}

async function behindTheDoor(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const asked = (name: string) => Number(searchParams.get(name));
  if (pathname === "/bench/seed") return Response.json(await seed(asked("people"), asked("waiting")));
  if (pathname === "/bench/publish") await publish(await request.json());
  if (pathname === "/bench/lose") lost = asked("share");
  return new Response(null, { status: 204 });
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  ...product,
  fetch: (request, bindings, ctx) =>
    new URL(request.url).pathname.startsWith("/bench/")
      ? behindTheDoor(request)
      : product.fetch(request, bindings, ctx),
} satisfies ExportedHandler<Env>;

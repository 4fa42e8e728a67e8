/** The product with a door for measurements: makes people and a job, and publishes events as a running job does. */
import { env } from "cloudflare:workers";
import type { Scope } from "../../../worker/services/context.ts";
import type { JobEventFrame } from "../../../worker/services/live/frames.ts";
import { createWorker } from "../../../worker/wiring.ts";
import { as } from "./as.ts";
import { testScope } from "./scope.ts";
import { seedJob } from "./seed.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

type Job = { readonly orgId: string; readonly repositoryId: string; readonly jobId: string };

const product = createWorker();
/** As a job has it: made once, used for every event. */
let scope: Scope | undefined;

/** A job without a worker, and the cookies of people who may watch it. */
async function seed(people: number): Promise<Job & { cookies: string[] }> {
  const owner = await as();
  const { orgId } = owner;
  const job = await seedJob(orgId, { state: "active", leaseUntil: Date.now() + 3_600_000 });
  const others = await Promise.all(Array.from({ length: people - 1 }, () => as({ orgId })));
  const cookies = [owner, ...others].map(({ cookie }) => cookie);
  return { orgId, jobId: job.id, repositoryId: job.repositoryId, cookies };
}

/** Stores the event as a job's own write does, unless `unlogged`, and tells the object. */
async function publish({ orgId, repositoryId, jobId, event, logged }: Job & { event: JobEventFrame; logged: boolean }) {
  if (logged) {
    const sql =
      "insert into job_logs (org_id, job_id, seq, at, type, level, message) values (?, ?, ?, ?, 'log', 'info', ?)";
    await env.DB.prepare(sql).bind(orgId, jobId, event.seq, Date.parse(event.at), event.message).run();
  }
  scope ??= testScope();
  await scope.objects.repoJobs(orgId, repositoryId).publish({ orgId, jobId, event });
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  ...product,
  async fetch(request, bindings, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/bench/seed") return Response.json(await seed(Number(searchParams.get("people"))));
    if (pathname !== "/bench/publish") return product.fetch(request, bindings, ctx);
    await publish(await request.json());
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler<Env>;

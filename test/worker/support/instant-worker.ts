/** The product with stores that answer at once: what is left is its own code. */
import type { Arrival } from "../../../worker/db/deliveries.ts";
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

type Bound = { readonly sql: string; readonly values: readonly unknown[] };

/** What D1 would answer to the batch of new pushes: each has a job, which was let in. */
function answersTo(statements: readonly Bound[]) {
  const arrivals = JSON.parse(String(statements[0]?.values[0])) as readonly Arrival[];
  const verdicts = arrivals.map(({ id, job }) => ({
    is_known: 1,
    is_in_force: 1,
    delivery_id: id,
    delivery_outcome: "queued",
    delivery_job_id: job?.id,
  }));
  const admitted = arrivals.map(({ orgId, repositoryId, job }) => ({
    org_id: orgId,
    id: job?.id,
    kind: "sync",
    repository_id: repositoryId,
  }));
  // The last two say what was let in and what became of the deliveries.
  const rows = [...Array<object[]>(Math.max(0, statements.length - 2)).fill([]), admitted, verdicts];
  return statements.map((_statement, index) => ({ success: true, meta: { changes: 1 }, results: rows[index] }));
}

const prepare = (sql: string) => ({
  sql,
  values: [],
  bind: (...values: unknown[]) => ({ sql, values }),
});
const batch = async (statements: readonly Bound[]) => answersTo(statements);
const stub = new Proxy({}, { get: () => async () => null });
const namespace = { getByName: () => stub };
const queue = { send: async () => {}, sendBatch: async () => {} };
const product = createWorker();
let instant: Env | undefined;

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch(request, env, ctx) {
    const stores = {
      DB: { prepare, batch },
      Q_SYNC: queue,
      REPO_JOBS: namespace,
      ORG_LIVE: namespace,
      ORG_JOBS: namespace,
    };
    instant ??= { ...env, ...stores } as unknown as Env;
    return product.fetch(request, instant, ctx);
  },
} satisfies ExportedHandler<Env>;

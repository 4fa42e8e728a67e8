/** The product with stores that answer at once: what is left is its own code. */
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

type Bound = { readonly sql: string; readonly values: readonly unknown[] };

/** What D1 would answer to the batch of a new delivery. */
function answersTo(statements: readonly Bound[]) {
  const [insert] = statements;
  const values = insert?.values ?? [];
  const key = values.findIndex((value) => typeof value === "string" && value.startsWith("sync:"));
  const id = values[1];
  const jobId = values[key + 1];
  const verdict = {
    is_known: 1,
    is_in_force: 1,
    delivery_id: id,
    delivery_outcome: "queued",
    delivery_job_id: jobId,
  };
  const admitted = { id: jobId, kind: "sync", repository_id: values[2] };
  // The last two say what was let in and what became of the delivery.
  const rows = [...Array<object[]>(Math.max(0, statements.length - 2)).fill([]), [admitted], [verdict]];
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

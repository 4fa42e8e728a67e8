/** The product with its real stores. Messages are taken from the queue and no job is run: what is measured ends with the message. */
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

const product = createWorker();
const stub = new Proxy({}, { get: () => async () => null });
const namespace = { getByName: () => stub };
let bare: Env | undefined;

/** The same database and queue without objects: nobody watches over the job, no page is told. */
function withoutObjects(env: Env): Env {
  bare ??= { ...env, REPO_JOBS: namespace, ORG_LIVE: namespace, ORG_JOBS: namespace } as unknown as Env;
  return bare;
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch: (request, env, ctx) => product.fetch(request, request.headers.has("x-bare") ? withoutObjects(env) : env, ctx),
  queue: (batch) => batch.ackAll(),
} satisfies ExportedHandler<Env>;

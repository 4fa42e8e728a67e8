/** The product with its real stores. Messages are taken from the queue and no job is run: what is measured ends with the message. */
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

const product = createWorker();

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch: product.fetch,
  queue: (batch) => batch.ackAll(),
} satisfies ExportedHandler<Env>;

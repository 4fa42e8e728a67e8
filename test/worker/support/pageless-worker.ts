/** Production's Worker where no pages and no vocabularies are: tokens are estimated then. */
import { createWorker } from "../../../worker/wiring.ts";

export {
  CircuitBreaker,
  OrgJobs,
  OrgLive,
  Quota,
  RateLimits,
  RepoJobs,
  TokenGate,
} from "../../../worker/index.ts";

const real = createWorker();
const known = new WeakMap<Env, Env>();

/** One for each environment: what is read of it is kept by it. */
function withPages(env: Env): Env {
  const ASSETS = { fetch: async () => new Response(null, { status: 404 }) } as unknown as Env["ASSETS"];
  const whole = known.get(env) ?? { ...env, ASSETS };
  known.set(env, whole);
  return whole;
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch: (request, env, ctx) => real.fetch(request, withPages(env), ctx),
  queue: (batch, env, ctx) => real.queue(batch, withPages(env), ctx),
  scheduled: (controller, env, ctx) => real.scheduled(controller, withPages(env), ctx),
} satisfies ExportedHandler<Env>;

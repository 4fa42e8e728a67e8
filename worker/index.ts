/** Entry of the Worker. Test builds have their own, which passes hooks. */
import { createWorker } from "./wiring.ts";

export { CircuitBreaker } from "./objects/circuit-breaker/object.ts";
export { OrgJobs } from "./objects/org-jobs/object.ts";
export { OrgLive } from "./objects/org-live/object.ts";
export { Quota } from "./objects/quota/object.ts";
export { RateLimits } from "./objects/rate-limits/object.ts";
export { RepoJobs } from "./objects/repo-jobs/object.ts";
export { TokenGate } from "./objects/token-gate/object.ts";

export default createWorker();

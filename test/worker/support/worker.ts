/** The Worker under test: production's entry, and every JSON answer is compared with what its route declares, and read along for secrets. */
import { createWorker } from "../../../worker/wiring.ts";
import { watched } from "./planted/answers.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default watched(createWorker({ checkAnswers: true }));

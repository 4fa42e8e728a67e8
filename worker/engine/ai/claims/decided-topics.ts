import type { DecidedTopic } from "./decided/decided-topic.ts";
import { PIPELINE_TOPICS } from "./decided/pipeline-topics.ts";
import { SECURITY_TOPICS } from "./decided/security-topics.ts";
import { UPKEEP_TOPICS } from "./decided/upkeep-topics.ts";

/** What rules answer for every file; each rule decides exactly one of them. */
export const DECIDED_TOPICS: readonly DecidedTopic[] = [...SECURITY_TOPICS, ...PIPELINE_TOPICS, ...UPKEEP_TOPICS];

/** Keys of pipelines whose value rules judge whole, with the topic: a claim that quotes nothing else is about that. */
export const DECIDED_KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "timeout-minutes": "time-limits",
    timeout: "time-limits",
    no_output_timeout: "time-limits",
    permissions: "token-permissions",
    "persist-credentials": "checkout",
    "fetch-depth": "checkout",
    concurrency: "concurrency",
    "cancel-in-progress": "concurrency",
    interruptible: "concurrency",
    "continue-on-error": "masked-failures",
    allow_failure: "masked-failures",
    "fail-fast": "job-structure",
    "runs-on": "runners",
    resource_class: "runners",
    "retention-days": "artifacts",
    expire_in: "artifacts",
    cron: "triggers",
    cache: "caching",
    "restore-keys": "caching",
  }),
);

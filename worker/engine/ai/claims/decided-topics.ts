import type { DecidedTopic } from "./decided/decided-topic.ts";
import { PIPELINE_TOPICS } from "./decided/pipeline-topics.ts";
import { SECURITY_TOPICS } from "./decided/security-topics.ts";

/** What rules answer for every file; each rule decides exactly one of them. */
export const DECIDED_TOPICS: readonly DecidedTopic[] = [...SECURITY_TOPICS, ...PIPELINE_TOPICS];

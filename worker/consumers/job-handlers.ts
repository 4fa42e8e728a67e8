import { runAnalysis } from "../services/analyses/run-analysis.ts";
import { runGeneration } from "../services/generation/run-generation.ts";
import type { JobHandlers } from "../services/jobs/run-job.ts";
import { runSync } from "../services/sync/run-sync.ts";

/** What runs a job of each kind. */
export const jobHandlers: JobHandlers = { analysis: runAnalysis, sync: runSync, ci_generation: runGeneration };

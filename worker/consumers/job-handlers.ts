import { AppError } from "../errors.ts";
import { runAnalysis } from "../services/analyses/run-analysis.ts";
import type { JobHandlers } from "../services/jobs/run-job.ts";
import { runSync } from "../services/sync/run-sync.ts";

/** What runs a job of each kind. */
export const jobHandlers: JobHandlers = {
  analysis: runAnalysis,
  sync: runSync,
  ci_generation: async () => {
    throw new AppError("conflict", "Pipelines cannot be generated in this version.");
  },
};

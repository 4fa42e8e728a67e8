import type { ClaimTask } from "../../engine/ai/task.ts";
import type { AnalysisType } from "../jobs/create-job.ts";

/** What the AI is asked for in an analysis of each type. */
export const CLAIM_TASKS_OF: Readonly<Record<AnalysisType, ClaimTask>> = {
  full: "analysis",
  security: "security",
  performance: "performance",
  ci_cd: "ci_cd",
};

/** Input tokens of one question (a pipeline of 500 lines with what belongs to it), and pipelines of one analysis that are asked about. */
export const CONTEXT_LIMITS = { budget: 8_000, limit: 20 } as const;

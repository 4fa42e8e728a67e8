/** What the AI is asked for. Each task has its own prompt, version and shape of answer. */
export const AI_TASKS = [
  "analysis",
  "security",
  "performance",
  "ci_cd",
  "ci_generation",
  "remediation",
  "code_review",
  "dependencies",
] as const;

export type AiTask = (typeof AI_TASKS)[number];

/** Tasks whose answer is a list of claims about files. */
export const CLAIM_TASKS = [
  "analysis",
  "security",
  "performance",
  "ci_cd",
  "code_review",
  "dependencies",
] as const satisfies readonly AiTask[];

export type ClaimTask = (typeof CLAIM_TASKS)[number];

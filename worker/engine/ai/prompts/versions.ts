import type { AiTask } from "../task.ts";

/**
 * The digests of each task's prompt, oldest first: a prompt's version is their number. A change of instructions, topics,
 * schema, frame or limit gives another digest, which is added here and never put in the place of an older one: answers to
 * the older prompt are stored under its version.
 */
export const PROMPT_DIGESTS: Readonly<Record<AiTask, readonly string[]>> = {
  analysis: ["-"],
  security: ["-"],
  performance: ["-"],
  ci_cd: ["-"],
  ci_generation: ["-"],
  remediation: ["-"],
  code_review: ["-"],
  dependencies: ["-"],
};

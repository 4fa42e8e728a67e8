import { answerSchema, isClaimTask } from "../answer/answer-schemas.ts";
import { topicsOf } from "../claims/topics.ts";
import type { AiContext } from "../context.ts";
import type { AiPrompt } from "../prompt.ts";
import type { AiTask } from "../task.ts";
import { frameData } from "./frame.ts";
import { instructionsOf } from "./instructions.ts";
import { PROMPT_DIGESTS } from "./versions.ts";

/** What an answer may take, thinking included where a model counts it as output. */
const MAX_OUTPUT_TOKENS: Readonly<Record<AiTask, number>> = {
  analysis: 6_144,
  security: 5_120,
  performance: 4_096,
  ci_cd: 5_120,
  ci_generation: 10_240,
  remediation: 6_144,
  code_review: 4_096,
  dependencies: 4_096,
};

/** Version of a task's instructions, topics, schema, frame and limit: part of the cache key. */
export function promptVersion(task: AiTask): number {
  return PROMPT_DIGESTS[task].length;
}

/**
 * The prompt of one question. `system` is the same for every context of a task. `request`: what is asked beyond the
 * task, in our own words, one statement an item; it stands in the data, for it may name a job or a path. `fence`: 32
 * random hex digits, fresh for each call. Equal contexts give equal prompts but for the fence. Throws on another fence.
 */
export function renderPrompt(context: AiContext, request: readonly string[], fence: string): AiPrompt {
  const { task } = context;
  return {
    task,
    version: promptVersion(task),
    system: instructionsOf(task),
    data: frameData(context, request, fence),
    schema: answerSchema(task, isClaimTask(task) ? topicsOf(task).map(({ id }) => id) : []),
    maxOutputTokens: MAX_OUTPUT_TOKENS[task],
  };
}

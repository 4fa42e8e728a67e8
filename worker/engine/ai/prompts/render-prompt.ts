import type { AiContext } from "../context.ts";
import type { AiPrompt } from "../prompt.ts";
import type { AiTask } from "../task.ts";

/** Version of a task's instructions, schema and frame: part of the cache key. */
export function promptVersion(task: AiTask): number {
  return task === "analysis" ? 1 : 1;
}

/**
 * The prompt of one question. `request`: what is asked beyond the task, in our own words, one statement an item; `fence`:
 * 32 random hex digits, fresh for each call. Equal contexts give equal prompts but for the fence.
 */
export function renderPrompt(context: AiContext, request: readonly string[], fence: string): AiPrompt {
  const { task } = context;
  return { task, version: promptVersion(task), system: fence, data: request.join(""), schema: {}, maxOutputTokens: 1 };
}

import type { AiTask } from "../../engine/ai/task.ts";
import type { Ctx } from "../context.ts";
import type { AiOutcome } from "./outcome.ts";
import type { AiQuestion, AnswerOf } from "./question.ts";

/**
 * Asks the AI one question behind all guards. Whatever fails becomes an outcome; only an aborted `question.signal` throws
 * (its reason). A `redaction_failed`, `task_too_large` or `blocked` question is degraded with no time to ask again.
 */
export async function askAi<T extends AiTask>(_ctx: Ctx, _question: AiQuestion<T>): Promise<AiOutcome<AnswerOf<T>>> {
  return { status: "off", reason: "no_key" };
}

import type { AiTask } from "../../engine/ai/task.ts";
import type { Ctx } from "../context.ts";
import type { AiOffReason } from "./outcome.ts";
import type { AiQuestion } from "./question.ts";

export type Estimated<T extends AiTask> = Pick<AiQuestion<T>, "task" | "context" | "request" | "repository">;

/** What a question would spend at most; all zero where it is cached or AI is off. */
export type QuestionEstimate = {
  readonly isAvailable: boolean;
  /** Why it is not available. */
  readonly reason: AiOffReason | null;
  readonly isCached: boolean;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly maxCostMicros: number;
  /** The model that would be asked first. */
  readonly model: string | null;
};

/** Estimates questions without asking: nothing is reserved, sent or stored. Answers are in the order of `questions`. */
export async function estimateQuestions<T extends AiTask>(
  _ctx: Ctx,
  questions: readonly Estimated<T>[],
): Promise<QuestionEstimate[]> {
  const off = { isAvailable: false, reason: "no_key", isCached: false } as const;
  return questions.map(() => ({ ...off, inputTokens: 0, maxOutputTokens: 0, maxCostMicros: 0, model: null }));
}

/** As `estimateQuestions`, for one. */
export async function estimateQuestion<T extends AiTask>(ctx: Ctx, question: Estimated<T>): Promise<QuestionEstimate> {
  const [estimate] = await estimateQuestions(ctx, [question]);
  if (estimate === undefined) throw new Error("One question has one estimate.");
  return estimate;
}

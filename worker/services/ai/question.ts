import type { ClaimsAnswer, ConfigurationAnswer, RemediationAnswer } from "../../engine/ai/answers.ts";
import type { AiContext } from "../../engine/ai/context.ts";
import type { AiTask, ClaimTask } from "../../engine/ai/task.ts";

/** What each task answers with. */
export type AnswerOf<T extends AiTask> = T extends ClaimTask
  ? ClaimsAnswer
  : T extends "remediation"
    ? RemediationAnswer
    : ConfigurationAnswer;

/** One question to the AI, about one repository. */
export type AiQuestion<T extends AiTask> = {
  readonly task: T;
  readonly context: AiContext;
  /** What the model is asked beyond the task: our own words (a rule's id and message, a platform); part of the cache key. */
  readonly request: readonly string[];
  readonly repository: { readonly id: string; readonly isPrivate: boolean };
  /** Whose budget pays; null: the organization's alone (webhooks, schedules). */
  readonly userId: string | null;
  readonly jobId: string | null;
  /** Tokens that may be spent, output included; null: the organization's cap of a task. */
  readonly budget: number | null;
  /** Names the reservation: the same key twice is charged once. */
  readonly key: string;
  readonly signal: AbortSignal;
};

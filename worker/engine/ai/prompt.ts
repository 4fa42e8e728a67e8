import type { AiTask } from "./task.ts";

/** JSON Schema as zod writes it, without `$ref`: providers get what each of them takes of it. */
export type AnswerSchema = Readonly<Record<string, unknown>>;

/** What goes to a provider. `system` holds our own words alone; all repository text is in `data`, fenced and marked. */
export interface AiPrompt {
  readonly task: AiTask;
  /** Version of the task's instructions and schema, part of the cache key: a change of either raises it. */
  readonly version: number;
  readonly system: string;
  readonly data: string;
  readonly schema: AnswerSchema;
  readonly maxOutputTokens: number;
}

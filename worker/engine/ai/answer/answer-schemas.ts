import * as z from "zod";
import { SEVERITIES } from "../../finding.ts";
import type { AnswerSchema } from "../prompt.ts";
import { type AiTask, CLAIM_TASKS, type ClaimTask } from "../task.ts";

/** What is kept of an answer, in items and UTF-16 units; longer lists and texts are cut, not refused. */
export const MAX_CLAIMS = 200;
export const MAX_MESSAGE = 2_000;
export const MAX_TITLE = 200;
/** Longer ones are refused: half a patch, a file or a quote is worse than none. */
const MAX_PATCH = 64 * 1024;
const MAX_QUOTE = 8_192;
const MAX_PATH = 1_024;
const MAX_TOPIC = 100;
const MAX_EDITS = 50;

const CATEGORIES = ["security", "ci_cd", "performance", "quality"] as const;

const Place = {
  path: z.string().max(MAX_PATH),
  line: z.int(),
  endLine: z.int(),
  quote: z.string().max(MAX_QUOTE),
};

const ClaimItem = z.strictObject({
  topic: z.string().max(MAX_TOPIC),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  title: z.string().max(MAX_TITLE),
  message: z.string().max(MAX_MESSAGE),
  ...Place,
});

const EditItem = z.strictObject({ ...Place, replacement: z.string().max(MAX_PATCH) });

/** Lines and topics of any value pass here, so that a claim about them is dropped and counted and the others are kept. */
export const ClaimsAnswerSchema = z.strictObject({ claims: z.array(ClaimItem).max(MAX_CLAIMS) });

export const RemediationAnswerSchema = z.strictObject({
  title: z.string().max(MAX_TITLE),
  explanation: z.string().max(MAX_MESSAGE),
  edits: z
    .array(EditItem)
    .max(MAX_EDITS)
    .refine((edits) => edits.reduce((sum, { replacement }) => sum + replacement.length, 0) <= MAX_PATCH),
});

export const ConfigurationAnswerSchema = z.strictObject({
  text: z.string().max(MAX_PATCH),
  explanation: z.string().max(MAX_MESSAGE),
});

export function isClaimTask(task: AiTask): task is ClaimTask {
  return (CLAIM_TASKS as readonly AiTask[]).includes(task);
}

/**
 * The schema that a provider gets: JSON Schema 2020-12, without `$ref`. Narrower than what is read: lines start at 1, and
 * topics are those of the task.
 */
export function answerSchema(task: AiTask, topics: readonly string[]): AnswerSchema {
  return z.toJSONSchema(shownSchema(task, topics), { reused: "inline" }) as AnswerSchema;
}

function shownSchema(task: AiTask, topics: readonly string[]): z.ZodType {
  if (task === "remediation") return RemediationAnswerSchema.extend({ edits: z.array(shown(EditItem)).max(MAX_EDITS) });
  if (task === "ci_generation") return ConfigurationAnswerSchema;
  const item = shown(ClaimItem).extend({ topic: z.enum(topics) });
  return z.strictObject({ claims: z.array(item).max(MAX_CLAIMS) });
}

function shown<T extends typeof ClaimItem | typeof EditItem>(item: T) {
  const line = z.int().min(1).max(1_000_000);
  return item.extend({ line, endLine: line });
}

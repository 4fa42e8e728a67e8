import type { ClaimsAnswer, ConfigurationAnswer, RemediationAnswer } from "../answers.ts";
import type { AiTask, ClaimTask } from "../task.ts";
import {
  ClaimsAnswerSchema,
  ConfigurationAnswerSchema,
  MAX_CLAIMS,
  MAX_MESSAGE,
  MAX_TITLE,
  RemediationAnswerSchema,
} from "./answer-schemas.ts";
import { findObject } from "./one-object.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What each task answers with. */
export type TaskAnswer<T extends AiTask> = T extends ClaimTask
  ? ClaimsAnswer
  : T extends "remediation"
    ? RemediationAnswer
    : ConfigurationAnswer;

/** Why an answer is refused as a whole. `truncated`: it stops in the middle; `ambiguous`: more than one object. */
type AnswerFault = "too_large" | "no_json" | "truncated" | "ambiguous" | "too_deep" | "duplicate_key" | "wrong_shape";

export type ReadAnswer<T extends AiTask> =
  | { readonly ok: true; readonly answer: TaskAnswer<T> }
  | { readonly ok: false; readonly reason: AnswerFault };

const MAX_BYTES = 1024 * 1024;
const CUT: Readonly<Record<string, number>> = { title: MAX_TITLE, message: MAX_MESSAGE, explanation: MAX_MESSAGE };

/**
 * A model's answer as the task's value, or why it is none. Only the shape is checked: nothing says yet that it is true.
 * One code fence or prose around the object is removed; lists beyond 200 and texts beyond their length are cut; whatever
 * else does not fit refuses the whole answer. Never throws.
 */
export function readAnswer<T extends AiTask>(task: T, text: string): ReadAnswer<T> {
  if (bytesOf(text) > MAX_BYTES) return { ok: false, reason: "too_large" };
  const found = findObject(text);
  if (!found.ok) return found;
  const parsed = parseStrictJson(found.json);
  if ("fault" in parsed) return { ok: false, reason: parsed.fault };
  const answer = schemaOf(task).safeParse(cut(parsed.value));
  if (!answer.success) return { ok: false, reason: "wrong_shape" };
  return { ok: true, answer: answer.data as TaskAnswer<T> };
}

function schemaOf(task: AiTask) {
  if (task === "remediation") return RemediationAnswerSchema;
  return task === "ci_generation" ? ConfigurationAnswerSchema : ClaimsAnswerSchema;
}

function bytesOf(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length && bytes <= MAX_BYTES; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}

/** The value with over-long lists and texts cut; it may still be of any shape. */
function cut(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { claims, ...rest } = value;
  const texts = cutTexts(rest);
  if (!("claims" in value)) return texts;
  return { ...texts, claims: Array.isArray(claims) ? claims.slice(0, MAX_CLAIMS).map(cutClaim) : claims };
}

function cutClaim(value: unknown): unknown {
  return isRecord(value) ? cutTexts(value) : value;
}

function cutTexts(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      const most = CUT[key];
      return [key, typeof value === "string" && most !== undefined ? cutText(value, most) : value];
    }),
  );
}

/** Never half a character. */
function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, text.length > most ? "" : "$&");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

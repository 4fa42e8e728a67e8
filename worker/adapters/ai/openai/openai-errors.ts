import * as z from "zod";
import type { AiError, AiErrorKind } from "../ai-error.ts";
import { aiError, kindOfStatus, toldRetryAt } from "../wire/failures.ts";
import type { WireAnswer } from "../wire/wire.ts";

const Word = z.string().nullish().catch(null);
const Failure = z.object({
  error: z.union([
    z.object({ message: z.string().catch(""), type: Word, param: Word, code: Word }),
    // Some compatible servers answer with a text alone.
    z.string().transform((message) => ({ message, type: null, param: null, code: null })),
  ]),
});

const KINDS: Readonly<Record<string, AiErrorKind>> = {
  invalid_api_key: "key",
  insufficient_quota: "billing",
  billing_not_active: "billing",
  billing_hard_limit_reached: "billing",
  unsupported_country_region_territory: "billing",
  model_not_found: "model",
  context_length_exceeded: "too_long",
  string_above_max_length: "too_long",
  content_filter: "blocked",
  content_policy_violation: "blocked",
  invalid_prompt: "blocked",
  rate_limit_exceeded: "rate",
};

const TOO_LONG = /maximum context length|request too large|context (?:window|length|size)/i;
const PER_DAY = /per day|\((?:RPD|TPD)\)/i;

function failureOf(answer: WireAnswer) {
  return Failure.safeParse(answer.json).data?.error ?? null;
}

/** What a failed request to OpenAI or a compatible server means. Its words are looked at and never passed on. */
export function openaiFailure(answer: WireAnswer): AiError {
  const error = failureOf(answer);
  const retryAt = toldRetryAt(answer);
  const byWord = [error?.code, error?.type].map((word) => KINDS[word ?? ""]).find((known) => known !== undefined);
  const kind = byWord ?? kindOfStatus(answer.status);
  const message = error?.message ?? "";
  if ((kind === "request" || kind === "rate") && TOO_LONG.test(message)) return aiError("too_long");
  if (kind === "rate" && PER_DAY.test(message)) return aiError("day_quota", { retryAt });
  return aiError(kind, { retryAt: kind === "billing" ? null : retryAt });
}

/** True when a server does not know `json_schema` answers, or not our schema. */
export function refusesSchema(answer: WireAnswer): boolean {
  if (answer.status !== 400 && answer.status !== 422) return false;
  const error = failureOf(answer);
  const said = `${error?.param ?? ""} ${error?.message ?? ""}`;
  return /response_format|json_?schema|structured output/i.test(said);
}

import * as z from "zod";
import type { AiError, AiErrorKind } from "../ai-error.ts";
import { aiError, kindOfStatus, toldRetryAt } from "../wire/failures.ts";
import type { WireAnswer } from "../wire/wire.ts";

const Failure = z.object({
  error: z.object({
    type: z.string().catch(""),
    message: z.string().catch(""),
    details: z
      .object({ error_code: z.string().catch("") })
      .nullish()
      .catch(null),
  }),
});

const KINDS: Readonly<Record<string, AiErrorKind>> = {
  authentication_error: "key",
  billing_error: "billing",
  permission_error: "key",
  not_found_error: "model",
  request_too_large: "too_long",
  rate_limit_error: "rate",
  api_error: "server",
  timeout_error: "timeout",
  overloaded_error: "server",
};

const TOO_LONG = /prompt is too long|exceeds? the (?:maximum )?context/i;
const NO_CREDIT = /credit balance is too low/i;

/** What a failed request to Anthropic means. Its words are looked at and never passed on. */
export function anthropicFailure(answer: WireAnswer): AiError {
  const parsed = Failure.safeParse(answer.json);
  const retryAt = toldRetryAt(answer);
  if (!parsed.success) return aiError(kindOfStatus(answer.status), { retryAt });
  const { type, message, details } = parsed.data.error;
  const kind = KINDS[type] ?? kindOfStatus(answer.status);
  if (details?.error_code === "enforced_spend_limit_reached") return aiError("billing");
  if (kind !== "request") return aiError(kind, { retryAt });
  if (NO_CREDIT.test(message)) return aiError("billing");
  return aiError(TOO_LONG.test(message) ? "too_long" : "request");
}

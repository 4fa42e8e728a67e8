import * as z from "zod";
import type { AiError, AiErrorKind } from "../ai-error.ts";
import { aiError, kindOfStatus, toldRetryAt } from "../wire/failures.ts";
import type { WireAnswer } from "../wire/wire.ts";

const Violation = z.object({ quotaId: z.string().catch(""), quotaValue: z.unknown().optional() });
const Detail = z.object({
  reason: z.string().optional().catch(undefined),
  retryDelay: z.string().optional().catch(undefined),
  violations: z.array(Violation).catch([]).default([]),
});
type Detail = z.infer<typeof Detail>;

/** Older servers give `code` as a number beside a `status`, newer ones as a word alone. */
const Failure = z.object({
  error: z.object({
    code: z.union([z.number(), z.string()]).catch(0),
    status: z.string().catch(""),
    message: z.string().catch(""),
    details: z.array(Detail.catch({ violations: [] })).catch([]),
  }),
});

const KINDS: Readonly<Record<string, AiErrorKind>> = {
  API_KEY_INVALID: "key",
  BILLING_DISABLED: "billing",
  FAILED_PRECONDITION: "billing",
  UNAUTHENTICATED: "key",
  PERMISSION_DENIED: "key",
  NOT_FOUND: "model",
  RESOURCE_EXHAUSTED: "rate",
  INTERNAL: "server",
  UNAVAILABLE: "server",
  DEADLINE_EXCEEDED: "timeout",
};

const TOO_LONG = /token count.{0,80}exceeds|exceeds the maximum number of tokens|request payload size exceeds/i;

/** `34.07s` as milliseconds. */
function delayMs(text: string | undefined): number | null {
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(text ?? "")?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1_000);
}

const MINUTE = 60_000;
const CALIFORNIA = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  hourCycle: "h23",
  hour: "numeric",
  minute: "numeric",
});

function minutesIntoDay(at: number): number {
  const [hour, minute] = CALIFORNIA.format(at).split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** The next midnight in California, when quotas of a day start anew (https://ai.google.dev/gemini-api/docs/rate-limits). */
export function nextQuotaDay(at: number): number {
  const guess = at - (at % MINUTE) + (24 * 60 - minutesIntoDay(at)) * MINUTE;
  // Days on which clocks change have 23 or 25 hours.
  const late = minutesIntoDay(guess);
  return guess + (late > 12 * 60 ? 24 * 60 - late : -late) * MINUTE;
}

/** A limit of nothing at all: the key's plan does not have this model. The detail leaves a 0 out, the message says it. */
const NO_QUOTA = /\blimit: 0\b(?!\.)/;

function exhausted(answer: WireAnswer, message: string, details: readonly Detail[]): AiError {
  const violations = details.flatMap((detail) => detail.violations);
  const isNothing = violations.some(({ quotaValue }) => quotaValue === 0 || quotaValue === "0");
  if (isNothing || NO_QUOTA.test(message)) return aiError("billing");
  if (violations.some(({ quotaId }) => quotaId.includes("PerDay"))) {
    return aiError("day_quota", { retryAt: nextQuotaDay(answer.at) });
  }
  const delay = details.map(({ retryDelay }) => delayMs(retryDelay)).find((ms) => ms !== null);
  return aiError("rate", { retryAt: delay == null ? toldRetryAt(answer) : answer.at + delay });
}

/** What a failed request to Gemini means. Its words are looked at and never passed on. */
export function geminiFailure(answer: WireAnswer): AiError {
  const parsed = Failure.safeParse(answer.json);
  const retryAt = toldRetryAt(answer);
  if (!parsed.success) return aiError(kindOfStatus(answer.status), { retryAt });
  const { code, status, message, details } = parsed.data.error;
  const words = [...details.map(({ reason }) => reason ?? ""), status, String(code).toUpperCase()];
  const kind = words.map((word) => KINDS[word]).find((known) => known !== undefined) ?? kindOfStatus(answer.status);
  if (kind === "rate") return exhausted(answer, message, details);
  return aiError(kind === "request" && TOO_LONG.test(message) ? "too_long" : kind, { retryAt });
}

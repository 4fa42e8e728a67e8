import { afterEach, describe, expect, it, vi } from "vitest";
import { AiError, type AiErrorKind } from "../../worker/adapters/ai/ai-error.ts";
import type { AiProviderName } from "../../worker/adapters/ai/port.ts";
import { aiCall, aiLine, NOW } from "./support/ai-line.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

type Row = {
  readonly name: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly kind: AiErrorKind;
  /** Milliseconds from now. */
  readonly retryIn?: number;
  /** 1 unless the failure may pass. */
  readonly tries?: number;
};

const HTML = "<!doctype html><title>Bad gateway</title>";
const SECRET_WORDS = "what the provider said about your file";

async function failureOf(provider: AiProviderName, row: Row) {
  const text = typeof row.body === "string" ? row.body : JSON.stringify(row.body);
  const line = await aiLine(provider, () => new Response(text, { status: row.status, headers: row.headers ?? {} }));
  const error = await line.provider.generateRemediation(aiCall()).catch((reason: unknown) => reason);
  if (!(error instanceof AiError)) throw new Error(`No AiError: ${String(error)}`);
  return { line, error };
}

async function expectFailure(provider: AiProviderName, row: Row) {
  const { line, error } = await failureOf(provider, row);
  expect({ kind: error.kind, retryAt: error.retryAt, sent: line.sent.length, attempts: error.attempts }).toEqual({
    kind: row.kind,
    retryAt: row.retryIn === undefined ? null : NOW + row.retryIn,
    sent: row.tries ?? 1,
    attempts: row.tries ?? 1,
  });
  expect(`${error.message} ${error.cause}`).not.toContain(SECRET_WORDS);
}

const HOUR = 3_600_000;

function gemini(status: number, word: string, said: readonly unknown[] | string = []) {
  const words = typeof said === "string" ? { message: said, details: [] } : { message: SECRET_WORDS, details: said };
  return { status, body: { error: { code: status, status: word, ...words } } };
}
const type = (name: string, fields: Record<string, unknown>) => ({
  "@type": `type.googleapis.com/google.rpc.${name}`,
  ...fields,
});
const quota = (...violations: readonly unknown[]) => type("QuotaFailure", { violations });
const PER_MINUTE = { quotaId: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier", quotaValue: "15" };
const PER_DAY = { quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier", quotaValue: "20" };
const DELAY = type("RetryInfo", { retryDelay: "34.07s" });

const GEMINI: readonly Row[] = [
  {
    name: "a bad key is 400",
    ...gemini(400, "INVALID_ARGUMENT", [type("ErrorInfo", { reason: "API_KEY_INVALID" })]),
    kind: "key",
  },
  {
    name: "a bad field",
    ...gemini(400, "INVALID_ARGUMENT", [type("BadRequest", { fieldViolations: [{}] })]),
    kind: "request",
  },
  {
    name: "too many tokens",
    ...gemini(
      400,
      "INVALID_ARGUMENT",
      "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).",
    ),
    kind: "too_long",
  },
  { name: "a region without service", ...gemini(400, "FAILED_PRECONDITION"), kind: "billing" },
  { name: "no key", ...gemini(401, "UNAUTHENTICATED"), kind: "key" },
  { name: "a key without rights", ...gemini(403, "PERMISSION_DENIED"), kind: "key" },
  {
    name: "billing that is off",
    ...gemini(403, "PERMISSION_DENIED", [type("ErrorInfo", { reason: "BILLING_DISABLED" })]),
    kind: "billing",
  },
  { name: "an unknown model", ...gemini(404, "NOT_FOUND"), kind: "model" },
  { name: "payment", status: 402, body: {}, kind: "billing" },
  {
    name: "a long wait",
    ...gemini(429, "RESOURCE_EXHAUSTED", [quota(PER_MINUTE), DELAY]),
    kind: "rate",
    retryIn: 34_070,
  },
  {
    name: "a short wait",
    ...gemini(429, "RESOURCE_EXHAUSTED", [type("RetryInfo", { retryDelay: "2.5s" })]),
    kind: "rate",
    retryIn: 2_500,
    tries: 3,
  },
  { name: "a wait of unknown length", ...gemini(429, "RESOURCE_EXHAUSTED"), kind: "rate", tries: 3 },
  {
    name: "a wait that is no number",
    ...gemini(429, "RESOURCE_EXHAUSTED", [type("RetryInfo", { retryDelay: "soon" })]),
    kind: "rate",
    tries: 3,
  },
  {
    name: "details that are no list",
    status: 429,
    body: { error: { code: 429, details: "x" } },
    kind: "rate",
    tries: 3,
  },
  // 12:00 UTC is 04:00 in California.
  {
    name: "a day's quota",
    ...gemini(429, "RESOURCE_EXHAUSTED", [quota(PER_MINUTE, PER_DAY), DELAY]),
    kind: "day_quota",
    retryIn: 20 * HOUR,
  },
  {
    name: "a plan without the model",
    ...gemini(429, "RESOURCE_EXHAUSTED", [quota({ ...PER_DAY, quotaValue: "0" })]),
    kind: "billing",
  },
  {
    name: "a plan without the model, in words",
    ...gemini(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0, model: gemini-x"),
    kind: "billing",
  },
  { name: "an internal error", ...gemini(500, "INTERNAL"), kind: "server", tries: 3 },
  { name: "an overload", ...gemini(503, "UNAVAILABLE"), kind: "server", tries: 3 },
  { name: "a deadline", ...gemini(504, "DEADLINE_EXCEEDED"), kind: "timeout", tries: 3 },
  { name: "a page of a proxy", status: 502, body: HTML, kind: "server", tries: 3 },
  { name: "a code in words", status: 400, body: { error: { code: "invalid_request", message: "x" } }, kind: "request" },
  {
    name: "a known code in words",
    status: 429,
    body: { error: { code: "resource_exhausted", message: "x" } },
    kind: "rate",
    tries: 3,
  },
];

function claude(status: number, word: string, more: Record<string, unknown> = {}) {
  return {
    status,
    body: { type: "error", error: { type: word, message: SECRET_WORDS, ...more }, request_id: "req_1" },
  };
}
const ANTHROPIC: readonly Row[] = [
  { name: "a bad field", ...claude(400, "invalid_request_error"), kind: "request" },
  {
    name: "too many tokens",
    ...claude(400, "invalid_request_error", { message: "prompt is too long: 1000001 tokens > 1000000 maximum" }),
    kind: "too_long",
  },
  {
    name: "no credit",
    ...claude(400, "invalid_request_error", { message: "Your credit balance is too low to access the API." }),
    kind: "billing",
  },
  { name: "a bad key", ...claude(401, "authentication_error"), kind: "key" },
  { name: "payment", ...claude(402, "billing_error"), kind: "billing" },
  { name: "a key without rights", ...claude(403, "permission_error"), kind: "key" },
  { name: "an unknown model", ...claude(404, "not_found_error"), kind: "model" },
  { name: "a large request", ...claude(413, "request_too_large"), kind: "too_long" },
  {
    name: "a long wait",
    ...claude(429, "rate_limit_error"),
    headers: { "retry-after": "61" },
    kind: "rate",
    retryIn: 61_000,
  },
  {
    name: "a short wait",
    ...claude(429, "rate_limit_error"),
    headers: { "retry-after": "3" },
    kind: "rate",
    retryIn: 3_000,
    tries: 3,
  },
  {
    name: "a spend limit",
    ...claude(429, "rate_limit_error", { details: { error_code: "enforced_spend_limit_reached" } }),
    headers: { "retry-after": "1" },
    kind: "billing",
  },
  { name: "an internal error", ...claude(500, "api_error"), kind: "server", tries: 3 },
  { name: "a deadline", ...claude(504, "timeout_error"), kind: "timeout", tries: 3 },
  { name: "an overload", ...claude(529, "overloaded_error"), kind: "server", tries: 3 },
  { name: "an overload without words", status: 529, body: "", kind: "server", tries: 3 },
];

function gpt(status: number, code: string | null, more: Record<string, unknown> = {}) {
  return {
    status,
    body: { error: { message: SECRET_WORDS, type: "invalid_request_error", param: null, code, ...more } },
  };
}
const OPENAI: readonly Row[] = [
  { name: "a bad field", ...gpt(400, null), kind: "request" },
  { name: "too many tokens", ...gpt(400, "context_length_exceeded"), kind: "too_long" },
  { name: "a filter", ...gpt(400, "content_filter"), kind: "blocked" },
  { name: "a bad key", ...gpt(401, "invalid_api_key"), kind: "key" },
  { name: "a region without service", ...gpt(403, "unsupported_country_region_territory"), kind: "billing" },
  { name: "an unknown model", ...gpt(404, "model_not_found"), kind: "model" },
  { name: "a page where nothing is", status: 404, body: HTML, kind: "model" },
  {
    name: "no credit",
    ...gpt(429, "insufficient_quota", { type: "insufficient_quota" }),
    headers: { "retry-after": "1" },
    kind: "billing",
  },
  {
    name: "a short wait",
    ...gpt(429, "rate_limit_exceeded"),
    headers: { "retry-after-ms": "1250" },
    kind: "rate",
    retryIn: 1_250,
    tries: 3,
  },
  {
    name: "a wait with decimals",
    ...gpt(429, "rate_limit_exceeded"),
    headers: { "retry-after": "0.75" },
    kind: "rate",
    retryIn: 750,
    tries: 3,
  },
  {
    name: "a wait till a date",
    ...gpt(429, "rate_limit_exceeded"),
    headers: { "retry-after": new Date(NOW + HOUR).toUTCString() },
    kind: "rate",
    retryIn: HOUR,
  },
  {
    name: "a wait that makes no sense",
    ...gpt(429, "rate_limit_exceeded"),
    headers: { "retry-after": "-5" },
    kind: "rate",
    tries: 3,
  },
  {
    name: "a day's quota",
    ...gpt(429, "rate_limit_exceeded", { message: "Rate limit reached on requests per day (RPD)." }),
    kind: "day_quota",
  },
  {
    name: "more than a minute may have",
    ...gpt(429, "rate_limit_exceeded", { message: "Request too large on tokens per min" }),
    kind: "too_long",
  },
  { name: "an internal error", ...gpt(500, null, { type: "server_error" }), kind: "server", tries: 3 },
  { name: "an overload", status: 503, body: { error: "busy" }, kind: "server", tries: 3 },
  {
    name: "a redirect, which nobody follows",
    status: 302,
    body: "",
    headers: { location: "https://evil.test/" },
    kind: "request",
  },
];

describe("a failure of a provider is understood:", () => {
  it.each(GEMINI)("Gemini, $name", (row) => expectFailure("gemini", row));
  it.each(ANTHROPIC)("Anthropic, $name", (row) => expectFailure("anthropic", row));
  it.each(OPENAI)("OpenAI, $name", (row) => expectFailure("openai", row));
});

import { randomUUID } from "node:crypto";
import { BAD_GATEWAY, type Failure, type FailureKind, type Refusal } from "../failure.ts";

type Row = { status: number; type: string; code: string | null; message: string };

const INVALID = { status: 400, type: "invalid_request_error" };
const RATE = {
  status: 429,
  type: "requests",
  code: "rate_limit_exceeded",
  message: "Rate limit reached for requests.",
};
const QUOTA = {
  status: 429,
  type: "insufficient_quota",
  code: "insufficient_quota",
  message: "You exceeded your current quota, please check your plan and billing details.",
};
const SERVER = { type: "server_error", code: null };
const DEFAULT_RETRY_MS = 20_000;

const ROWS: Record<Exclude<FailureKind, "html">, Row> = {
  bad_key: { ...INVALID, status: 401, code: "invalid_api_key", message: "Incorrect API key provided." },
  no_key: { ...INVALID, status: 401, code: null, message: "You didn't provide an API key." },
  unauthenticated: { ...INVALID, status: 401, code: "invalid_api_key", message: "Invalid authentication." },
  bad_field: { ...INVALID, code: "unknown_parameter", message: "Unknown parameter." },
  string_code: { ...INVALID, code: "invalid_request", message: "The request is invalid." },
  precondition: { ...INVALID, status: 403, code: "unsupported_country_region_territory", message: "Not supported." },
  forbidden: {
    ...INVALID,
    status: 403,
    code: "model_not_found",
    message: "Project does not have access to the model.",
  },
  not_found: { ...INVALID, status: 404, code: "model_not_found", message: "The model does not exist." },
  billing: QUOTA,
  spend_limit: QUOTA,
  day_quota: QUOTA,
  rate: RATE,
  rate_bare: RATE,
  too_large: { ...INVALID, status: 413, code: "request_too_large", message: "Request too large." },
  too_long: {
    ...INVALID,
    code: "context_length_exceeded",
    message: "This model's maximum context length was exceeded.",
  },
  internal: { ...SERVER, status: 500, message: "The server had an error while processing your request." },
  unavailable: { ...SERVER, status: 503, message: "The engine is currently overloaded." },
  overloaded: { ...SERVER, status: 503, message: "Slow down." },
  deadline: { ...SERVER, status: 504, message: "The request timed out." },
};

/** A failure as OpenAI writes it. */
export function openaiFailure(failure: Failure): Refusal {
  const { kind, field, retryAfterMs = DEFAULT_RETRY_MS } = failure;
  if (kind === "html") return BAD_GATEWAY;
  const { status, type, code, message } = ROWS[kind];
  const wait: Record<string, string> =
    kind === "rate"
      ? { "retry-after-ms": String(retryAfterMs), "retry-after": String(Math.ceil(retryAfterMs / 1000)) }
      : {};
  const error = { message: failure.message ?? message, type, param: field ?? null, code };
  return { status, headers: { "x-request-id": `req_${randomUUID()}`, ...wait }, body: { error } };
}

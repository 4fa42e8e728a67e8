import { randomUUID } from "node:crypto";
import { BAD_GATEWAY, type Failure, type FailureKind, type Refusal } from "../failure.ts";

type Row = { status: number; type: string; message: string };

const REQUEST = { status: 400, type: "invalid_request_error" };
const RATE = { status: 429, type: "rate_limit_error" };
const DEFAULT_RETRY_MS = 21_000;

const ROWS: Record<Exclude<FailureKind, "html">, Row> = {
  bad_key: { status: 401, type: "authentication_error", message: "invalid x-api-key" },
  no_key: { status: 401, type: "authentication_error", message: "x-api-key header is required" },
  unauthenticated: { status: 401, type: "authentication_error", message: "Invalid bearer token" },
  bad_field: { ...REQUEST, message: "The request is invalid." },
  string_code: { ...REQUEST, message: "The request is invalid." },
  precondition: { ...REQUEST, message: "This organization has been disabled." },
  too_long: { ...REQUEST, message: "prompt is too long: 210000 tokens > 200000 maximum" },
  billing: { status: 402, type: "billing_error", message: "Your credit balance is too low." },
  forbidden: { status: 403, type: "permission_error", message: "Your API key may not use this resource." },
  not_found: { status: 404, type: "not_found_error", message: "model: unknown" },
  too_large: { status: 413, type: "request_too_large", message: "Request exceeds the maximum size" },
  rate: { ...RATE, message: "This request would exceed your organization's rate limit." },
  rate_bare: { ...RATE, message: "Rate limited." },
  day_quota: { ...RATE, message: "This request would exceed your organization's daily limit." },
  spend_limit: { ...RATE, message: "Your organization has reached its spend limit." },
  internal: { status: 500, type: "api_error", message: "Internal server error" },
  unavailable: { status: 529, type: "overloaded_error", message: "Overloaded" },
  overloaded: { status: 529, type: "overloaded_error", message: "Overloaded" },
  deadline: { status: 504, type: "timeout_error", message: "Request timed out" },
};

const WAITS: ReadonlySet<FailureKind> = new Set(["rate", "day_quota"]);

/** A failure as Anthropic writes it. */
export function anthropicFailure(failure: Failure): Refusal {
  const { kind, retryAfterMs = DEFAULT_RETRY_MS } = failure;
  if (kind === "html") return BAD_GATEWAY;
  const { status, type, message } = ROWS[kind];
  const details = kind === "spend_limit" ? { details: { error_code: "enforced_spend_limit_reached" } } : {};
  const requestId = `req_${randomUUID().replaceAll("-", "")}`;
  const wait: Record<string, string> = WAITS.has(kind) ? { "retry-after": String(Math.ceil(retryAfterMs / 1000)) } : {};
  const error = { type, message: failure.message ?? message, ...details };
  return {
    status,
    headers: { "request-id": requestId, ...wait },
    body: { type: "error", error, request_id: requestId },
  };
}

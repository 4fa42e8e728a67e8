import { BAD_GATEWAY, type Failure, type FailureKind, type Refusal } from "../failure.ts";

const RPC = "type.googleapis.com/google.rpc";
const SERVICE = "generativelanguage.googleapis.com";
const DEFAULT_RETRY_MS = 34_074;
const QUOTA = "You exceeded your current quota, please check your plan and billing details.";

type Row = { status: number; code: string; message: string; details?: (failure: Failure) => unknown[] };

function errorInfo(reason: string): () => unknown[] {
  return () => [{ "@type": `${RPC}.ErrorInfo`, reason, domain: "googleapis.com", metadata: { service: SERVICE } }];
}

function quotaFailure(window: "Minute" | "Day", { model = "" }: Failure): unknown {
  const metric = `${SERVICE}/generate_content_free_tier_requests`;
  const quotaId = `GenerateRequestsPer${window}PerProjectPerModel-FreeTier`;
  const quotaDimensions = { location: "global", model };
  return {
    "@type": `${RPC}.QuotaFailure`,
    violations: [{ quotaMetric: metric, quotaId, quotaDimensions, quotaValue: window === "Day" ? "1000" : "15" }],
  };
}

/** Seconds with decimals, as the API writes a duration. */
function retryInfo({ retryAfterMs = DEFAULT_RETRY_MS }: Failure): unknown {
  return { "@type": `${RPC}.RetryInfo`, retryDelay: `${retryAfterMs / 1000}s` };
}

const HELP = {
  "@type": `${RPC}.Help`,
  links: [
    { description: "Learn more about Gemini API quotas", url: "https://ai.google.dev/gemini-api/docs/rate-limits" },
  ],
};

const INVALID = { status: 400, code: "INVALID_ARGUMENT" };
const EXHAUSTED = { status: 429, code: "RESOURCE_EXHAUSTED", message: QUOTA };

const ROWS: Record<Exclude<FailureKind, "html" | "string_code">, Row> = {
  bad_key: {
    ...INVALID,
    message: "API key not valid. Please pass a valid API key.",
    details: errorInfo("API_KEY_INVALID"),
  },
  no_key: {
    status: 403,
    code: "PERMISSION_DENIED",
    message: "Method doesn't allow unregistered callers (callers without established identity).",
  },
  bad_field: {
    ...INVALID,
    message: "Request contains an invalid argument.",
    details: ({ field = "", message = "" }) => [
      { "@type": `${RPC}.BadRequest`, fieldViolations: [{ field, description: message }] },
    ],
  },
  precondition: {
    status: 400,
    code: "FAILED_PRECONDITION",
    message: "User location is not supported for the API use.",
  },
  unauthenticated: {
    status: 401,
    code: "UNAUTHENTICATED",
    message: "Request had invalid authentication credentials.",
    details: errorInfo("ACCESS_TOKEN_TYPE_UNSUPPORTED"),
  },
  forbidden: {
    status: 403,
    code: "PERMISSION_DENIED",
    message: "Generative Language API has not been used in this project before or it is disabled.",
    details: errorInfo("SERVICE_DISABLED"),
  },
  not_found: { status: 404, code: "NOT_FOUND", message: "The model is not found for API version v1beta." },
  billing: { status: 402, code: "FAILED_PRECONDITION", message: "Billing is required for this request." },
  spend_limit: { status: 402, code: "FAILED_PRECONDITION", message: "The spend limit of the project is reached." },
  rate: { ...EXHAUSTED, details: (failure) => [quotaFailure("Minute", failure), HELP, retryInfo(failure)] },
  rate_bare: { ...EXHAUSTED, message: "Resource has been exhausted (e.g. check quota)." },
  day_quota: { ...EXHAUSTED, details: (failure) => [quotaFailure("Day", failure), HELP, retryInfo(failure)] },
  too_large: { ...INVALID, message: "Request payload size exceeds the limit: 20971520 bytes." },
  too_long: { ...INVALID, message: "The input token count exceeds the maximum number of tokens allowed (1048576)." },
  internal: { status: 500, code: "INTERNAL", message: "An internal error has occurred. Please retry." },
  unavailable: {
    status: 503,
    code: "UNAVAILABLE",
    message: "The model is overloaded. Please try again later.",
  },
  overloaded: { status: 503, code: "UNAVAILABLE", message: "The service is currently unavailable." },
  deadline: {
    status: 504,
    code: "DEADLINE_EXCEEDED",
    message: "The request timed out. Please try again.",
  },
};

/** A failure as Google writes it; `string_code` as its newer Interactions API does. */
export function geminiFailure(failure: Failure): Refusal {
  if (failure.kind === "html") return BAD_GATEWAY;
  if (failure.kind === "string_code") {
    return { status: 400, body: { error: { code: "invalid_request", message: "The request is invalid." } } };
  }
  const { status, code, message, details } = ROWS[failure.kind];
  const error = { code: status, message: failure.message ?? message, status: code };
  return { status, body: { error: { ...error, ...(details ? { details: details(failure) } : {}) } } };
}

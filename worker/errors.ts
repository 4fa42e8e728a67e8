/** Every failure that we answer on purpose. The table is the only place that knows statuses and titles. */

const PROBLEMS = {
  invalid_json: { status: 400, title: "The body is not valid JSON" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  csrf: { status: 403, title: "Request does not come from this site" },
  missing_scope: { status: 403, title: "GitHub permission is missing" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflicts with the current state" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "Unsupported content type" },
  misdirected_request: { status: 421, title: "Unknown host" },
  invalid_input: { status: 422, title: "Invalid input" },
  quota_exceeded: { status: 429, title: "Quota exceeded" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong" },
  upstream_failed: { status: 502, title: "GitHub did not answer as expected" },
  unavailable: { status: 503, title: "Temporarily unavailable" },
} as const;

export type ErrorCode = keyof typeof PROBLEMS;
export type InputError = { readonly path: string; readonly message: string };

export type AppErrorOptions = {
  readonly cause?: unknown;
  /** For bad input: one entry per field. */
  readonly errors?: readonly InputError[];
  /** Where the user must go to continue, for example GitHub's consent page. */
  readonly actionUrl?: string;
  /** Instant from which a new try makes sense, in ms since the epoch. */
  readonly retryAt?: number;
  /** A name more exact than `code`; it becomes the problem type. */
  readonly problemCode?: string;
};

/** An expected failure. `detail` is shown to users and says what to do; `cause` is for the log alone. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly detail: string;
  readonly problemCode: string;
  readonly errors: readonly InputError[] | undefined;
  readonly actionUrl: string | undefined;
  readonly retryAt: number | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(`${options.problemCode ?? code}: ${detail}`, { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.problemCode = options.problemCode ?? code;
    this.errors = options.errors;
    this.actionUrl = options.actionUrl;
    this.retryAt = options.retryAt;
  }
}

/** HTTP status and title of an error code. */
export function problemOf(code: ErrorCode) {
  return PROBLEMS[code];
}

/** Of https://developers.cloudflare.com/d1/observability/debug-d1/ and of the platform itself. */
const TRANSIENT_STORAGE =
  /Network connection lost|caused object to be reset|D1 DB is overloaded|reset because its code was updated|storage operation exceeded timeout|Too many requests queued|transient issue on remote node|internal error; reference =/i;

/** Messages of an error and of its causes, outermost first. They can hold bound values: for classification only, never for output. */
function messagesOf(error: unknown): string[] {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 5; at = at.cause) messages.push(at.message);
  return messages;
}

/** True for failures of D1 and of Durable Objects that pass by themselves (the strings are Cloudflare's). */
function isTransient(error: unknown): boolean {
  return messagesOf(error).some((message) => TRANSIENT_STORAGE.test(message));
}

/** What may be said to the outside about any thrown value: an unknown error becomes `internal` and says nothing about itself. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isTransient(error)) {
    return new AppError("unavailable", "Our database did not answer. Nothing is lost; try again in a few seconds.", {
      cause: error,
    });
  }
  return new AppError("internal", "This is our mistake. Try again; if it stays, report the correlation id.", {
    cause: error,
  });
}

/** A short description of a failure for the log: the innermost message, which holds no bound values. */
export function reasonOf(error: unknown): string {
  return messagesOf(error).at(-1) ?? String(error);
}

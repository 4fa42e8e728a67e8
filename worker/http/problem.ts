import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, problemOf, reasonOf, toAppError } from "../errors.ts";
import type { AppEnv } from "./app-env.ts";

const MS = 1000;

/** Hono's own exceptions are about bodies that are not JSON; whatever else it throws is ours to explain. */
function fromHono(error: HTTPException): AppError {
  if (error.status === 400) {
    return new AppError("invalid_json", "Send a body that is one JSON value in UTF-8.", { cause: error });
  }
  return new AppError("internal", "This is our mistake. Try again.", { cause: error });
}

function headersOf(error: AppError, now: number): Headers {
  const headers = new Headers({ "content-type": "application/problem+json" });
  const retryAt = error.retryAt ?? (error.code === "unavailable" ? now + 5 * MS : undefined);
  if (error.code === "unauthenticated") headers.set("www-authenticate", 'Bearer realm="AutoDevOps"');
  if (retryAt !== undefined) headers.set("retry-after", String(Math.max(1, Math.ceil((retryAt - now) / MS))));
  return headers;
}

/** RFC 9457 document of an error. */
function problemDocument(error: AppError, correlationId: string) {
  const { status, title } = problemOf(error.code);
  return {
    type: `/problems/${error.problemCode}`,
    title,
    status,
    detail: error.detail,
    correlation_id: correlationId,
    ...(error.errors && { errors: error.errors }),
    ...(error.actionUrl !== undefined && { action_url: error.actionUrl }),
    ...(error.retryAt !== undefined && { retry_at: new Date(error.retryAt).toISOString() }),
  };
}

/** Answers any thrown value as a problem document, and logs what is our fault. */
export function answerProblem(c: Context<AppEnv>, thrown: unknown): Response {
  const error = thrown instanceof HTTPException ? fromHono(thrown) : toAppError(thrown);
  const { status } = problemOf(error.code);
  const { scope } = c.var;
  if (status >= 500)
    scope.log.error("request_failed", { code: error.problemCode, reason: reasonOf(error.cause ?? error) });
  const body = JSON.stringify(problemDocument(error, scope.correlationId));
  return new Response(body, { status, headers: headersOf(error, scope.clock.now()) });
}

/** What went wrong, in the words that a reader gets. Every failure of a request becomes an `ApiProblem`. */
import { problemText } from "./strings.ts";

export type FieldError = { readonly path: string; readonly message: string };

type ProblemInit = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly correlationId?: string | undefined;
  readonly actionUrl?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly retryAt?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
};

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number;
  /** Last part of the problem type, for example `missing_scope`. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly correlationId: string | undefined;
  readonly actionUrl: string | undefined;
  readonly retryAt: number | undefined;
  readonly errors: readonly FieldError[];

  constructor(init: ProblemInit) {
    super(`${init.code}: ${init.detail}`);
    this.status = init.status;
    this.code = init.code;
    this.title = init.title;
    this.detail = init.detail;
    this.correlationId = init.correlationId;
    this.actionUrl = init.actionUrl;
    this.retryAt = init.retryAt;
    this.errors = init.errors ?? [];
  }
}

/** The problem of a request that got no answer at all. */
export function noAnswer(isOnline: boolean): ApiProblem {
  const words = isOnline ? problemText.noAnswer : problemText.offline;
  return new ApiProblem({ status: 0, code: isOnline ? "no_answer" : "offline", ...words });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function fieldErrorsOf(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const message = isRecord(entry) ? textOf(entry.message) : undefined;
    return message === undefined || !isRecord(entry) ? [] : [{ path: textOf(entry.path) ?? "", message }];
  });
}

/** Only addresses of our own site or over https are followed: the text of a problem can come from elsewhere. */
function safeUrlOf(value: unknown): string | undefined {
  const url = textOf(value);
  if (url === undefined) return undefined;
  return /^(https?:\/\/|\/(?![/\\]))/.test(url) ? url : undefined;
}

function retryAtOf(body: Record<string, unknown>, headers: Headers, now: number): number | undefined {
  const stated = Date.parse(textOf(body.retry_at) ?? "");
  if (!Number.isNaN(stated)) return stated;
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? now + seconds * 1000 : undefined;
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

/** Reads an answer that is not a success. An answer that is no problem document still becomes a sentence. */
export async function problemOf(response: Response, now: number): Promise<ApiProblem> {
  const body = await bodyOf(response);
  const fallback = response.status >= 500 ? problemText.server : problemText.refused;
  return new ApiProblem({
    status: response.status,
    code: textOf(body.type)?.split("/").at(-1) ?? `http_${response.status}`,
    title: textOf(body.title) ?? fallback.title,
    detail: textOf(body.detail) ?? fallback.detail,
    correlationId: textOf(body.correlation_id) ?? response.headers.get("x-request-id") ?? undefined,
    actionUrl: safeUrlOf(body.action_url),
    retryAt: retryAtOf(body, response.headers, now),
    errors: fieldErrorsOf(body.errors),
  });
}

/** Any thrown value as a problem, so that pages handle one kind of failure. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  return new ApiProblem({ status: 0, code: "page_failed", ...problemText.page });
}

import type { LocalC } from "./env.ts";

export type FieldError = { resource: string; code: string; field?: string; message?: string };

/** Thrown by handlers; becomes GitHub's error body with this status. */
export class GithubError extends Error {
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  readonly documentationUrl: string;

  constructor(status: number, message: string, details: { errors?: FieldError[]; documentationUrl?: string } = {}) {
    super(message);
    this.status = status;
    this.errors = details.errors;
    this.documentationUrl = details.documentationUrl ?? "https://docs.github.com/rest";
  }
}

export function notFound(): GithubError {
  return new GithubError(404, "Not Found");
}

export function unprocessable(message: string): GithubError {
  return new GithubError(422, message);
}

export function validationFailed(errors: FieldError[]): GithubError {
  return new GithubError(422, "Validation Failed", { errors });
}

export function errorResponse(c: LocalC, error: GithubError): Response {
  const { message, errors, documentationUrl, status } = error;
  const body = { message, ...(errors ? { errors } : {}), documentation_url: documentationUrl, status: String(status) };
  return c.newResponse(JSON.stringify(body), status as 404, { "content-type": "application/json; charset=utf-8" });
}

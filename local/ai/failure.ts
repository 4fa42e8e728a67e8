/** Failures by name; each provider writes them its own way. */
export const FAILURE_KINDS = [
  "bad_key",
  "no_key",
  "bad_field",
  "precondition",
  "unauthenticated",
  "forbidden",
  "not_found",
  "billing",
  "spend_limit",
  "rate",
  "rate_bare",
  "day_quota",
  "too_large",
  "too_long",
  "internal",
  "unavailable",
  "deadline",
  "overloaded",
  "html",
  "string_code",
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

export type Failure = {
  kind: FailureKind;
  /** Instead of the provider's usual words. */
  message?: string;
  /** Name of the field that is wrong. */
  field?: string;
  model?: string;
  retryAfterMs?: number;
};

/** A failure as it goes over the wire; a string body is sent as HTML. */
export type Refusal = { status: number; headers?: Record<string, string>; body: unknown };

/** Thrown while a request is read; becomes the provider's answer. */
export class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message ?? failure.kind);
    this.failure = failure;
  }
}

const HTML_502 =
  "<!DOCTYPE html>\n<html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> <ins>That's an error.</ins>\n";

/** What a proxy in front of any provider says. */
export const BAD_GATEWAY: Refusal = { status: 502, body: HTML_502 };

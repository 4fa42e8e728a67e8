import * as z from "zod";
import { AiError, type AiErrorKind } from "../ai-error.ts";
import type { AiTokens } from "../port.ts";
import type { WireAnswer } from "./wire.ts";

const MESSAGES: Readonly<Record<AiErrorKind, string>> = {
  key: "The provider refused the key, or the key may not do this.",
  billing: "The provider wants to be paid first, has a spend limit, or does not serve this account or region.",
  model: "The provider does not know this model, or has retired it.",
  request: "The provider did not accept our request.",
  too_long: "The request is longer than the model takes.",
  rate: "The provider asks us to wait.",
  day_quota: "The key's quota of today is used up.",
  server: "The provider failed.",
  timeout: "The provider took too long to answer.",
  network: "The provider could not be reached.",
  blocked: "The provider will not answer this content.",
  cut: "The answer ended early.",
  malformed: "The answer was not what we asked for.",
};

type Facts = { readonly retryAt?: number | null; readonly tokens?: AiTokens | null; readonly cause?: unknown };

/** An `AiError` in our own words: nothing that a provider says is passed on. */
export function aiError(kind: AiErrorKind, facts: Facts = {}): AiError {
  return new AiError(kind, MESSAGES[kind], facts);
}

const Seconds = z.coerce.number().min(0).max(31_536_000);
const Milliseconds = z.coerce.number().min(0).max(31_536_000_000);

function number(schema: z.ZodType<number>, text: string | null): number | null {
  return text !== null && /^\d{1,12}(?:\.\d{1,9})?$/.test(text.trim()) ? (schema.safeParse(text).data ?? null) : null;
}

/** From when the provider lets us try again: `retry-after-ms`, or `retry-after` in seconds (decimals are in use) or as a date. */
export function toldRetryAt({ headers, at }: Pick<WireAnswer, "headers" | "at">): number | null {
  const ms = number(Milliseconds, headers.get("retry-after-ms"));
  if (ms !== null) return at + Math.ceil(ms);
  const text = headers.get("retry-after");
  const seconds = number(Seconds, text);
  if (seconds !== null) return at + Math.ceil(seconds * 1_000);
  const date = text !== null && /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(at, date);
}

/** What a status says where the body says nothing, as an HTML page of a proxy. */
export function kindOfStatus(status: number): AiErrorKind {
  if (status === 401 || status === 403) return "key";
  if (status === 402) return "billing";
  if (status === 404) return "model";
  if (status === 408 || status === 504) return "timeout";
  if (status === 413) return "too_long";
  if (status === 429) return "rate";
  return status >= 500 ? "server" : "request";
}

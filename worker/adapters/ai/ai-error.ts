import type { AiTokens } from "./port.ts";

/**
 * Why a provider gave no answer that we can use.
 * `key`: refused or missing rights. `billing`: no credit, spend limit, region. `model`: unknown or retired. `request`: our own mistake.
 * `too_long`: more than the model takes. `rate`: wait until `retryAt`. `day_quota`: nothing more today on this key.
 * `server`, `timeout`, `network`: the provider's side. `blocked`: it will not answer this content. `cut`: the answer ended early.
 * `malformed`: not JSON, or not of the shape asked for.
 */
export type AiErrorKind =
  | "key"
  | "billing"
  | "model"
  | "request"
  | "too_long"
  | "rate"
  | "day_quota"
  | "server"
  | "timeout"
  | "network"
  | "blocked"
  | "cut"
  | "malformed";

type AiErrorFacts = {
  /** From when a new try makes sense, in ms since the epoch; null when waiting does not help or nobody said. */
  readonly retryAt?: number | null;
  /** What was charged all the same. */
  readonly tokens?: AiTokens | null;
  readonly attempts?: number;
  readonly cause?: unknown;
};

/** A failed call. `message` never holds anything that the provider or the repository said. */
export class AiError extends Error {
  override readonly name = "AiError";
  readonly kind: AiErrorKind;
  readonly retryAt: number | null;
  readonly tokens: AiTokens | null;
  readonly attempts: number;

  constructor(kind: AiErrorKind, message: string, facts: AiErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.kind = kind;
    this.retryAt = facts.retryAt ?? null;
    this.tokens = facts.tokens ?? null;
    this.attempts = facts.attempts ?? 1;
  }
}

/** True for what says something about the provider's health; the circuit breaker counts these alone. */
export function isProviderFault(kind: AiErrorKind): boolean {
  return kind === "server" || kind === "timeout" || kind === "network";
}

import type { AiProviderName } from "../../adapters/ai/port.ts";

/** Where an answer comes from. */
export type AiSource = {
  readonly provider: AiProviderName;
  /** As the provider named it. */
  readonly model: string;
  readonly promptVersion: number;
  /** When the provider answered, in ms since the epoch: long ago for a cached one. */
  readonly answeredAt: number;
  readonly isCached: boolean;
};

/** Why there is no AI in a result, where nothing failed. `private_code`: only free keys are there and the code is private. */
export type AiOffReason = "no_key" | "switched_off" | "private_code";

/**
 * What became of a question. `deferred`: over a cap until `retryAt`. `degraded`: no provider gave a usable answer; `retryAt`
 * is when it will be asked again, null when asking again cannot help (a refused key, blocked content).
 */
export type AiOutcome<T> =
  | {
      readonly status: "answered";
      readonly answer: T;
      readonly source: AiSource;
      /** Row of `ai_requests` that `recordVerdict` completes. */
      readonly requestId: string;
      /** Spent on this question; nothing for a cached answer. */
      readonly spent: { readonly input: number; readonly output: number; readonly costMicros: number };
    }
  | { readonly status: "off"; readonly reason: AiOffReason }
  | { readonly status: "deferred"; readonly cap: string; readonly retryAt: number | null }
  | { readonly status: "degraded"; readonly reason: string; readonly retryAt: number | null };

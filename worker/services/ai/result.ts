import type { AiErrorKind } from "../../adapters/ai/ai-error.ts";
import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { Bid } from "./prepare.ts";
import type { AnswerOf } from "./question.ts";

/** Why a question was not answered: what a provider failed with, or which guard stood before it. */
export type FailureReason =
  | AiErrorKind
  | "redaction_failed"
  | "task_too_large"
  | "circuit_open"
  | "unavailable"
  | "aborted";

export type Failure = { readonly reason: FailureReason; readonly retryAt: number | null };

export type Answered<T extends AiTask> = {
  readonly status: "answered";
  readonly answer: AnswerOf<T>;
  readonly bid: Bid;
  /** As the provider named it. */
  readonly model: string;
  /** True when half of the files were left out to get an answer at all. */
  readonly isHalf: boolean;
};

export type Deferred = { readonly status: "deferred"; readonly cap: string; readonly retryAt: number | null };
export type Degraded = { readonly status: "degraded"; readonly reason: string; readonly retryAt: number | null };

/** How asking ended. */
export type Result<T extends AiTask> = Answered<T> | Deferred | Degraded;

/** What one call was charged. */
type Charge = {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly costMicros: number;
};

/** What the calls of one question add up to; grows while it is asked. */
export type Tally = {
  charges: Charge[];
  attempts: number;
  /** The model that was asked last. */
  last: { readonly provider: AiProviderName; readonly model: string } | null;
  /** What the organization used of the month so far. */
  month: { readonly window: string; readonly used: number } | null;
};

export function newTally(): Tally {
  return { charges: [], attempts: 0, last: null, month: null };
}

export function spentOf({ charges }: Pick<Tally, "charges">): { input: number; output: number; costMicros: number } {
  return charges.reduce(
    (sum, { input, output, costMicros }) => ({
      input: sum.input + input,
      output: sum.output + output,
      costMicros: sum.costMicros + costMicros,
    }),
    { input: 0, output: 0, costMicros: 0 },
  );
}

/** Failures that pass by themselves, and after how long to ask again where nobody said. */
const RETRY_AFTER_MS: Readonly<Partial<Record<FailureReason, number>>> = {
  rate: 60_000,
  server: 60_000,
  timeout: 60_000,
  network: 60_000,
  circuit_open: 60_000,
  unavailable: 300_000,
  day_quota: 3_600_000,
  malformed: 3_600_000,
};

/** When to ask again after a failure at `now`; null when that cannot help. `told`: what the provider said. */
export function retryAtOf(reason: FailureReason, told: number | null, now: number): number | null {
  const after = RETRY_AFTER_MS[reason];
  if (after === undefined) return null;
  return Math.max(told ?? now + after, now + 1_000);
}

/** The failure to tell of several: the one that passes soonest, else the first. */
export function worthTelling(failures: readonly Failure[]): Degraded {
  const soonest = failures
    .filter(({ retryAt }) => retryAt !== null)
    .sort((left, right) => (left.retryAt ?? 0) - (right.retryAt ?? 0))[0];
  const { reason, retryAt } = soonest ?? failures[0] ?? { reason: "unavailable", retryAt: null };
  return { status: "degraded", reason, retryAt };
}

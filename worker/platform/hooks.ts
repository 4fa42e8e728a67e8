/**
 * Where test builds reach into the seams. Production passes none of these, so no fault lives in its bundle.
 * `before` that throws is a call that failed; `after` that throws is a call that took effect and reported failure.
 */
import type { ClockHook } from "./clock.ts";
import type { Random } from "./random.ts";

type Seam = "database" | "publish" | "egress" | "stub";
/** `name` is the statement, the queue, the purpose or the object's method. */
export type SeamCall = { readonly seam: Seam; readonly name: string };
export type SeamHook = {
  readonly before?: (call: SeamCall) => void | Promise<void>;
  readonly after?: (call: SeamCall) => void | Promise<void>;
};

export type PlatformHooks = Partial<Record<Seam, SeamHook>> & {
  readonly clock?: ClockHook;
  readonly random?: Partial<Random>;
  /** Waits between the tries of a request to an AI provider. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Whether callers share round trips; the platform says so unless told. */
  readonly sharesWork?: boolean;
  /** Parses every JSON answer with its route's schema and fails the request when it does not fit. */
  readonly checkAnswers?: boolean;
};

/** Runs `work` between the hook's two sides. */
export async function hooked<T>(hook: SeamHook | undefined, call: SeamCall, work: () => Promise<T>): Promise<T> {
  await hook?.before?.(call);
  const result = await work();
  await hook?.after?.(call);
  return result;
}

import { query, revalidate } from "@solidjs/router";
import { ApiProblem } from "./problem.ts";

/** True of a failure that asking again does not mend: the thing is gone, or the reader may not see it any more. */
export function isGone(thrown: unknown): boolean {
  return thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 403);
}

/**
 * Reads anew and shows the answer in place, without a loading state. A failure leaves what is shown and is thrown to the
 * caller; that something is gone is shown in its place, by asking for it as a page does that opens.
 */
export async function refresh<T>(key: string, load: () => Promise<T>): Promise<T> {
  const value = await load().catch((thrown: unknown) => {
    if (isGone(thrown)) void revalidate(key);
    throw thrown;
  });
  query.set(key, value as never);
  await revalidate(key, false);
  return value;
}

/**
 * Runs `task` at most once every `intervalMs`, the first time after `delayMs`; calls in between join the next run. A clock
 * that is set back makes nobody wait for longer.
 */
export function createThrottle(task: () => void, delayMs: number, intervalMs: number) {
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call() {
      if (timer !== undefined) return;
      const wait = Math.max(delayMs, Math.min(intervalMs, lastAt + intervalMs - Date.now()));
      timer = setTimeout(() => {
        timer = undefined;
        lastAt = Date.now();
        task();
      }, wait);
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

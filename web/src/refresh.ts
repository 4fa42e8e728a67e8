import { query, revalidate } from "@solidjs/router";

/**
 * Reads anew and shows the answer in place, without a loading state. A failure leaves what is shown and is thrown to the
 * caller.
 */
export async function refresh<T>(key: string, load: () => Promise<T>): Promise<T> {
  const value = await load();
  query.set(key, value as never);
  await revalidate(key, false);
  return value;
}

/** Runs `task` at most once every `intervalMs`, the first time after `delayMs`; calls in between join the next run. */
export function createThrottle(task: () => void, delayMs: number, intervalMs: number) {
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call() {
      if (timer !== undefined) return;
      const wait = Math.max(delayMs, lastAt + intervalMs - Date.now());
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

import { AsyncLocalStorage } from "node:async_hooks";

const storage = new AsyncLocalStorage<AbortSignal>();

/** Runs `task` so that every git process it starts ends when `signal` fires. */
export function withRequestSignal<T>(signal: AbortSignal, task: () => T): T {
  return storage.run(signal, task);
}

export function requestSignal(): AbortSignal | undefined {
  return storage.getStore();
}

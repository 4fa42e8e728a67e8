import { createEffect, createSignal, on, onCleanup } from "solid-js";

const EVERY_MS = 1000;

/** The present in ms since the epoch, moving on by the second while `isRunning`. */
export function createNow(isRunning: () => boolean): () => number {
  const [now, setNow] = createSignal(Date.now());
  createEffect(
    on(isRunning, (running) => {
      if (!running) return;
      setNow(Date.now());
      const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
      onCleanup(() => clearInterval(timer));
    }),
  );
  return now;
}

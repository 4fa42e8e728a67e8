import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";

const FIRST = 60;
const STEP = 60;

/**
 * A long list, at first its head and then 60 more a frame, so that no frame has to make a thousand rows. A change of
 * `view` starts with the head again.
 */
export function createSlices<T>(items: () => readonly T[], view: () => unknown): () => readonly T[] {
  const [limit, setLimit] = createSignal(FIRST);
  createEffect(on(view, () => setLimit(FIRST), { defer: true }));
  createEffect(() => {
    if (limit() >= items().length) return;
    const frame = requestAnimationFrame(() => setLimit((shown) => shown + STEP));
    onCleanup(() => cancelAnimationFrame(frame));
  });
  return createMemo(() => items().slice(0, limit()));
}

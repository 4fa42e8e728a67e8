import { createEffect, createSignal, on } from "solid-js";
import { createTask } from "./create-task.ts";

type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };

/** A list that grows by pages. `first` is read anew by whoever owns it; a change of `view` drops the older pages. */
export function createPaged<T>(
  first: () => Page<T> | undefined,
  load: (cursor: string) => Promise<Page<T>>,
  view: () => unknown = () => undefined,
) {
  const [older, setOlder] = createSignal<readonly Page<T>[]>([]);
  createEffect(on(view, () => setOlder([]), { defer: true }));
  const pages = () => [first(), ...older()].filter((page) => page !== undefined);
  const more = createTask(async (cursor: string) => {
    const page = await load(cursor);
    setOlder((all) => [...all, page]);
  });
  return {
    items: () => pages().flatMap(({ items }) => items),
    cursor: () => pages().at(-1)?.next_cursor ?? null,
    more,
  };
}

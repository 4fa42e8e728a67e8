import { createRenderEffect } from "solid-js";
import { createStore, reconcile } from "solid-js/store";

/** Rows that keep their place on the page, with what is in focus or at work in them, however often the list is read anew. */
export function createKeptRows<T extends { readonly id: string }>(list: () => readonly T[]): () => readonly T[] {
  const [kept, setKept] = createStore<{ rows: readonly T[] }>({ rows: [] });
  // A copy: the store writes into what it was given, which is the answer that the router keeps.
  createRenderEffect(() => setKept("rows", reconcile(structuredClone(list()), { key: "id" })));
  return () => kept.rows;
}

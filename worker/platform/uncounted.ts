/** Requests that no limiter counted because it could not be reached, as this isolate saw them: no store is asked for it. */

/** `open`: let through all the same; `closed`: refused. */
type Uncounted = { readonly rateClass: string; readonly outcome: "open" | "closed"; readonly count: number };

export type UncountedRequests = {
  add(rateClass: string, outcome: Uncounted["outcome"]): void;
  /** Since this isolate began. */
  read(): readonly Uncounted[];
};

export function createUncounted(): UncountedRequests {
  const known = new Map<string, Uncounted>();
  return {
    add(rateClass, outcome) {
      const key = `${rateClass} ${outcome}`;
      known.set(key, { rateClass, outcome, count: (known.get(key)?.count ?? 0) + 1 });
    },
    read: () => [...known.values()],
  };
}

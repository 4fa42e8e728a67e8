type Ring = { readonly at: number; readonly count: number; readonly axis: "vertical" | "horizontal" };

/** Where a key leads in a ring of `count` items; undefined when the key does not move. */
export function stepIndex(key: string, { at, count, axis }: Ring): number | undefined {
  if (count === 0) return undefined;
  const [next, previous] = axis === "vertical" ? ["ArrowDown", "ArrowUp"] : ["ArrowRight", "ArrowLeft"];
  if (key === next) return (at + 1) % count;
  if (key === previous) return at <= 0 ? count - 1 : at - 1;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

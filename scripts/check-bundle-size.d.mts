export type BundleMeasure = { readonly name: string; readonly value: number; readonly budget: number };
type ManifestChunk = { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] };
export const BUDGETS: Readonly<Record<"initialJs" | "css" | "lazyCss" | "lazyChunk" | "firstRouteRequests", number>>;
export function measureBundle(
  manifest: Readonly<Record<string, ManifestChunk>>,
  html: string,
  sizeOf: (file: string) => number,
): BundleMeasure[];
export function overBudget(rows: readonly BundleMeasure[]): BundleMeasure[];

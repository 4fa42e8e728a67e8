import type { ConnectResult, OfferedRepository } from "../../api-types.ts";

/** Whether it can be connected now: ours to administer, and not connected yet, or by somebody who can reach it no longer. */
export function isConnectable(repository: OfferedRepository): boolean {
  return repository.can_connect && (repository.connected_id === null || repository.broken);
}

/** Full names of those that can be connected. */
export function connectableNames(rows: readonly OfferedRepository[]): string[] {
  return rows.filter(isConnectable).map((row) => row.full_name);
}

/** Those whose name contains `search`, last push first; empty ones, which have nothing to read, at the end. */
export function offeredRows(items: readonly OfferedRepository[], search: string): OfferedRepository[] {
  const wanted = search.trim().toLowerCase();
  return items
    .filter((item) => item.full_name.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(a.empty) - Number(b.empty) ||
        (b.pushed_at ?? "").localeCompare(a.pushed_at ?? "") ||
        a.full_name.localeCompare(b.full_name),
    );
}

/** The chosen names after one row was switched, with every connectable row between it and `anchor` when given. */
export function toggleSelection(
  chosen: ReadonlySet<string>,
  rows: readonly OfferedRepository[],
  change: { readonly name: string; readonly on: boolean; readonly anchor?: string | undefined },
): Set<string> {
  const next = new Set(chosen);
  const at = rows.findIndex((row) => row.full_name === change.name);
  const anchor = change.anchor === undefined ? -1 : rows.findIndex((row) => row.full_name === change.anchor);
  const from = anchor === -1 ? at : Math.min(at, anchor);
  for (const row of rows.slice(from, Math.max(at, anchor) + 1)) {
    if (!isConnectable(row)) continue;
    if (change.on) next.add(row.full_name);
    else next.delete(row.full_name);
  }
  return next;
}

/** Where to go after connecting: one repository leads to its first analysis, several to the fleet. */
export function pathAfter(result: ConnectResult): string | undefined {
  const connected = result.items.filter((item) => item.repository_id !== null && item.problem === null);
  const [first] = connected;
  if (!first) return undefined;
  if (connected.length > 1) return "/";
  return first.analysis_id === null ? `/repos/${first.repository_id}` : `/analysis/${first.analysis_id}`;
}

import { type FleetTotals, fleetTotals, listRepositories, repositoryFacts } from "../../db/repository-list.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { NO_FACTS, type RepositoryView } from "./read-repository.ts";

export type FleetPage = {
  readonly items: readonly RepositoryView[];
  /** Key of the last row when there are more. */
  readonly next: { readonly at: number; readonly id: string } | null;
  readonly totals: FleetTotals;
};

type FleetQuery = {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly after: { readonly id: string } | undefined;
};

/** One page of the fleet, newest connection first, and totals over all of it. */
export async function listFleet(ctx: Ctx, query: FleetQuery): Promise<FleetPage> {
  requirePermission(ctx, "repository.read");
  const page = { q: query.q ?? "", before: query.after?.id, limit: query.limit };
  const [rows, totals] = await Promise.all([listRepositories(ctx.data, page), fleetTotals(ctx.data)]);
  const shown = rows.slice(0, query.limit);
  const facts = await repositoryFacts(
    ctx.data,
    shown.map(({ id }) => id),
  );
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((repository) => ({ repository, facts: facts.get(repository.id) ?? NO_FACTS })),
    next: last ? { at: last.connectedAt, id: last.id } : null,
    totals,
  };
}

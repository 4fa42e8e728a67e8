import { query, revalidate } from "@solidjs/router";
import { api, read, readAll } from "../../api.ts";
import type { Analysis, FleetSummary, Repository, RepositoryHealth } from "../../api-types.ts";

export type Fleet = { readonly items: readonly Repository[]; readonly summary: FleetSummary };
type RepositoryPage = {
  readonly items: Repository[];
  readonly next_cursor: string | null;
  readonly summary: FleetSummary;
};

const PAGE_SIZE = 100;

/** Every connected repository with the sums over all of them. */
export async function loadFleet(): Promise<Fleet> {
  const limit = String(PAGE_SIZE);
  let summary: FleetSummary | undefined;
  const items = await readAll(async (cursor) => {
    const page: RepositoryPage = await read(
      api.api.repositories.$get({ query: cursor === undefined ? { limit } : { limit, cursor } }),
    );
    summary ??= page.summary;
    return page;
  });
  if (!summary) throw new Error("The first page of repositories has no summary.");
  return { items, summary };
}

/** How many requests one reading of so many repositories takes. */
export function requestsFor(repositories: number): number {
  return Math.max(1, Math.ceil(repositories / PAGE_SIZE));
}

export const getFleet = query(loadFleet, "fleet");

export const loadRepository = (id: string): Promise<Repository> =>
  read(api.api.repositories[":id"].$get({ param: { id } }));
export const getRepository = query(loadRepository, "repository");

export const loadHealth = (id: string): Promise<RepositoryHealth> =>
  read(api.api.repositories[":id"].health.$get({ param: { id } }));
export const getHealth = query(loadHealth, "health");

export const loadAnalysesOf = (id: string): Promise<{ readonly items: Analysis[] }> =>
  read(api.api.analysis.repository[":id"].$get({ param: { id }, query: {} }));
export const getAnalysesOf = query(loadAnalysesOf, "analyses-of");

type Accepted = { readonly job_id: string; readonly analysis_id: string | null };

/** Starts an analysis, or answers the one that is under way for the same commit. With `dependencies` the AI is asked about those too. */
export async function startAnalysis(id: string, dependencies = false): Promise<Accepted> {
  const accepted: Accepted = await read(
    dependencies
      ? api.api.analysis.$post({ json: { repository_id: id, dependencies } })
      : api.api.repositories[":id"].analyze.$post({ param: { id } }),
  );
  void revalidate(["fleet", getRepository.keyFor(id)]);
  return accepted;
}

export async function syncRepository(id: string): Promise<void> {
  await read(api.api.repositories[":id"].sync.$post({ param: { id } }));
}

export async function disconnectRepository(id: string): Promise<void> {
  await read(api.api.repositories[":id"].$delete({ param: { id } }));
  void revalidate(["fleet", "offered-repositories"]);
}

import { createAsync, useSearchParams } from "@solidjs/router";
import type { Repository } from "../../api-types.ts";
import { getFleet } from "../repositories/repositories.queries.ts";

/** The repository that the address names, if it is one of the fleet: what is not connected (any more) stands for all. */
export function createChosenRepository() {
  const [search, setSearch] = useSearchParams<{ repository?: string | undefined }>();
  const fleet = createAsync(() => getFleet());
  return {
    repositories: (): readonly Repository[] => fleet()?.items ?? [],
    chosen: () => fleet()?.items.find(({ id }) => id === search.repository)?.id,
    choose: (repository: string | undefined) => setSearch({ repository }, { replace: true }),
  };
}

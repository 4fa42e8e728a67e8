import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { ConnectResult, OfferedRepositories } from "../../api-types.ts";

export const getOffered = query(
  (): Promise<OfferedRepositories> => read(api.api.repositories.github.$get()),
  "offered-repositories",
);

/** Connects up to 100 repositories by full name. Connecting what is connected changes nothing. */
export async function connectRepositories(repositories: readonly string[]): Promise<ConnectResult> {
  const result: ConnectResult = await read(
    api.api.repositories.connect.$post({ json: { repositories: [...repositories] } }),
  );
  void revalidate(["offered-repositories", "fleet", "me"]);
  return result;
}

import type { GithubRepository } from "../../adapters/github/port.ts";
import { connectedIds } from "../../db/repositories.ts";
import { missingScopes } from "../auth/scopes.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { ownGithub } from "./own-github.ts";

export type Offered = GithubRepository & { readonly connectedId: string | null };

export type OfferedList = {
  readonly items: readonly Offered[];
  readonly missingScopes: readonly string[];
  /** False when GitHub had more than we asked for. */
  readonly complete: boolean;
};

const MAX_PAGES = 10;

/** Up to 1,000 repositories that GitHub shows the acting user, most recently pushed first. Throws as `GithubPort` does. */
export async function listOffered(ctx: Ctx): Promise<OfferedList> {
  requirePermission(ctx, "repository.sync");
  const github = ownGithub(ctx);
  const found: GithubRepository[] = [];
  let hasMore = true;
  for (let page = 1; hasMore && page <= MAX_PAGES; page += 1) {
    const answer = await github.viewerRepositories(page);
    found.push(...answer.items);
    hasMore = answer.hasMore;
  }
  const unique = [...new Map(found.map((repository) => [repository.githubId, repository])).values()];
  const connected = await connectedIds(ctx.data, [...unique.map(({ githubId }) => githubId)]);
  return {
    items: unique.map((repository) => ({ ...repository, connectedId: connected.get(repository.githubId) ?? null })),
    missingScopes: missingScopes(await github.scopes()),
    complete: !hasMore,
  };
}

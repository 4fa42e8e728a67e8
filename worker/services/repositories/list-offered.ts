import type { GithubRepository } from "../../adapters/github/port.ts";
import { connectionsOf } from "../../db/repositories.ts";
import { missingScopes } from "../auth/scopes.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { ownGithub } from "./own-github.ts";
import { brokenOf } from "./reconnect-repository.ts";

export type Offered = GithubRepository & {
  readonly connectedId: string | null;
  /** It is connected by somebody who can reach it no longer. */
  readonly isBroken: boolean;
};

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
  const connections = await connectionsOf(
    ctx.data,
    unique.map(({ githubId }) => githubId),
  );
  const broken = new Set((await brokenOf(ctx, [...connections.values()])).map(({ id }) => id));
  return {
    items: unique.map((repository) => {
      const connectedId = connections.get(repository.githubId)?.id ?? null;
      return { ...repository, connectedId, isBroken: connectedId !== null && broken.has(connectedId) };
    }),
    missingScopes: missingScopes(await github.scopes()),
    complete: !hasMore,
  };
}

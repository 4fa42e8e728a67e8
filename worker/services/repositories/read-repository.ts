import { findRepository, type Repository } from "../../db/repositories.ts";
import { healthHistory, type RepositoryFacts, repositoryFacts } from "../../db/repository-list.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";

/** A repository with what is known of it. */
export type RepositoryView = { readonly repository: Repository; readonly facts: RepositoryFacts };

const HISTORY = 100;
export const NO_FACTS: RepositoryFacts = { health: [], activeJob: null, lastPull: null };

/** Throws not_found for one that this organization has not connected. */
export async function getRepository(ctx: Pick<Ctx, "data">, id: string): Promise<Repository> {
  const repository = await findRepository(ctx.data, id);
  if (!repository) throw new AppError("not_found", "This repository is not connected. Connect it first.");
  return repository;
}

export async function readRepository(ctx: Ctx, id: string): Promise<RepositoryView> {
  requirePermission(ctx, "repository.read");
  const repository = await getRepository(ctx, id);
  return { repository, facts: (await repositoryFacts(ctx.data, [id])).get(id) ?? NO_FACTS };
}

/** The last 100 points, newest first; the first one is the current health. */
export async function readHealth(ctx: Ctx, id: string) {
  requirePermission(ctx, "repository.read");
  await getRepository(ctx, id);
  return healthHistory(ctx.data, id, HISTORY);
}

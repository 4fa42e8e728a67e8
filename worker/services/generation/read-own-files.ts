import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import { readSnapshot, type SnapshotSource } from "../../adapters/github/snapshot.ts";
import { snapshotCache } from "../../db/blobs.ts";
import type { Repository } from "../../db/repositories.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { ValidationFacts } from "../../engine/validate/validate-configuration.ts";
import type { Ctx } from "../context.ts";
import { ownGithub } from "../repositories/own-github.ts";
import { getRepository } from "../repositories/read-repository.ts";

export type OwnFiles = {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly source: SnapshotSource;
};

/** The default branch as the acting user sees it; what is cached costs one conditional request. Throws not_found and what `GithubPort` throws. */
export async function readOwnFiles(ctx: Ctx, repositoryId: string): Promise<OwnFiles> {
  const repository = await getRepository(ctx, repositoryId);
  const source = { github: ownGithub(ctx), cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
  const { snapshot } = await readSnapshot(source, repository);
  return { repository, snapshot, source };
}

/** The time and what actions resolve to, as the engine takes them. */
export async function engineFacts(
  ctx: Pick<Ctx, "clock">,
  { source, snapshot }: Pick<OwnFiles, "source" | "snapshot">,
): Promise<ValidationFacts> {
  const now = ctx.clock.now();
  return { now, lookups: await readActionLookups(source, snapshot, now), knowsRepository: true };
}

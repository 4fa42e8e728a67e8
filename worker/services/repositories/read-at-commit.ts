import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import { listFiles, readFiles, type SnapshotSource, toSnapshot } from "../../adapters/github/snapshot.ts";
import { snapshotCache } from "../../db/blobs.ts";
import type { Repository } from "../../db/repositories.ts";
import type { AnalyzeOptions } from "../../engine/analyze.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { Ctx } from "../context.ts";
import { ownGithub } from "./own-github.ts";

export type FilesAt = { readonly snapshot: Snapshot; readonly options: AnalyzeOptions };

/** The files of one commit as the acting user may read them, and what the rules need beside them. Throws what `GithubPort` throws. */
export async function readAtCommit(
  ctx: Ctx,
  { repository, commit }: { readonly repository: Repository; readonly commit: string },
): Promise<FilesAt> {
  const now = () => ctx.clock.now();
  const source: SnapshotSource = { github: ownGithub(ctx), cache: snapshotCache(ctx.data, now) };
  const listing = await listFiles(source, repository, commit);
  const files = await readFiles(source, repository, listing);
  const snapshot = toSnapshot(repository, { commit, listing, files });
  return { snapshot, options: { now: now(), lookups: await readActionLookups(source, snapshot, now()) } };
}

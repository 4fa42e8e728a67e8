import * as z from "zod";
import { tableLookups } from "../../engine/data/action-pins.ts";
import { neededLookups } from "../../engine/lookups/needed.ts";
import { firstOf, type Lookups, mapLookups } from "../../engine/lookups.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import type { ActionCommit, ActionReference } from "./port.ts";
import type { SnapshotSource } from "./snapshot.ts";

/** Tags move: answers for an unmoved commit are asked again after a day. */
const FRESH_MS = 86_400_000;

const Stored = z.object({
  at: z.number(),
  commits: z.array(z.object({ action: z.string(), ref: z.string(), sha: z.string(), tag: z.string().nullable() })),
});

/**
 * What the actions of a snapshot resolve to: one GraphQL request, none when the answers for this commit are a day old at
 * most; the embedded table answers for what GitHub does not. When GitHub fails to answer, the rest is unknown, never
 * wrong. Throws for a rate limit, a refused token and an abort, which concern the whole job. `now` in milliseconds.
 */
export async function readActionLookups(source: SnapshotSource, snapshot: Snapshot, now: number): Promise<Lookups> {
  const needed = neededLookups(new RepositoryModel(snapshot));
  if (needed.length === 0) return tableLookups();
  const stored = await readStored(source, snapshot.commit, now);
  const commits = stored ?? (await ask(source, needed));
  if (commits === null) return tableLookups();
  if (stored === null && snapshot.commit !== null) {
    await source.cache.storeTree(cacheKey(snapshot.commit), JSON.stringify({ at: now, commits }));
  }
  const known = new Map(commits.map(({ action, ref, sha, tag }) => [`${action.toLowerCase()}@${ref}`, { sha, tag }]));
  return firstOf(mapLookups(known), tableLookups());
}

function cacheKey(commit: string): string {
  return `actions:${commit}`;
}

async function readStored({ cache }: SnapshotSource, commit: string | null, now: number) {
  const stored = commit === null ? null : await cache.findTree(cacheKey(commit));
  const parsed = stored === null ? null : Stored.safeParse(JSON.parse(stored));
  return parsed?.success && now - parsed.data.at < FRESH_MS ? parsed.data.commits : null;
}

async function ask({ github }: SnapshotSource, needed: readonly ActionReference[]): Promise<ActionCommit[] | null> {
  try {
    return await github.actionCommits(needed);
  } catch (error) {
    if (error instanceof AppError && error.code === "upstream_failed") return null;
    throw error;
  }
}

/** File contents and file lists of commits, kept per organization: both are named by git ids, so they never go stale. */
import { and, eq, sql } from "drizzle-orm";
import type { CachedBlob, SnapshotCache } from "../adapters/github/snapshot-cache.ts";
import type { OrgDb } from "./for-org.ts";
import { blobs } from "./schema.ts";

/** D1 takes rows and parameters of 2,000,000 bytes at most. */
const MAX_ROW_BYTES = 1_900_000;
/** As MAX_ROW_BYTES, in units that JSON escapes or UTF-8 may double. */
const MAX_PARAMETER_CHARS = 800_000;
/** Rows used within a day are not touched again. */
const TOUCH_AFTER_MS = 86_400_000;

/** The cache of one organization. `now` in milliseconds stamps what is used, for the clean-up. */
export function snapshotCache(data: OrgDb, now: () => number): SnapshotCache {
  return {
    findTree: (commit) => findTree(data, commit, now()),
    storeTree: async (commit, listing) => {
      const size = new TextEncoder().encode(listing).byteLength;
      if (size > MAX_ROW_BYTES) return;
      const row = { orgId: data.orgId, id: commit, kind: "tree" as const, content: listing, size };
      const set = { content: listing, size, usedAt: now() };
      const target = [blobs.orgId, blobs.kind, blobs.id];
      await data.db
        .insert(blobs)
        .values({ ...row, usedAt: now() })
        .onConflictDoUpdate({ target, set });
    },
    findBlobs: (shas) => findBlobs(data, shas, now()),
    storeBlobs: (found) => storeBlobs(data, found, now()),
  };
}

async function findTree(data: OrgDb, commit: string, now: number): Promise<string | null> {
  const own = and(eq(blobs.orgId, data.orgId), eq(blobs.kind, "tree"), eq(blobs.id, commit));
  const [rows] = await data.db.batch([
    data.db.select({ content: blobs.content }).from(blobs).where(own),
    data.db
      .update(blobs)
      .set({ usedAt: now })
      .where(and(own, sql`${blobs.usedAt} < ${now - TOUCH_AFTER_MS}`)),
  ]);
  return rows[0]?.content ?? null;
}

async function findBlobs(data: OrgDb, shas: readonly string[], now: number): Promise<CachedBlob[]> {
  if (shas.length === 0) return [];
  const own = and(
    eq(blobs.orgId, data.orgId),
    eq(blobs.kind, "blob"),
    sql`${blobs.id} in (select value from json_each(${JSON.stringify(shas)}))`,
  );
  const [rows] = await data.db.batch([
    data.db
      .select({ sha: blobs.id, text: blobs.content, isBinary: blobs.isBinary, size: blobs.size })
      .from(blobs)
      .where(own),
    data.db
      .update(blobs)
      .set({ usedAt: now })
      .where(and(own, sql`${blobs.usedAt} < ${now - TOUCH_AFTER_MS}`)),
  ]);
  return rows;
}

/** Drizzle takes no raw statement with parameters into a batch, so the `select` gives every column of the table in its order. */
async function storeBlobs(data: OrgDb, found: readonly CachedBlob[], now: number): Promise<void> {
  const [first, ...rest] = chunksOf(found).map((chunk) =>
    data.db
      .insert(blobs)
      .select(
        sql`select ${data.orgId}, json_extract(value, '$.sha'), 'blob', json_extract(value, '$.text'),
                   json_extract(value, '$.isBinary'), json_extract(value, '$.size'), ${now}
            from json_each(${JSON.stringify(chunk)}) where true`,
      )
      .onConflictDoNothing(),
  );
  if (first) await data.db.batch([first, ...rest]);
}

function chunksOf(found: readonly CachedBlob[]): CachedBlob[][] {
  const chunks: CachedBlob[][] = [];
  let chars = 0;
  for (const blob of found) {
    const length = (blob.text?.length ?? 0) + 100;
    const last = chunks.at(-1);
    if (last && chars + length <= MAX_PARAMETER_CHARS) last.push(blob);
    else chunks.push([blob]);
    chars = chunks.at(-1)?.length === 1 ? length : chars + length;
  }
  return chunks;
}

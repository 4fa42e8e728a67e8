import { isSha, resolveObject } from "../git/resolve.ts";
import { listTree, type TreeEntry } from "../git/tree.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { urlsOf } from "./repository-urls.ts";
import { refuseEmpty } from "./resolve-params.ts";

const MAX_ENTRIES = 100_000;
const MAX_BYTES = 7 * 1024 * 1024;
/** JSON around the names of one entry, addresses left out. */
const ENTRY_BYTES = 60;
const KINDS: Record<string, string> = { blob: "blobs", tree: "trees", commit: "commits" };

/** GitHub's limits: entries beyond 100,000 or 7 MB are left out, and said to be. */
function cutTree(entries: readonly TreeEntry[]): { kept: readonly TreeEntry[]; truncated: boolean } {
  let bytes = 0;
  for (const [index, { path }] of entries.entries()) {
    bytes += path.length + ENTRY_BYTES;
    if (index >= MAX_ENTRIES || bytes > MAX_BYTES) return { kept: entries.slice(0, index), truncated: true };
  }
  return { kept: entries, truncated: false };
}

/** GitHub's `git-tree` for a tree given by its SHA. */
export async function treeJson(c: LocalC, repo: Repo, { sha, recursive }: { sha: string; recursive: boolean }) {
  const { api } = urlsOf(c.var.local.urls, fullName(repo));
  const { entries, unreadable } = await listTree(repo.view, sha, recursive);
  if (unreadable > 0) c.var.local.warn(`${fullName(repo)}: ${unreadable} file names are not UTF-8 and were left out.`);
  const { kept, truncated } = cutTree(entries);
  const tree = kept.map(({ path, mode, type, sha: object, size }) => ({
    path,
    mode,
    type,
    sha: object,
    ...(size === undefined ? {} : { size }),
    ...(type === "commit" ? {} : { url: `${api}/git/${KINDS[type]}/${object}` }),
  }));
  return { sha, url: `${api}/git/trees/${sha}`, tree, truncated };
}

export function trees(app: LocalApp): void {
  app.get("/repos/:owner/:repo/git/trees/:sha{.+}", async (c) => {
    const repo = await requireRepo(c);
    refuseEmpty(repo);
    const sha = await resolveObject(repo.view, c.req.param("sha"), "tree");
    if (!sha || !isSha(sha)) throw notFound();
    return c.json(await treeJson(c, repo, { sha, recursive: c.req.query("recursive") !== undefined }));
  });
}

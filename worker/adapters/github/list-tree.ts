import type { SnapshotNote } from "../../engine/snapshot.ts";
import type { GithubPort, RepositoryName, TreeEntry } from "./port.ts";

/** Folders below the root that rules read; the root itself is always read. */
const RULE_FOLDERS = [".circleci", ".github", ".gitlab"];

export type TreeListing = { readonly entries: readonly TreeEntry[]; readonly notes: readonly SnapshotNote[] };

/**
 * All entries of a commit in one request. Of a tree too large for one answer, the root and the folders that rules read,
 * each by itself; the notes say so.
 */
export async function listTree(github: GithubPort, name: RepositoryName, commit: string): Promise<TreeListing> {
  const whole = await github.tree(name, commit, true);
  if (!whole.truncated) return { entries: whole.entries, notes: [] };
  const root = await github.tree(name, commit, false);
  const folders = root.entries.filter(({ path, type }) => type === "tree" && RULE_FOLDERS.includes(path));
  const below = await Promise.all(folders.map((folder) => listFolder(github, name, folder)));
  return { entries: [...root.entries, ...below.flat()], notes: [TRUNCATED] };
}

const TRUNCATED: SnapshotNote = {
  code: "tree_truncated",
  path: null,
  detail: `The repository has too many files to list. Only its top folder and ${RULE_FOLDERS.join(", ")} were looked at.`,
};

async function listFolder(github: GithubPort, name: RepositoryName, folder: TreeEntry): Promise<TreeEntry[]> {
  const { entries } = await github.tree(name, folder.sha, true);
  return entries.map((entry) => ({ ...entry, path: `${folder.path}/${entry.path}` }));
}

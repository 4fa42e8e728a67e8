import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { View } from "./view.ts";

/** `sha: null` deletes the path. */
export type TreeChange = { path: string; mode: string; sha: string | null };

export type NewSignature = { name: string; email: string; date: string };

const NO_OBJECT = "0".repeat(40);

/** Stores bytes; gives the SHA of the blob. */
export async function writeBlob(view: View, content: Buffer): Promise<string> {
  const args = ["hash-object", "-w", "--stdin", "--no-filters"];
  return (await view.git.text({ dir: view.dir, args, input: content, finish: true })).trim();
}

/** Stores a tree: `base` (a tree's SHA, or null for none) with these changes. Paths must have passed `badPath`. */
export async function writeTree(view: View, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "local-index-"));
  const command = { dir: view.dir, env: { GIT_INDEX_FILE: join(folder, "index") }, finish: true };
  try {
    await view.git.run({ ...command, args: base === null ? ["read-tree", "--empty"] : ["read-tree", base] });
    const input = changes.map(indexLine).join("");
    await view.git.run({ ...command, args: ["update-index", "-z", "--add", "--replace", "--index-info"], input });
    return (await view.git.text({ ...command, args: ["write-tree"] })).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function indexLine({ path, mode, sha }: TreeChange): string {
  return sha === null ? `0 ${NO_OBJECT}\t${path}\0` : `${mode} ${sha}\t${path}\0`;
}

export type NewCommit = {
  tree: string;
  parents: readonly string[];
  message: string;
  author: NewSignature;
  committer: NewSignature;
};

/** Stores a commit; gives its SHA. */
export async function writeCommit(view: View, commit: NewCommit): Promise<string> {
  const { author, committer } = commit;
  return (
    await view.git.text({
      dir: view.dir,
      args: ["commit-tree", commit.tree, ...commit.parents.flatMap((parent) => ["-p", parent]), "-F", "-"],
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: author.date,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: committer.date,
      },
      finish: true,
    })
  ).trim();
}

import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

export interface GitFacts {
  /** Commit id of HEAD, 40 hex digits; null when there is none or it cannot be told. */
  readonly commit: string | null;
  /** What the remote `origin` calls its default branch; null when unknown. */
  readonly defaultBranch: string | null;
}

const UNKNOWN: GitFacts = { commit: null, defaultBranch: null };
const COMMIT = /^[0-9a-f]{40}$/;

/** Reads commit and default branch from the files of `.git`, without running git. Never throws. */
export async function readGit(root: string): Promise<GitFacts> {
  const gitDir = await findGitDir(root);
  if (gitDir === null) return UNKNOWN;
  const common = await commonDir(gitDir);
  const head = await readText(join(gitDir, "HEAD"));
  const remote = await readText(join(common, "refs/remotes/origin/HEAD"));
  return {
    commit: await resolveHead(head, [gitDir, common]),
    defaultBranch: /^ref: refs\/remotes\/origin\/(\S+)/.exec(remote)?.[1] ?? null,
  };
}

/** `.git` is a folder, or in worktrees and submodules a file that names one. */
async function findGitDir(root: string): Promise<string | null> {
  const path = join(root, ".git");
  try {
    if ((await stat(path)).isDirectory()) return path;
  } catch {
    return null;
  }
  const target = /^gitdir: (.+)$/m.exec(await readText(path))?.[1];
  return target === undefined ? null : resolve(dirname(path), target.trim());
}

/** Worktrees share references with the repository that `commondir` names. */
async function commonDir(gitDir: string): Promise<string> {
  const shared = (await readText(join(gitDir, "commondir"))).trim();
  return shared === "" ? gitDir : resolve(gitDir, shared);
}

async function resolveHead(head: string, folders: readonly string[]): Promise<string | null> {
  const ref = /^ref: (\S+)/.exec(head)?.[1];
  if (ref === undefined) return asCommit(head);
  for (const folder of folders) {
    const loose = asCommit(await readText(join(folder, ref)));
    if (loose) return loose;
    const packed = await readText(join(folder, "packed-refs"));
    const line = packed.split("\n").find((candidate) => candidate.endsWith(` ${ref}`));
    if (line) return asCommit(line.slice(0, line.indexOf(" ")));
  }
  return null;
}

function asCommit(text: string): string | null {
  const trimmed = text.trim();
  return COMMIT.test(trimmed) ? trimmed : null;
}

/** The text of a small file; empty when it cannot be read. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}

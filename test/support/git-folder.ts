import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface GitFolder {
  /** Folder that holds the repository, to serve from. */
  parent: string;
  dir: string;
  git(...args: string[]): string;
  /** Writes files, commits them on the branch that is checked out and gives the SHA. */
  commit(message: string, files: Record<string, string>): string;
  remove(): void;
}

const IDENTITY = ["-c", "user.name=Ada Park", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];

/** A repository with a working tree, as a user has them: one commit on `main`. */
export function makeGitFolder(name = "website"): GitFolder {
  const parent = mkdtempSync(join(tmpdir(), "git-folder-"));
  const dir = join(parent, name);
  mkdirSync(dir);
  const git = (...args: string[]) =>
    execFileSync("git", [...IDENTITY, ...args], {
      cwd: dir,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const commit = (message: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch=main");
  commit("First", { "README.md": "# Website\n", "src/index.js": "export const answer = 41;\n" });
  return { parent, dir, git, commit, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

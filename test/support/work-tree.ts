import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

export type WorkTree = {
  dir: string;
  /** Runs plain git in the folder, as its user would; gives what it prints. */
  git(...args: string[]): string;
  write(path: string, content: string | Buffer): void;
  /** Writes the files and commits all; gives the SHA. */
  commit(message: string, files?: Record<string, string | Buffer>): string;
};

/** Makes a repository with a working tree at `dir`, on branch `main`, without a commit. */
export function createWorkTree(dir: string, ...initOptions: string[]): WorkTree {
  mkdirSync(dir, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: dir, env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] }).toString();
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  git("init", "--quiet", "--initial-branch=main", ...initOptions);
  return {
    dir,
    git,
    write,
    commit: (message, files = {}) => {
      for (const [path, content] of Object.entries(files)) write(path, content);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "-m", message);
      return git("rev-parse", "HEAD").trim();
    },
  };
}

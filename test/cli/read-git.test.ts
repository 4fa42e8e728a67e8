import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGit } from "../../local/cli/read-git.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autodevops-git-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

describe("readGit", () => {
  it.each([
    ["a loose reference", { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${A}\n` }, A],
    [
      "a packed reference",
      { ".git/HEAD": "ref: refs/heads/x\n", ".git/packed-refs": `${B} refs/heads/xx\n${A} refs/heads/x\n` },
      A,
    ],
    [
      "a loose reference over a packed one",
      { ".git/HEAD": "ref: refs/heads/x\n", ".git/refs/heads/x": A, ".git/packed-refs": `${B} refs/heads/x\n` },
      A,
    ],
    ["a detached head", { ".git/HEAD": `${A}\n` }, A],
    ["a branch without commits", { ".git/HEAD": "ref: refs/heads/main\n" }, null],
    ["a damaged head", { ".git/HEAD": "\u0000\u0001" }, null],
    ["no repository", { "README.md": "" }, null],
  ])("finds the commit of %s", async (_, files, commit) => {
    expect((await readGit(await put(files))).commit).toBe(commit);
  });

  it("takes the default branch from origin, and leaves it unknown without", async () => {
    const files = {
      ".git/HEAD": "ref: refs/heads/work\n",
      ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/trunk/v2\n",
    };
    expect((await readGit(await put(files))).defaultBranch).toBe("trunk/v2");
    await rm(join(root, ".git/refs/remotes"), { recursive: true });
    expect((await readGit(root)).defaultBranch).toBeNull();
  });

  it("follows a worktree to the repository it belongs to", async () => {
    await put({
      "main/.git/worktrees/w/HEAD": "ref: refs/heads/w\n",
      "main/.git/worktrees/w/commondir": "../..\n",
      "main/.git/refs/heads/w": A,
      "main/.git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/main\n",
      "w/.git": `gitdir: ${join(root, "main/.git/worktrees/w")}\n`,
    });
    expect(await readGit(join(root, "w"))).toEqual({ commit: A, defaultBranch: "main" });
  });
});

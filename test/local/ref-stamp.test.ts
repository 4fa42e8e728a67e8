import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discover } from "../../local/git/discover.ts";
import { isSettled, stampOf } from "../../local/git/ref-stamp.ts";
import { refreshView } from "../../local/git/refresh.ts";
import { createGit, type Git } from "../../local/git/run.ts";
import { openFound, type View } from "../../local/git/view.ts";

/** Longer than a tick of the file system's clock may be. */
const TICK_MS = 120;
let root: string;
let folder: string;
let git: Git;
let asked: string[];

const here = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "autodevops-stamp-"));
  folder = join(root, "repo");
  execFileSync("git", ["init", "-q", "-b", "main", folder]);
  here("commit", "-q", "--allow-empty", "-m", "one");
  const real = createGit(join(root, "home"));
  asked = [];
  const counted = <Command extends { args: readonly string[] }>(command: Command): Command => {
    asked.push(...command.args.filter((arg) => arg === "for-each-ref"));
    return command;
  };
  git = {
    ...real,
    run: (command) => real.run(counted(command)),
    text: (command) => real.text(counted(command)),
  };
});

afterEach(async () => {
  await git.close();
  rmSync(root, { recursive: true, force: true });
});

async function viewOf(): Promise<View> {
  const { found } = await discover(git, [folder]);
  const [source] = found;
  if (!source) throw new Error("The repository was not found.");
  const view = await openFound(git, join(root, "view"), source);
  await pause(TICK_MS);
  await refreshView(view);
  return view;
}

/** Looks three times; answers with what was seen, and how often git listed the references. */
async function looks(view: View) {
  const before = asked.length;
  const seen = [];
  for (let look = 0; look < 3; look += 1) seen.push(...(await refreshView(view)).changes.map(({ ref }) => ref));
  return { seen, listings: asked.length - before };
}

describe("references that were read", () => {
  it("are not read again while nothing moves", async () => {
    expect(await looks(await viewOf())).toEqual({ seen: [], listings: 0 });
  });

  it.each<[string, () => void, string[]]>([
    ["a commit", () => here("commit", "-q", "--allow-empty", "-m", "two"), ["refs/heads/main"]],
    ["a new branch", () => here("branch", "feature/deep/one"), ["refs/heads/feature/deep/one"]],
    ["a tag", () => here("tag", "v1"), ["refs/tags/v1"]],
    ["a file that was written by hand", () => move("written"), ["refs/heads/main"]],
  ])("are read again after %s", async (_, change, expected) => {
    const view = await viewOf();
    change();
    const { seen, listings } = await looks(view);
    expect(seen).toEqual(expected);
    expect(listings).toBeGreaterThan(0);
    await pause(TICK_MS);
    await refreshView(view);
    expect(await looks(view)).toEqual({ seen: [], listings: 0 });
  });

  function move(message: string): void {
    const tree = here("write-tree").toString().trim();
    const sha = here("commit-tree", tree, "-p", "HEAD", "-m", message).toString();
    writeFileSync(join(folder, ".git/refs/heads/main"), sha);
  }

  it("are seen after git packed them, and when they move then", async () => {
    const view = await viewOf();
    here("branch", "side");
    here("pack-refs", "--all");
    expect((await looks(view)).seen).toEqual(["refs/heads/side"]);
    here("branch", "-q", "-D", "side");
    expect((await looks(view)).seen).toEqual(["refs/heads/side"]);
  });

  it("follow HEAD to another branch", async () => {
    const view = await viewOf();
    here("switch", "-q", "-c", "other");
    await refreshView(view);
    expect(view.head).toBe("other");
  });

  it("are read every time in a linked worktree, whose HEAD is elsewhere", async () => {
    const linked = join(root, "linked");
    here("worktree", "add", "-q", linked);
    folder = linked;
    expect(await looks(await viewOf())).toEqual({ seen: [], listings: 3 });
  });

  it("see each of many moves in a row, whatever the file system's clock does", async () => {
    const view = await viewOf();
    for (let index = 0; index < 20; index += 1) {
      move(`move ${index}`);
      expect((await refreshView(view)).changes.map(({ ref }) => ref)).toEqual(["refs/heads/main"]);
    }
  });
});

describe("a stamp", () => {
  it.each([
    ["of a fine clock, a moment ago", 5_000_010_000_001n, 5_000_030, false],
    ["of a fine clock, a while ago", 5_000_010_000_001n, 5_000_070, true],
    ["of whole seconds, a moment ago", 5_000_000_000_000n, 5_001_000, false],
    ["of whole seconds, a while ago", 5_000_000_000_000n, 5_004_000, true],
    ["of the future", 9_000_000_000_001n, 5_000_000, false],
  ])("%s", (_, newest, now, settled) => {
    expect(isSettled({ text: "", newest }, now)).toBe(settled);
  });

  it("is none where the file system does not say what is there", async () => {
    const view = await viewOf();
    rmSync(join(folder, ".git/refs/tags"), { recursive: true });
    writeFileSync(join(folder, ".git/refs/tags"), "no folder");
    expect(await stampOf(view)).toBeNull();
  });

  it("is none where there are too many files to look at", async () => {
    const view = await viewOf();
    const sha = here("rev-parse", "HEAD").toString().trim();
    const lines = Array.from({ length: 250 }, (_, index) => `create refs/heads/b${index} ${sha}\n`).join("");
    execFileSync("git", ["update-ref", "--stdin"], { cwd: folder, input: lines });
    expect(await stampOf(view)).toBeNull();
  });
});

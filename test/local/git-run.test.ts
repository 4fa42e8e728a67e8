import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withRequestSignal } from "../../local/git/abort.ts";
import { createGit, type Git, GitError } from "../../local/git/run.ts";
import { createSlots } from "../../local/git/slots.ts";
import { requireGit } from "../../local/git/version.ts";

let folder: string;
let git: Git;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "git-run-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await git.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a program called `git` first on the path. */
function fakeGit(script: string): Git {
  writeFileSync(join(folder, "git"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "git"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  return createGit(join(folder, "home"));
}

describe("the version of git", () => {
  it.each(["git version 2.38.0", "git version 2.39.5 (Apple Git-154)", "git version 3.0.1"])(
    "takes %s",
    async (text) => {
      git = fakeGit(`echo '${text}'`);
      await expect(requireGit(git)).resolves.toBeUndefined();
    },
  );

  it.each(["git version 2.37.9", "git version 1.9.1"])("refuses %s and says what to do", async (text) => {
    git = fakeGit(`echo '${text}'`);
    await expect(requireGit(git)).rejects.toThrow(`${text} is too old. Install git 2.38 or newer and start again.`);
  });

  it("says so when there is no git", async () => {
    vi.stubEnv("PATH", folder);
    git = createGit(join(folder, "home"));
    await expect(requireGit(git)).rejects.toThrow("git was not found. Install git 2.38 or newer and start again.");
  });
});

describe("a git process", () => {
  it("gets an environment of ours alone", async () => {
    vi.stubEnv("GIT_DIR", "/elsewhere");
    vi.stubEnv("GIT_SSH_COMMAND", "evil");
    git = fakeGit("env");
    const names = (await git.text({ args: ["env"] })).split("\n").map((line) => line.split("=")[0]);
    expect(names).toEqual(expect.arrayContaining(["GIT_ALLOW_PROTOCOL", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"]));
    expect(names).toEqual(expect.not.arrayContaining(["GIT_DIR", "GIT_SSH_COMMAND"]));
  });

  it("is ended when it takes too long", async () => {
    git = fakeGit("exec sleep 60");
    await expect(git.run({ args: ["slow"], timeoutMs: 50 })).rejects.toThrow("git slow took too long");
  });

  it("is ended when the client goes away, unless it writes", async () => {
    git = fakeGit("read line; echo done");
    const client = new AbortController();
    const reading = withRequestSignal(client.signal, () => git.run({ args: ["read"], timeoutMs: 5000 }));
    const writing = withRequestSignal(client.signal, () => git.text({ args: ["write"], input: "x\n", finish: true }));
    client.abort();
    await expect(reading).rejects.toThrow(GitError);
    await expect(writing).resolves.toBe("done\n");
  });

  it("that fails says which subcommand, and nothing of the values it was given", async () => {
    git = fakeGit("echo broken >&2; exit 3");
    const failed = git.run({ args: ["-c", "a.b=secret", "show", "secret"] });
    await expect(failed).rejects.toMatchObject({ message: "git show failed: broken", code: 3, stderr: "broken\n" });
  });

  it("takes bytes and gives bytes as they are", async () => {
    git = fakeGit("cat");
    const input = randomBytes(3_000_000);
    const { stdout } = await git.run({ args: ["echo"], input });
    expect(stdout.equals(input)).toBe(true);
  });

  it.each([
    ["a NUL", "a\0b"],
    ["more than the system takes", "a".repeat(3_000_000)],
  ])("that gets an argument with %s fails alone", async (_name, bad) => {
    git = fakeGit('[ "$2" = slow ] && sleep 0.3; echo done');
    const other = git.text({ args: ["slow"] });
    await expect(git.run({ args: ["log", bad] })).rejects.toThrow("git could not be started");
    await expect(git.run({ args: ["log"], env: { AUTHOR: bad } })).rejects.toThrow("git could not be started");
    await expect(other).resolves.toBe("done\n");
  });

  it("that was started by a process that died is lost with it, and the next one has a new one", async () => {
    git = fakeGit('[ "$2" = ask ] && { echo $PPID; exit; }; exec sleep 5');
    const starter = Number(await git.text({ args: ["ask"] }));
    const lost = expect(git.run({ args: ["slow"] })).rejects.toThrow("git slow was stopped with the process");
    process.kill(starter, "SIGKILL");
    await lost;
    expect(Number(await git.text({ args: ["ask"] }))).not.toBe(starter);
  });

  it("ends with the server", async () => {
    git = fakeGit("exec sleep 60");
    const running = git.run({ args: ["slow"] });
    const settled = expect(running).rejects.toThrow(GitError);
    await git.close();
    await settled;
    await expect(git.run({ args: ["late"] })).rejects.toThrow("was not started");
  });
});

describe("slots", () => {
  it("let no more than their number in at once, and everyone in the end", async () => {
    git = createGit(join(folder, "home"));
    const slots = createSlots(8);
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return 1;
    };
    const done = await Promise.all(Array.from({ length: 50 }, () => slots.use(task)));
    expect(done).toHaveLength(50);
    expect(most).toBe(8);
  });
});

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RefsChanged } from "../../local/events.ts";
import { type LocalGithub, startLocalGithub } from "../support/local-github.ts";
import { createWorkTree, type WorkTree } from "../support/work-tree.ts";

let root: string;
let github: LocalGithub | undefined;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "found-"));
  warnings = [];
});
afterEach(async () => {
  await github?.close();
  github = undefined;
  rmSync(root, { recursive: true, force: true });
});

async function serve(...reposDirs: string[]): Promise<LocalGithub> {
  github = await startLocalGithub({ reposDirs, warn: (message) => warnings.push(message) });
  return github;
}

function names(served: LocalGithub): string[] {
  return served.context.repos.list().map(({ record }) => `${record.owner}/${record.name}`);
}

function withCommit(path: string, files: Record<string, string | Buffer> = { "a.txt": "one\n" }): WorkTree {
  const tree = createWorkTree(join(root, path));
  tree.commit("First", files);
  return tree;
}

describe("discovery", () => {
  it("serves what lies up to three folders deep, instead of the samples", async () => {
    withCommit("api");
    withCommit("team/backend/worker");
    withCommit("a/b/c/too-deep");
    withCommit("node_modules/dependency");
    mkdirSync(join(root, "elsewhere"));
    symlinkSync(join(root, "api"), join(root, "elsewhere", "link"));
    expect(names(await serve(root)).sort()).toEqual(["dev/api", "dev/worker"]);
  });

  it("serves the folder itself when it is a repository", async () => {
    const tree = withCommit("solo");
    expect(names(await serve(tree.dir))).toEqual(["dev/solo"]);
  });

  it("gives a second repository of the same name another one, and cleans odd names", async () => {
    withCommit("one/api");
    withCommit("two/api");
    withCommit("über projekt");
    expect(names(await serve(root)).sort()).toEqual(["dev/-ber-projekt", "dev/api", "dev/api-2"]);
  });

  it("serves bare repositories, and counts linked worktrees once", async () => {
    const tree = withCommit("main-tree");
    tree.git("worktree", "add", "--quiet", "-b", "side", join(root, "side-tree"));
    execFileSync("git", ["clone", "--quiet", "--bare", tree.dir, join(root, "copy.git")]);
    expect(names(await serve(root)).sort()).toEqual(["dev/copy", "dev/main-tree"]);
  });

  it("says why it skips shallow, SHA-256 and partial clones and folders that are not there", async () => {
    const tree = withCommit("full");
    tree.commit("Second", { "b.txt": "two\n" });
    tree.git("clone", "--quiet", "--depth=1", `file://${tree.dir}`, join(root, "shallow"));
    createWorkTree(join(root, "sha256"), "--object-format=sha256").commit("First");
    withCommit("partial").git("config", "remote.origin.promisor", "true");
    expect(names(await serve(root, join(root, "nowhere")))).toEqual(["dev/full"]);
    expect(warnings.join("\n")).toMatch(/shallow is not served: it is a shallow clone; run `git fetch --unshallow`/);
    expect(warnings.join("\n")).toMatch(/sha256 is not served: it uses SHA-256/);
    expect(warnings.join("\n")).toMatch(/partial is not served: it is a partial clone/);
    expect(warnings.join("\n")).toMatch(/nowhere is not served: there is no such folder/);
  });

  it("takes main, then master, then the branch that is checked out as the default branch", async () => {
    withCommit("on-main").git("checkout", "--quiet", "-b", "feature");
    withCommit("on-trunk").git("branch", "--quiet", "-m", "trunk");
    const detached = withCommit("detached");
    detached.git("checkout", "--quiet", "--detach");
    const served = await serve(root);
    const branches = served.context.repos.list().map(({ record }) => [record.name, record.defaultBranch]);
    expect(Object.fromEntries(branches)).toEqual({ "on-main": "main", "on-trunk": "trunk", detached: "main" });
  });
});

describe("reading", () => {
  it("sees a commit made by hand at the next request, and tells the listeners", async () => {
    const tree = withCommit("api");
    const served = await serve(root);
    const seen: RefsChanged[] = [];
    served.context.events.on("refsChanged", (changed) => seen.push(changed));
    const before = tree.git("rev-parse", "HEAD").trim();
    const after = tree.commit("By hand", { "b.txt": "two\n" });
    const token = served.token();
    const response = await served.request("/repos/dev/api/commits/main", {
      token,
      headers: { accept: "application/vnd.github.sha" },
    });
    expect(await response.text()).toBe(after);
    expect(seen).toMatchObject([{ user: null, changes: [{ ref: "refs/heads/main", before, after }] }]);
  });

  it("reads names with spaces and in UTF-8, and leaves out the others with a warning", async () => {
    const tree = withCommit("names", { "grüße und mehr.txt": "hi\n", "日本/語.md": "x\n" });
    const sha = tree.git("hash-object", "-w", "grüße und mehr.txt").trim();
    const input = Buffer.concat([
      Buffer.from(`100644 ${sha}\t`),
      Buffer.from([0x66, 0xff, 0x2e, 0x74]),
      Buffer.from("\n"),
    ]);
    execFileSync("git", ["update-index", "--index-info"], { cwd: tree.dir, input });
    tree.git("commit", "--quiet", "-m", "Odd name");
    const served = await serve(root);
    const { data } = await served
      .octokit(served.token())
      .rest.git.getTree({ owner: "dev", repo: "names", tree_sha: "main", recursive: "1" });
    expect(data.tree.map(({ path }) => path)).toEqual(["grüße und mehr.txt", "日本", "日本/語.md"]);
    expect(warnings).toContain("dev/names: 1 file names are not UTF-8 and were left out.");
    const content = await served.request(`/repos/dev/names/contents/${encodeURIComponent("grüße und mehr.txt")}`, {
      token: served.token(),
    });
    expect(content.status).toBe(200);
  });

  it.each(["feature/a-b", "100%", "a+b", "fix#12", "straße", "v1.0"])("knows the branch %s", async (branch) => {
    const tree = withCommit("api");
    tree.git("branch", branch);
    const served = await serve(root);
    const response = await served.octokit(served.token()).rest.repos.getBranch({ owner: "dev", repo: "api", branch });
    expect(response.data.name).toBe(branch);
  });

  it("takes in branches that replace each other's folder, and drops those that vanish", async () => {
    const tree = withCommit("api");
    tree.git("branch", "topic");
    const served = await serve(root);
    tree.git("branch", "-D", "topic");
    tree.git("branch", "topic/one");
    const { data } = await served.octokit(served.token()).rest.repos.listBranches({ owner: "dev", repo: "api" });
    expect(data.map(({ name }) => name)).toEqual(["main", "topic/one"]);
  });

  it("goes on after `git gc` moved and pruned the objects under it", async () => {
    const tree = withCommit("api");
    const served = await serve(root);
    tree.git("checkout", "--quiet", "-b", "gone");
    const lost = tree.commit("Lost", { "lost.txt": "x\n" });
    const token = served.token();
    expect((await served.request(`/repos/dev/api/git/commits/${lost}`, { token })).status).toBe(200);
    tree.git("checkout", "--quiet", "main");
    tree.git("branch", "-D", "gone");
    tree.git("reflog", "expire", "--expire=now", "--all");
    tree.git("gc", "--quiet", "--prune=now");
    expect((await served.request(`/repos/dev/api/git/commits/${lost}`, { token })).status).toBe(404);
    expect((await served.request("/repos/dev/api/git/trees/main", { token })).status).toBe(200);
  });

  it("answers 404 once the folder is deleted, and stops listing it", async () => {
    const tree = withCommit("api");
    withCommit("other");
    const served = await serve(root);
    const token = served.token();
    rmSync(tree.dir, { recursive: true });
    expect((await served.request("/repos/dev/api", { token })).status).toBe(404);
    const { data } = await served.octokit(token).rest.repos.listForAuthenticatedUser();
    expect(data.map(({ name }) => name)).toEqual(["other"]);
  });

  it("lists 5,000 files and a submodule", async () => {
    const files = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`d${index % 50}/f${index}`, "x"]));
    const tree = withCommit("large", files);
    tree.git("update-index", "--add", "--cacheinfo", `160000,${"a".repeat(40)},vendor/lib`);
    tree.git("commit", "--quiet", "-m", "Submodule");
    const served = await serve(root);
    const { data } = await served
      .octokit(served.token())
      .rest.git.getTree({ owner: "dev", repo: "large", tree_sha: "main", recursive: "1" });
    expect(data.truncated).toBe(false);
    expect(data.tree.filter(({ type }) => type === "blob")).toHaveLength(5000);
    expect(data.tree.find(({ path }) => path === "vendor/lib")).toMatchObject({ type: "commit", mode: "160000" });
  });
});

describe("writing through", () => {
  async function createBranch(served: LocalGithub, ref: string, sha: string): Promise<Response> {
    const body = JSON.stringify({ ref, sha });
    return served.request("/repos/dev/api/git/refs", { token: served.token(), method: "POST", body });
  }

  it("makes the branch in the user's own repository, objects and all", async () => {
    const tree = withCommit("api");
    const served = await serve(root);
    const place = { owner: "dev", repo: "api" };
    const { git } = served.octokit(served.token()).rest;
    const parent = tree.git("rev-parse", "HEAD").trim();
    const made = await git.createTree({
      ...place,
      base_tree: parent,
      tree: [{ path: ".github/workflows/ci.yml", mode: "100644", type: "blob", content: "on: push\n" }],
    });
    const commit = await git.createCommit({ ...place, message: "Add CI", tree: made.data.sha, parents: [parent] });
    await git.createRef({ ...place, ref: "refs/heads/autodevops/ci", sha: commit.data.sha });
    expect(tree.git("branch", "--list", "autodevops/ci").trim()).toBe("autodevops/ci");
    expect(tree.git("show", "autodevops/ci:.github/workflows/ci.yml")).toBe("on: push\n");
    expect(tree.git("status", "--porcelain")).toBe("");
    expect(tree.git("fsck", "--strict")).not.toContain("missing");
    await git.deleteRef({ ...place, ref: "heads/autodevops/ci" });
    expect(tree.git("branch", "--list", "autodevops/ci")).toBe("");
  });

  it("refuses to move a branch that is checked out, says where, and leaves all as it was", async () => {
    const tree = withCommit("api");
    const first = tree.git("rev-parse", "HEAD").trim();
    const second = tree.commit("Second", { "b.txt": "two\n" });
    tree.git("reset", "--quiet", "--hard", first);
    const served = await serve(root);
    const response = await served.request("/repos/dev/api/git/refs/heads/main", {
      token: served.token(),
      method: "PATCH",
      body: JSON.stringify({ sha: second }),
    });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { message: string }).message).toContain(
      `branch main is checked out in ${tree.dir}`,
    );
    expect(tree.git("rev-parse", "HEAD").trim()).toBe(first);
    const { data } = await served
      .octokit(served.token())
      .rest.git.getRef({ owner: "dev", repo: "api", ref: "heads/main" });
    expect(data.object.sha).toBe(first);
  });

  it("lets the person who made the branch by hand win", async () => {
    const tree = withCommit("api");
    const sha = tree.git("rev-parse", "HEAD").trim();
    const served = await serve(root);
    tree.git("branch", "taken");
    const response = await createBranch(served, "refs/heads/taken", sha);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ message: "Reference already exists" });
  });

  it("keeps tags apart from branches of the same name", async () => {
    const tree = withCommit("api");
    const sha = tree.git("rev-parse", "HEAD").trim();
    const served = await serve(root);
    expect((await createBranch(served, "refs/tags/v1", sha)).status).toBe(201);
    expect((await createBranch(served, "refs/heads/v1", sha)).status).toBe(201);
    expect(tree.git("for-each-ref", "--format=%(refname)").trim().split("\n")).toEqual([
      "refs/heads/main",
      "refs/heads/v1",
      "refs/tags/v1",
    ]);
  });
});

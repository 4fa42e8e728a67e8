import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RefsChanged } from "../../local/events.ts";
import { type LocalGithub, startLocalGithub } from "../support/local-github.ts";

const CHECKOUT = { owner: "acme", repo: "checkout-api" };
const BASE = "/repos/acme/checkout-api";
const WORKFLOW = ".github/workflows/ci.yml";

let github: LocalGithub;
let token: string;

beforeAll(async () => {
  github = await startLocalGithub();
  token = github.token();
});
afterAll(() => github.close());

function git(): LocalGithub["octokit"] extends (token?: string) => infer Octokit ? Octokit : never {
  return github.octokit(token);
}

function sendAs(as: string, request: { method: string; path: string; body: unknown }): Promise<Response> {
  const { method, path, body } = request;
  return github.request(`${BASE}${path}`, { token: as, method, body: JSON.stringify(body) });
}

function send(method: string, path: string, body: unknown): Promise<Response> {
  return sendAs(token, { method, path, body });
}

async function head(branch = "main"): Promise<string> {
  return (await git().rest.git.getRef({ ...CHECKOUT, ref: `heads/${branch}` })).data.object.sha;
}

async function commitOf(path: string, content: string): Promise<string> {
  const { git: api } = git().rest;
  const parent = await head();
  const blob = await api.createBlob({ ...CHECKOUT, content, encoding: "utf-8" });
  const tree = await api.createTree({
    ...CHECKOUT,
    base_tree: parent,
    tree: [{ path, mode: "100644", type: "blob", sha: blob.data.sha }],
  });
  const commit = await api.createCommit({ ...CHECKOUT, message: "Change", tree: tree.data.sha, parents: [parent] });
  return commit.data.sha;
}

describe("git data", () => {
  it("makes a real branch out of a blob, a tree, a commit and a reference", async () => {
    const seen: RefsChanged[] = [];
    github.context.events.on("refsChanged", (changed) => seen.push(changed));
    const sha = await commitOf(WORKFLOW, "on: push\njobs: {}\n");
    await git().rest.git.createRef({ ...CHECKOUT, ref: "refs/heads/autodevops/fix-1", sha });
    const branches = execFileSync("git", ["--git-dir", github.repoDir("acme/checkout-api"), "branch"]).toString();
    expect(branches).toContain("autodevops/fix-1");
    const before = "0".repeat(40);
    expect(seen).toMatchObject([
      { user: { login: "dev" }, changes: [{ ref: "refs/heads/autodevops/fix-1", before, after: sha }] },
    ]);
    const compared = await git().rest.repos.compareCommitsWithBasehead({ ...CHECKOUT, basehead: `main...${sha}` });
    expect(compared.data.files?.map(({ filename }) => filename)).toEqual([WORKFLOW]);
  });

  it("hides a workflow change behind 404 from a token without the workflow scope", async () => {
    const limited = github.token(["repo"]);
    const tree = [{ path: WORKFLOW, mode: "100644", type: "blob", content: "on: push\n" }];
    const refused = await sendAs(limited, {
      method: "POST",
      path: "/git/trees",
      body: { base_tree: await head(), tree },
    });
    expect(refused.status).toBe(404);
    expect(refused.headers.get("x-accepted-oauth-scopes")).toContain("workflow");
    const put = { message: "m", content: "b24K" };
    expect((await sendAs(limited, { method: "PUT", path: `/contents/${WORKFLOW}`, body: put })).status).toBe(404);
    const other = [{ path: "notes.txt", mode: "100644", type: "blob", content: "hello\n" }];
    expect(
      (
        await sendAs(limited, {
          method: "POST",
          path: "/git/trees",
          body: { base_tree: await head(), tree: other },
        })
      ).status,
    ).toBe(201);
  });

  it.each(["../x", "/x", "a//b", ".git/config", "a/.GIT/hooks/x", "a/./b", "", "a\0b", ".git. /x", "git~1"])(
    "refuses a tree with the path %j",
    async (path) => {
      const response = await send("POST", "/git/trees", { tree: [{ path, mode: "100644", content: "x" }] });
      expect(response.status).toBe(422);
    },
  );

  it("deletes a file by a null SHA and a folder with all in it", async () => {
    const tree = [
      { path: "CHANGELOG.md", mode: "100644", type: "blob", sha: null },
      { path: "test", mode: "040000", type: "tree", sha: null },
    ];
    const made = (await (await send("POST", "/git/trees", { base_tree: "main", tree })).json()) as {
      tree: { path: string }[];
    };
    expect(made.tree.map(({ path }) => path)).toEqual(expect.not.arrayContaining(["CHANGELOG.md", "test"]));
    const missing = [{ path: "nowhere", mode: "100644", type: "blob", sha: null }];
    expect((await send("POST", "/git/trees", { base_tree: "main", tree: missing })).status).toBe(422);
  });

  it("keeps the given author and date", async () => {
    const parent = await head();
    const { data } = await git().rest.git.getCommit({ ...CHECKOUT, commit_sha: parent });
    const made = await git().rest.git.createCommit({
      ...CHECKOUT,
      message: "Ünïcode ✓\n\nwith a body",
      tree: data.tree.sha,
      parents: [parent],
      author: { name: "Ada", email: "ada@example.com", date: "2026-01-02T03:04:05Z" },
    });
    expect(made.data).toMatchObject({
      message: "Ünïcode ✓\n\nwith a body",
      author: { name: "Ada", email: "ada@example.com", date: "2026-01-02T03:04:05Z" },
    });
  });

  it.each([
    ["a tree that is not there", { tree: "a".repeat(40), parents: [] }, "Tree SHA does not exist"],
    ["a tree that is no SHA", { tree: "--help", parents: [] }, "Tree SHA does not exist"],
  ])("refuses a commit of %s", async (_name, body, message) => {
    const response = await send("POST", "/git/commits", { message: "m", ...body });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ message });
  });
});

describe("references", () => {
  it("moves forward, refuses to go back unless forced, and deletes", async () => {
    const main = await head();
    const sha = await commitOf("notes.md", "one\n");
    await git().rest.git.createRef({ ...CHECKOUT, ref: "refs/heads/moving", sha: main });
    const moved = await send("PATCH", "/git/refs/heads/moving", { sha });
    expect(moved.status).toBe(200);
    const back = await send("PATCH", "/git/refs/heads/moving", { sha: main });
    expect(await back.json()).toMatchObject({ message: "Update is not a fast forward" });
    expect((await send("PATCH", "/git/refs/heads/moving", { sha: main, force: true })).status).toBe(200);
    await git().rest.git.deleteRef({ ...CHECKOUT, ref: "heads/moving" });
    const gone = await send("DELETE", "/git/refs/heads/moving", {});
    expect(gone.status).toBe(422);
    expect(await gone.json()).toMatchObject({ message: "Reference does not exist" });
  });

  it.each([
    ["refs/heads/main", "Reference already exists"],
    ["refs/heads/main/below", "Reference update failed"],
    ["heads/x", "Reference name must start with 'refs/' and contain at least two slashes."],
    ["refs/heads/a..b", "refs/heads/a..b is not a valid ref name."],
    ["refs/pull/1/head", "refs/pull/1/head is not a valid ref name."],
  ])("refuses to create %s", async (ref, message) => {
    const response = await send("POST", "/git/refs", { ref, sha: await head() });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ message });
  });

  it("refuses a reference to nothing, and to patch one that is not there", async () => {
    const nothing = await send("POST", "/git/refs", { ref: "refs/heads/x", sha: "b".repeat(40) });
    expect(await nothing.json()).toMatchObject({ message: "Object does not exist" });
    const missing = await send("PATCH", "/git/refs/heads/not-there", { sha: await head() });
    expect(missing.status).toBe(422);
    expect(await missing.json()).toMatchObject({ message: "Reference does not exist" });
  });

  it("lets one of ten writers create a branch", async () => {
    const sha = await head();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send("POST", "/git/refs", { ref: "refs/heads/raced", sha })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(9);
  });

  it("refuses writers without the right, the scope or a token", async () => {
    const body = { ref: "refs/heads/foreign", sha: await head() };
    const post = { method: "POST", path: "/git/refs", body };
    expect((await sendAs(github.token(["repo"], "sam"), post)).status).toBe(404);
    expect((await sendAs(github.token(["read:user"]), post)).status).toBe(404);
    const anonymous = await github.request(`${BASE}/git/refs`, { method: "POST", body: JSON.stringify(body) });
    expect(anonymous.status).toBe(401);
  });
});

describe("contents", () => {
  const encode = (text: string) => Buffer.from(text).toString("base64");

  it("creates, updates and deletes a file on a branch of its own", async () => {
    const { repos } = git().rest;
    const place = { ...CHECKOUT, path: "docs/ü b.md", branch: "docs" };
    await git().rest.git.createRef({ ...CHECKOUT, ref: "refs/heads/docs", sha: await head() });
    const made = await repos.createOrUpdateFileContents({ ...place, message: "Add", content: encode("one\n") });
    expect(made.status).toBe(201);
    const first = made.data.content?.sha ?? "";
    const stale = { message: "m", content: encode("two\n"), sha: "c".repeat(40), branch: "docs" };
    const path = `/contents/docs/${encodeURIComponent("ü b.md")}`;
    expect((await send("PUT", path, stale)).status).toBe(409);
    expect((await send("PUT", path, { ...stale, sha: undefined })).status).toBe(422);
    expect((await send("PUT", path, { ...stale, sha: first })).status).toBe(200);
    const read = await repos.getContent({ ...CHECKOUT, path: "docs/ü b.md", ref: "docs" });
    const { sha } = read.data as { sha: string };
    await repos.deleteFile({ ...place, message: "Remove", sha });
    expect((await github.request(`${BASE}${path}?ref=docs`, { token })).status).toBe(404);
  });

  it("makes the first commit of an empty repository", async () => {
    const response = await github.request("/repos/dev/empty/contents/README.md", {
      token,
      method: "PUT",
      body: JSON.stringify({ message: "Start", content: encode("# Empty no more\n") }),
    });
    expect(response.status).toBe(201);
    const commits = await git().rest.repos.listCommits({ owner: "dev", repo: "empty" });
    expect(commits.data.map(({ commit }) => commit.message)).toEqual(["Start"]);
  });

  it.each([
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["content that is not base64", JSON.stringify({ message: "m", content: "%%%" }), 422],
    ["a missing message", JSON.stringify({ content: "" }), 422],
  ])("refuses %s", async (_name, body, status) => {
    const response = await github.request(`${BASE}/contents/x.txt`, { token, method: "PUT", body });
    expect(response.status).toBe(status);
  });
});

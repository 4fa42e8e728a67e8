import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const SECRET = "a secret of this hook";

let folder: GitFolder;
let github: TestGithub;
let receiver: Receiver;
let octokit: ReturnType<TestGithub["octokit"]>;
let target: { owner: string; repo: string };
let name: string;

beforeAll(async () => {
  folder = makeGitFolder();
  github = await startGithub({ reposDirs: [folder.parent], pollMs: 20 });
  const [record] = github.context.repos.list();
  target = { owner: record?.record.owner ?? "", repo: record?.record.name ?? "" };
  name = `${target.owner}/${target.repo}`;
});
afterAll(async () => {
  await github.close();
  folder.remove();
});
beforeEach(async () => {
  await github.control("reset");
  receiver = await startReceiver();
  octokit = github.octokit(await github.token());
  return () => receiver.close();
});

function hookFor(changes: { url?: string; secret?: string; events?: string[]; content_type?: string } = {}) {
  const { url = receiver.url, secret = SECRET, events = ["push", "pull_request"], content_type = "json" } = changes;
  return octokit.rest.repos.createWebhook({ ...target, events, config: { url, secret, content_type } });
}

async function settle() {
  await github.control("settle");
}

describe("a push", () => {
  it("that a user makes by hand is seen and told, with its files", async () => {
    await hookFor();
    await receiver.waitFor("ping");
    const before = folder.git("rev-parse", "HEAD");
    const after = folder.commit("By hand", {
      "src/index.js": "export const answer = 42;\n",
      "docs/new file.md": "new",
    });
    const [push] = await receiver.waitFor("push");
    github.checkWebhook("push", push?.payload);
    expect(push?.payload).toMatchObject({
      ref: "refs/heads/main",
      before,
      after,
      created: false,
      forced: false,
      commits: [
        { id: after, message: "By hand", added: ["docs/new file.md"], modified: ["src/index.js"], removed: [] },
      ],
    });
  });

  it("that happened before the hook was made is not told", async () => {
    folder.commit("Earlier", { "earlier.txt": "1" });
    await hookFor();
    const after = folder.commit("Later", { "later.txt": "1" });
    const pushes = await receiver.waitFor("push");
    expect(pushes.map(({ payload }) => payload?.after)).toEqual([after]);
  });

  it("of a new branch lists only its own commits, and its deletion none", async () => {
    await hookFor();
    folder.git("checkout", "--quiet", "-b", "feature/#1");
    const own = folder.commit("Own", { "own.txt": "1" });
    const [created] = await receiver.waitFor("push");
    github.checkWebhook("push", created?.payload);
    expect(created?.payload).toMatchObject({ created: true, before: "0".repeat(40), commits: [{ id: own }] });
    folder.git("checkout", "--quiet", "main");
    folder.git("branch", "--quiet", "-D", "feature/#1");
    const [, deleted] = await receiver.waitFor("push", 2);
    github.checkWebhook("push", deleted?.payload);
    expect(deleted?.payload).toMatchObject({ deleted: true, after: "0".repeat(40), commits: [], head_commit: null });
  });

  it("that rewrites history says so", async () => {
    await hookFor();
    folder.git("commit", "--quiet", "--amend", "--message", "Rewritten");
    const [push] = await receiver.waitFor("push");
    expect(push?.payload).toMatchObject({ forced: true });
    github.checkWebhook("push", push?.payload);
  });

  it("of three tags is told, of four at once is not", async () => {
    await hookFor();
    await receiver.waitFor("ping");
    await addTags("v4.0", "v4.1", "v4.2", "v4.3");
    await addTags("v3.0", "v3.1", "v3.2");
    const refs = receiver.received.map(({ payload }) => payload?.ref).filter(Boolean);
    expect(refs).toEqual(["refs/tags/v3.0", "refs/tags/v3.1", "refs/tags/v3.2"]);
  });
});

/** Makes tags at once, so that no look at the folder falls between two of them. */
async function addTags(...names: string[]): Promise<void> {
  folder.git("fetch", "--quiet", "--atomic", ".", ...names.map((tag) => `HEAD:refs/tags/${tag}`));
  await github.context.repos.refresh(firstRepo());
  await settle();
}

function firstRepo() {
  const [repo] = github.context.repos.list();
  if (!repo) throw new Error("The folder is not served.");
  return repo;
}

describe("a write through the API", () => {
  it("is told as a push: new branch, moved, file changed, deleted", async () => {
    await hookFor();
    await receiver.waitFor("ping");
    const { rest } = octokit;
    const { data: head } = await rest.git.getRef({ ...target, ref: "heads/main" });
    const { data: commit } = await rest.git.getCommit({ ...target, commit_sha: head.object.sha });
    await rest.git.createRef({ ...target, ref: "refs/heads/written", sha: commit.sha });
    const content = Buffer.from("hello").toString("base64");
    await rest.repos.createOrUpdateFileContents({
      ...target,
      path: "hello.txt",
      branch: "written",
      message: "Hello",
      content,
    });
    await rest.git.updateRef({ ...target, ref: "heads/written", sha: commit.sha, force: true });
    await rest.git.deleteRef({ ...target, ref: "heads/written" });
    const pushes = await receiver.waitFor("push", 4);
    expect(() => pushes.map(({ payload }) => github.checkWebhook("push", payload))).not.toThrow();
    expect(pushes.map(({ payload }) => [payload?.created, payload?.forced, payload?.deleted])).toEqual([
      [true, false, false],
      [false, false, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(pushes[1]?.payload).toMatchObject({ pusher: { name: "dev" }, commits: [{ added: ["hello.txt"] }] });
  });
});

describe("a change of the repository", () => {
  it("is told: archived, renamed, transferred, deleted", async () => {
    await hookFor({ events: ["repository"] });
    await github.control("archive", { repo: name });
    await github.control("rename", { repo: name, name: "renamed" });
    await github.control("rename", { repo: `${target.owner}/renamed`, name: target.repo });
    await github.control("transfer", { repo: name, owner: "acme" });
    await github.control("delete", { repo: `acme/${target.repo}` });
    const events = await receiver.waitFor("repository", 5);
    expect(() => events.map(({ payload }) => github.checkWebhook("repository", payload))).not.toThrow();
    expect(events.map(({ payload }) => payload?.action)).toEqual([
      "archived",
      "renamed",
      "renamed",
      "transferred",
      "deleted",
    ]);
    expect(events[4]?.payload).toMatchObject({ organization: { login: "acme" } });
    expect(events[1]?.payload).toMatchObject({ changes: { repository: { name: { from: target.repo } } } });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

let folder: GitFolder;
let github: TestGithub;
let receiver: Receiver;
let octokit: ReturnType<TestGithub["octokit"]>;
let target: { owner: string; repo: string };
let name: string;
let branches = 0;

beforeAll(async () => {
  folder = makeGitFolder();
  // Nothing is checked out: the branches may be moved from outside, as in a bare repository.
  folder.git("checkout", "--quiet", "--detach");
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

async function pushBranch(files: Record<string, string | null>, branch?: string): Promise<string> {
  branches += 1;
  const head = branch ?? `fix/ci-${branches}`;
  await github.control("push", { repo: name, branch: head, files, message: "Pin the action" });
  return head;
}

async function openPull(title = "Pin it", body = "Because.") {
  const head = await pushBranch({ [`file-${branches}.txt`]: "one\n" });
  const { data } = await octokit.rest.pulls.create({ ...target, title, body, head, base: "main" });
  return { ...data, pull_number: data.number };
}

async function hook(events = ["pull_request"]) {
  await octokit.rest.repos.createWebhook({ ...target, events, config: { url: receiver.url, content_type: "json" } });
  await receiver.waitFor("ping");
}

describe("opening a pull request", () => {
  it("answers with what changed, and keeps its head under refs/pull", async () => {
    const pull = await openPull();
    expect(pull).toMatchObject({
      state: "open",
      commits: 1,
      additions: 1,
      changed_files: 1,
      merged: false,
      body: "Because.",
    });
    const [repo] = github.context.repos.list();
    const args = ["rev-parse", `refs/pull/${pull.number}/head`];
    expect((await repo?.view.git.text({ dir: repo.view.dir, args }))?.trim()).toBe(pull.head.sha);
  });

  it("shows in the folder as a real branch", async () => {
    const pull = await openPull();
    expect(folder.git("rev-parse", pull.head.ref)).toBe(pull.head.sha);
  });

  it("is refused a second time, whatever the order of arrival", async () => {
    const head = await pushBranch({ "twice.txt": "1" });
    const create = () => octokit.rest.pulls.create({ ...target, title: "Twice", head, base: "main" });
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(create()).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message: "Validation Failed",
          errors: [
            {
              resource: "PullRequest",
              code: "custom",
              message: `A pull request already exists for ${target.owner}:${head}.`,
            },
          ],
        },
      },
    });
  });

  it("is refused without commits of its own", async () => {
    const head = "even";
    folder.git("branch", "--force", head, "main");
    const create = octokit.rest.pulls.create({ ...target, title: "Nothing", head, base: "main" });
    await expect(create).rejects.toMatchObject({
      response: { data: { errors: [{ message: "No commits between main and even" }] } },
    });
  });

  it.each([
    [{ head: "nowhere" }, { field: "head", code: "invalid" }],
    [{ base: "nowhere" }, { field: "base", code: "invalid" }],
    [{ head: "someone:main" }, { field: "head", code: "invalid" }],
    [{ title: "" }, { field: "title", code: "missing_field" }],
  ])("is refused for %o", async (changes, error) => {
    const head = await pushBranch({ "x.txt": String(branches) });
    const create = octokit.rest.pulls.create({ ...target, title: "T", head, base: "main", ...changes });
    await expect(create).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: "PullRequest", ...error }] } },
    });
  });

  it("needs a token that may write", async () => {
    const head = await pushBranch({ "w.txt": String(branches) });
    const weak = github.octokit(await github.token({ scopes: ["read:user"] }));
    const create = weak.rest.pulls.create({ ...target, title: "T", head, base: "main" });
    await expect(create).rejects.toMatchObject({ status: 404 });
  });
});

describe("reading pull requests", () => {
  it("does not know at first whether one can be merged, then does", async () => {
    const head = await pushBranch({ "m.txt": "m" });
    const { data: made } = await octokit.rest.pulls.create({ ...target, title: "M", head, base: "main" });
    const get = async () => (await octokit.rest.pulls.get({ ...target, pull_number: made.number })).data;
    expect(made.mergeable).toBeNull();
    expect(await get()).toMatchObject({ mergeable: true, mergeable_state: "clean" });
    await pushBranch({ "m.txt": "other" }, "main");
    expect((await get()).mergeable).toBeNull();
    expect(await get()).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  });

  it("lists by head, base and state, newest first", async () => {
    const [first, second] = [await openPull("First"), await openPull("Second")];
    const list = async (query: object) =>
      (await octokit.rest.pulls.list({ ...target, ...query })).data.map(({ title }) => title);
    expect(await list({})).toEqual(["Second", "First"]);
    expect(await list({ head: `${target.owner}:${first.head.ref}` })).toEqual(["First"]);
    expect(await list({ head: first.head.ref })).toEqual(["Second", "First"]);
    expect(await list({ base: "other" })).toEqual([]);
    await octokit.rest.pulls.update({ ...target, pull_number: second.number, state: "closed" });
    expect(await list({})).toEqual(["First"]);
    expect(await list({ state: "closed" })).toEqual(["Second"]);
    expect(await list({ state: "all", direction: "asc" })).toEqual(["First", "Second"]);
  });

  it("gives files and commits in pages", async () => {
    const head = await pushBranch({ "a.txt": "a", "b.txt": "b", "src/index.js": null });
    const { data } = await octokit.rest.pulls.create({ ...target, title: "Files", head, base: "main" });
    const where = { ...target, pull_number: data.number };
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, { ...where, per_page: 2 });
    expect(files.map(({ filename, status }) => [filename, status])).toEqual([
      ["a.txt", "added"],
      ["b.txt", "added"],
      ["src/index.js", "removed"],
    ]);
    const { data: commits } = await octokit.rest.pulls.listCommits(where);
    expect(commits.map(({ sha }) => sha)).toEqual([data.head.sha]);
  });

  it("gives the unified diff when asked", async () => {
    const { pull_number } = await openPull();
    const { data } = await octokit.rest.pulls.get({ ...target, pull_number, mediaType: { format: "diff" } });
    expect(String(data)).toMatch(/^diff --git a\/file/);
  });
});

describe("changing a pull request", () => {
  it("edits, closes and opens again, and tells each", async () => {
    const { pull_number } = await openPull("Before", "Old");
    await hook();
    const where = { ...target, pull_number };
    const { data: edited } = await octokit.rest.pulls.update({ ...where, title: "After", body: "New" });
    expect(edited).toMatchObject({ title: "After", body: "New" });
    await octokit.rest.pulls.update({ ...where, state: "closed" });
    await octokit.rest.pulls.update({ ...where, state: "open" });
    const events = await receiver.waitFor("pull_request", 3);
    expect(() => events.map(({ payload }) => github.checkWebhook("pull_request", payload))).not.toThrow();
    expect(events.map(({ payload }) => payload?.action)).toEqual(["edited", "closed", "reopened"]);
    expect(events[0]?.payload).toMatchObject({ changes: { title: { from: "Before" }, body: { from: "Old" } } });
    expect(events[1]?.payload).toMatchObject({ pull_request: { merged: false, state: "closed" } });
  });

  it("follows a push to its head", async () => {
    const pull = await openPull();
    await hook(["push", "pull_request"]);
    await pushBranch({ "more.txt": "more" }, pull.head.ref);
    const [event] = await receiver.waitFor("pull_request");
    github.checkWebhook("pull_request", event?.payload);
    expect(event?.payload).toMatchObject({ action: "synchronize", before: pull.head.sha });
    const { data } = await octokit.rest.pulls.get({ ...target, pull_number: pull.number });
    expect(data.head.sha).toBe(event?.payload?.after);
    expect(data.commits).toBe(2);
    expect(receiver.received.map(({ headers }) => headers["x-github-event"])).toEqual(["ping", "push", "pull_request"]);
  });

  it("closes when its branch is deleted by hand, and stays readable", async () => {
    const pull = await openPull();
    await hook();
    folder.git("branch", "--quiet", "-D", pull.head.ref);
    const [event] = await receiver.waitFor("pull_request");
    expect(event?.payload).toMatchObject({ action: "closed", pull_request: { merged: false, commits: 1 } });
    const reopen = octokit.rest.pulls.update({ ...target, pull_number: pull.number, state: "open" });
    await expect(reopen).rejects.toMatchObject({ status: 422 });
  });

  it("is merged when its branch is merged by hand", async () => {
    const pull = await openPull();
    await hook();
    folder.git("fetch", "--quiet", ".", `${pull.head.ref}:main`);
    const [event] = await receiver.waitFor("pull_request");
    github.checkWebhook("pull_request", event?.payload);
    expect(event?.payload).toMatchObject({ action: "closed", pull_request: { merged: true, commits: 1 } });
  });
});

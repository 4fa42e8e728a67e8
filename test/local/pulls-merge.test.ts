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

async function merge(pull_number: number, options: Record<string, string> = {}) {
  return octokit.rest.pulls.merge({ ...target, pull_number, ...options });
}

describe("merging", () => {
  it("makes a merge commit on the base, in the folder too, and tells of push and close", async () => {
    const pull = await openPull("Pin it");
    await hook(["push", "pull_request"]);
    const before = folder.git("rev-parse", "main");
    const { data } = await merge(pull.number);
    expect(data).toMatchObject({ merged: true, message: "Pull Request successfully merged" });
    expect(folder.git("rev-parse", "main")).toBe(data.sha);
    expect(folder.git("log", "-1", "--format=%P", "main")).toBe(`${before} ${pull.head.sha}`);
    expect(folder.git("log", "-1", "--format=%B", "main")).toContain(`Merge pull request #${pull.number}`);
    const [closed] = await receiver.waitFor("pull_request");
    github.checkWebhook("pull_request", closed?.payload);
    expect(closed?.payload).toMatchObject({
      action: "closed",
      pull_request: { merged: true, merged_by: { login: "dev" } },
    });
    const [push] = await receiver.waitFor("push");
    expect(push?.payload).toMatchObject({ ref: "refs/heads/main", after: data.sha });
    await github.control("settle");
    expect(receiver.received).toHaveLength(3);
  });

  it("squashes into one commit", async () => {
    const pull = await openPull("Squash me");
    const { data } = await merge(pull.number, { merge_method: "squash" });
    expect(folder.git("log", "-1", "--format=%s", data.sha)).toBe(`Squash me (#${pull.number})`);
    expect(folder.git("log", "-1", "--format=%P", data.sha).split(" ")).toHaveLength(1);
    expect((await octokit.rest.pulls.checkIfMerged({ ...target, pull_number: pull.number })).status).toBe(204);
  });

  it("is refused when the head is not the one that was reviewed", async () => {
    const pull = await openPull();
    await expect(merge(pull.number, { sha: "0".repeat(40) })).rejects.toMatchObject({
      status: 409,
      response: { data: { message: "Head branch was modified. Review and try the merge again." } },
    });
  });

  it("is refused on conflict, when closed, and twice", async () => {
    const head = await pushBranch({ "README.md": "# Mine\n" });
    const { data } = await octokit.rest.pulls.create({ ...target, title: "Conflict", head, base: "main" });
    await pushBranch({ "README.md": "# Theirs\n" }, "main");
    const refusal = { status: 405, response: { data: { message: "Pull Request is not mergeable" } } };
    await expect(merge(data.number)).rejects.toMatchObject(refusal);
    await octokit.rest.pulls.update({ ...target, pull_number: data.number, state: "closed" });
    await expect(merge(data.number)).rejects.toMatchObject(refusal);
    const fine = await openPull();
    await merge(fine.number);
    await expect(merge(fine.number)).rejects.toMatchObject(refusal);
    await expect(octokit.rest.pulls.checkIfMerged({ ...target, pull_number: data.number })).rejects.toMatchObject({
      status: 404,
    });
  });

  it.each([
    ["rebase", 405],
    ["octopus", 422],
  ])("is refused by the method %s", async (merge_method, status) => {
    const pull = await openPull();
    await expect(merge(pull.number, { merge_method })).rejects.toMatchObject({ status });
  });

  it("is refused with advice when the base is checked out in the folder, and nothing has moved", async () => {
    const pull = await openPull();
    const before = folder.git("rev-parse", "main");
    folder.git("checkout", "--quiet", "main");
    await expect(merge(pull.number)).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining("checked out"),
    });
    folder.git("checkout", "--quiet", "--detach");
    expect(folder.git("rev-parse", "main")).toBe(before);
    expect((await octokit.rest.pulls.get({ ...target, pull_number: pull.number })).data.state).toBe("open");
    expect((await merge(pull.number)).data.merged).toBe(true);
  });
});

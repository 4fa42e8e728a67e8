import { createPrivateKey, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGithub, type TestGithub } from "../support/local-github.ts";

let github: TestGithub;
let sha: string;
let number: number;
let app: { id: number; private_key: string };
let appToken: string;
let asApp: ReturnType<TestGithub["octokit"]>;
let asUser: ReturnType<TestGithub["octokit"]>;
const target = { owner: "dev", repo: "checked" };
const name = "dev/checked";

function jwt({ iss = String(app.id), life = 540, key = app.private_key } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iss, iat: now - 30, exp: now + life })}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), createPrivateKey(key)).toString("base64url")}`;
}

async function installationToken(): Promise<string> {
  const signed = github.octokit(jwt());
  const { data: installation } = await signed.rest.apps.getRepoInstallation(target);
  const { data } = await signed.rest.apps.createInstallationAccessToken({ installation_id: installation.id });
  return data.token;
}

beforeAll(async () => {
  github = await startGithub();
  await github.control("create", { repo: name, files: { "a.txt": "1\n" } });
  const permissions = { checks: "write", pull_requests: "write", statuses: "write", contents: "read" };
  app = (await github.control("app", { name: "Auditor", permissions })) as typeof app;
  await github.control("install", { app_id: app.id, repos: [name] });
  await github.token({ login: "sam" });
  const fork = await github.control("fork-pull", { repo: name, login: "sam", files: { "a.txt": "2\n" } });
  number = Number(fork.number);
  sha = String(fork.sha);
  appToken = await installationToken();
  asApp = github.octokit(appToken);
  asUser = github.octokit(await github.token());
});
afterAll(() => github.close());

/** Status of a refusal that GitHub's description leaves out. */
async function refusal(path: string, body: object): Promise<number> {
  const headers = { authorization: `Bearer ${appToken}`, "user-agent": "test", "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return (await fetch(`${github.url}/repos/${name}/${path}`, init)).status;
}

const note = (line: number) => ({
  path: "a.txt",
  start_line: line,
  end_line: line,
  annotation_level: "warning" as const,
  message: `Line ${line}`,
});

describe("an app", () => {
  it("gets tokens only where it is installed, only with a signature of its own that is short-lived", async () => {
    const elsewhere = { owner: "acme", repo: "checkout-api" };
    const installed = (token: string, where = target) => github.octokit(token).rest.apps.getRepoInstallation(where);
    await expect(installed(jwt(), elsewhere)).rejects.toMatchObject({ status: 404 });
    const other = (await github.control("app", { name: "Other", permissions: {} })) as typeof app;
    await expect(installed(jwt({ key: other.private_key }))).rejects.toMatchObject({ status: 401 });
    await expect(installed(jwt({ life: 3_600 }))).rejects.toMatchObject({ status: 401 });
    await expect(installed(jwt({ iss: "7" }))).rejects.toMatchObject({ status: 401 });
    expect((await installed(jwt())).data.app_slug).toBe("auditor");
  });

  it("may not ask for repositories or permissions that it was not given, nor administer", async () => {
    const signed = github.octokit(jwt());
    const { data: here } = await signed.rest.apps.getRepoInstallation(target);
    const asked = (body: object) =>
      signed.rest.apps.createInstallationAccessToken({ installation_id: here.id, ...body });
    await expect(asked({ repository_ids: [1] })).rejects.toMatchObject({ status: 422 });
    await expect(asked({ permissions: { contents: "write" } })).rejects.toMatchObject({ status: 422 });
    await expect(asApp.rest.repos.listWebhooks(target)).rejects.toMatchObject({ status: 404 });
  });
});

describe("a check run", () => {
  it("is refused to anybody but an app, and on a commit that is not there", async () => {
    const run = { ...target, name: "Audit", head_sha: sha };
    await expect(asUser.rest.checks.create(run)).rejects.toMatchObject({
      status: 403,
      response: { data: { message: "You must authenticate via a GitHub App." } },
    });
    expect(await refusal("check-runs", { name: "Audit", head_sha: "1".repeat(40) })).toBe(422);
  });

  it("takes 50 annotations a request, each adding to the last, and is completed by its conclusion", async () => {
    const output = (lines: number[]) => ({ title: "T", summary: "S", annotations: lines.map(note) });
    const lines = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
    const run = { ...target, name: "Audit", head_sha: sha, external_id: "x:1" };
    expect(await refusal("check-runs", { name: "Audit", head_sha: sha, output: output(lines(1, 51)) })).toBe(422);
    const made = await asApp.rest.checks.create({ ...run, status: "in_progress", output: output(lines(1, 50)) });
    expect(made.data).toMatchObject({ status: "in_progress", conclusion: null, output: { annotations_count: 50 } });
    const { data } = await asApp.rest.checks.update({
      ...target,
      check_run_id: made.data.id,
      conclusion: "failure",
      output: output(lines(51, 10)),
    });
    expect(data).toMatchObject({ status: "completed", conclusion: "failure", output: { annotations_count: 60 } });
    const notes = await asApp.paginate(asApp.rest.checks.listAnnotations, { ...target, check_run_id: data.id });
    expect(notes.map(({ start_line: line }) => line)).toEqual(lines(1, 60));
  });

  it("is listed by commit, name and app: the newest alone unless all are asked for", async () => {
    const conclusion = "success" as const;
    const run = { ...target, name: "Twice", head_sha: sha, conclusion };
    await asApp.rest.checks.create({ ...run, external_id: "first" });
    await asApp.rest.checks.create({ ...run, external_id: "second" });
    const list = async (filter: "latest" | "all") =>
      (await asUser.rest.checks.listForRef({ ...target, ref: sha, check_name: "Twice", filter })).data.check_runs;
    expect((await list("latest")).map((each) => each.external_id)).toEqual(["second"]);
    expect((await list("all")).map((each) => each.external_id)).toEqual(["second", "first"]);
  });
});

describe("a status", () => {
  it("counts the newest of each context, and the worst of them for the commit", async () => {
    const status = { ...target, sha, context: "audit" };
    await asUser.rest.repos.createCommitStatus({ ...status, state: "failure" });
    await asUser.rest.repos.createCommitStatus({ ...status, state: "success", description: "Fine" });
    await asUser.rest.repos.createCommitStatus({ ...status, state: "failure", context: "other" });
    const { data } = await asUser.rest.repos.getCombinedStatusForRef({ ...target, ref: sha });
    expect(data.state).toBe("failure");
    expect(data.statuses.map(({ context, state }) => [context, state])).toEqual([
      ["other", "failure"],
      ["audit", "success"],
    ]);
    expect((await asUser.rest.repos.listCommitStatusesForRef({ ...target, ref: sha })).data).toHaveLength(3);
  });

  it("is refused without the right to push, and when its words are too long", async () => {
    const stranger = github.octokit(await github.token({ login: "kim" }));
    const status = { ...target, sha, state: "success" as const };
    await expect(stranger.rest.repos.createCommitStatus(status)).rejects.toMatchObject({ status: 404 });
    const description = "x".repeat(141);
    expect(await refusal(`statuses/${sha}`, { state: "success", description })).toBe(422);
  });
});

describe("the pages", () => {
  it("show checks, their annotations and comments, and nothing that these say acts", async () => {
    const evil = "<script>alert(1)</script>";
    const output = { title: `Found ${evil}`, summary: `**Bad** ${evil}`, annotations: [{ ...note(1), message: evil }] };
    const run = { ...target, name: "Pages", head_sha: "", conclusion: "failure" as const, output };
    const { data: pull } = await asUser.rest.pulls.get({ ...target, pull_number: number });
    const made = await asApp.rest.checks.create({ ...run, head_sha: pull.head.sha });
    const body = `<!-- for programs -->\n### Summary\n${evil}`;
    const comment = await asApp.rest.issues.createComment({ ...target, issue_number: number, body });
    const read = async (url: string | null) => (await fetch(url ?? "")).text();
    const page = await read(comment.data.html_url);
    expect(page).toContain(`id="issuecomment-${comment.data.id}"`);
    expect(page).toContain(">Pages</a>");
    expect(page).not.toContain("for programs");
    const runPage = await read(made.data.html_url);
    expect(runPage).toContain("a.txt:1");
    expect(page + runPage).not.toContain("<script>");
    await asApp.rest.issues.deleteComment({ ...target, comment_id: comment.data.id });
  });
});

describe("comments of a pull request", () => {
  it("say who wrote them, through which app, and are changed by authors and those who may push", async () => {
    const at = { ...target, issue_number: number };
    const stranger = github.octokit(await github.token({ login: "kim" }));
    const { data: own } = await asApp.rest.issues.createComment({ ...at, body: "From an app" });
    const { data: theirs } = await stranger.rest.issues.createComment({ ...at, body: "From kim" });
    expect(own.performed_via_github_app?.id).toBe(app.id);
    expect(theirs.performed_via_github_app).toBeNull();
    const edit = (who: typeof asUser, id: number) =>
      who.rest.issues.updateComment({ ...target, comment_id: id, body: "Changed" });
    await expect(edit(stranger, own.id)).rejects.toMatchObject({ status: 403 });
    expect((await edit(asUser, theirs.id)).data.body).toBe("Changed");
    await asApp.rest.issues.deleteComment({ ...target, comment_id: theirs.id });
    const { data: left } = await asUser.rest.issues.listComments(at);
    expect(left.map(({ id }) => id)).toEqual([own.id]);
    await expect(asUser.rest.issues.getComment({ ...target, comment_id: theirs.id })).rejects.toMatchObject({
      status: 404,
    });
    await expect(asUser.rest.issues.createComment({ ...at, body: " " })).rejects.toMatchObject({ status: 422 });
  });
});

describe("a pull request from a fork", () => {
  it("names the copy, has its commit under refs/pull alone, and follows pushes to it", async () => {
    const read = async () => (await asUser.rest.pulls.get({ ...target, pull_number: number })).data;
    const before = await read();
    expect(before.head).toMatchObject({ label: "sam:patch-1", sha, repo: { full_name: "sam/checked", fork: true } });
    expect(before.base.repo.full_name).toBe(name);
    const { data: branches } = await asUser.rest.repos.listBranches(target);
    expect(branches.map((branch) => branch.name)).toEqual(["main"]);
    const compared = await asUser.rest.repos.compareCommitsWithBasehead({
      ...target,
      basehead: `${before.base.sha}...${sha}`,
    });
    expect(compared.data.files?.map((file) => file.filename)).toEqual(["a.txt"]);
    const pushed = await github.control("fork-pull", { repo: name, login: "sam", number, files: { "b.txt": "b\n" } });
    expect((await read()).head.sha).toBe(pushed.sha);
  });
});

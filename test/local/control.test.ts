import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

let folder: GitFolder;
let github: TestGithub;
let name: string;
let target: { owner: string; repo: string };

beforeAll(async () => {
  folder = makeGitFolder();
  folder.git("checkout", "--quiet", "--detach");
  github = await startGithub({ reposDirs: [folder.parent] });
  const [repo] = github.context.repos.list();
  target = { owner: repo?.record.owner ?? "", repo: repo?.record.name ?? "" };
  name = `${target.owner}/${target.repo}`;
});
afterAll(async () => {
  await github.close();
  folder.remove();
});
beforeEach(() => github.control("reset"));

const CONTROL = [
  ["POST", "token"],
  ["POST", "faults"],
  ["GET", "faults"],
  ["DELETE", "faults"],
  ["GET", "journal"],
  ["DELETE", "journal"],
  ["POST", "push"],
  ["POST", "merge"],
  ["POST", "rename"],
  ["POST", "transfer"],
  ["POST", "delete"],
  ["POST", "archive"],
  ["POST", "revoke-token"],
  ["POST", "advance-clock"],
  ["POST", "set-rate"],
  ["POST", "redeliver"],
  ["POST", "settle"],
  ["POST", "reset"],
] as const;

describe("control routes", () => {
  it.each(CONTROL)("are not there without their token: %s %s", async (method, path) => {
    const call = (token: string) =>
      fetch(`${github.url}/_control/${path}`, { method, headers: { "x-control-token": token } });
    expect([(await call("")).status, (await call("wrong")).status]).toEqual([404, 404]);
  });

  it("are not there at all unless the server was started with them", async () => {
    const plain = await startGithub({ control: false, reposDirs: [folder.parent] });
    const response = await fetch(`${plain.url}/_control/journal`, {
      headers: { "x-control-token": plain.controlToken },
    });
    await plain.close();
    expect(response.status).toBe(404);
  });

  it("refuse what they do not know", async () => {
    await expect(github.control("faults", { action: { explode: true } })).rejects.toThrow("422");
    await expect(github.control("push", { repo: "no/where", branch: "b", files: {} })).rejects.toThrow("404");
  });
});

describe("a token made for a test", () => {
  it("has just the scopes asked for, for a user who is made when unknown", async () => {
    const token = await github.token({ login: "robin", scopes: ["repo"] });
    const { data, headers } = await github.octokit(token).rest.users.getAuthenticated();
    expect([data.login, headers["x-oauth-scopes"]]).toEqual(["robin", "repo"]);
  });

  it("is revoked alone or with all of its user", async () => {
    const [first, second, other] = [await github.token(), await github.token(), await github.token({ login: "sam" })];
    const status = async (token: string) =>
      (await fetch(`${github.url}/user`, { headers: { authorization: `Bearer ${token}` } })).status;
    await github.control("revoke-token", { token: first });
    expect([await status(first), await status(second)]).toEqual([401, 200]);
    await github.control("revoke-token", { login: "dev" });
    expect([await status(second), await status(other)]).toEqual([401, 200]);
  });
});

describe("the journal", () => {
  it("tells every request with its status and time, and never a token", async () => {
    const token = await github.token();
    const octokit = github.octokit(token);
    await octokit.rest.users.getAuthenticated();
    await expect(octokit.rest.repos.get({ owner: "no", repo: "where" })).rejects.toMatchObject({ status: 404 });
    const { entries } = (await github.control("journal", undefined, "GET")) as { entries: Record<string, unknown>[] };
    expect(entries).toMatchObject([
      {
        method: "GET",
        path: "/user",
        status: 200,
        resource: "core",
        fault: null,
        wait: null,
        durationMs: expect.any(Number),
      },
      { method: "GET", path: "/repos/no/where", status: 404 },
    ]);
    const digits = createHash("sha256").update(token).digest("hex").slice(0, 12);
    expect(entries[0]).toMatchObject({ headers: { authorization: digits } });
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  it("tells which fault was met, and a cut connection as status 0", async () => {
    await github.control("faults", { preset: "conn-reset" });
    await expect(fetch(`${github.url}/user`)).rejects.toBeDefined();
    expect(github.context.state.journal).toMatchObject([{ status: 0, fault: "conn-reset" }]);
  });
});

describe("time and limits", () => {
  it("move when told", async () => {
    const before = github.context.clock.now();
    const { now } = await github.control("advance-clock", { ms: 3_600_000 });
    expect(Number(now) - before).toBeGreaterThanOrEqual(3_600_000);
  });

  it("let a user run out of requests until the next hour", async () => {
    const octokit = github.octokit(await github.token());
    await github.control("set-rate", { remaining: 1 });
    expect((await octokit.rest.users.getAuthenticated()).headers["x-ratelimit-remaining"]).toBe("0");
    await expect(octokit.rest.users.getAuthenticated()).rejects.toMatchObject({
      status: 403,
      response: { headers: { "x-ratelimit-remaining": "0" } },
    });
    await github.control("advance-clock", { ms: 3_600_000 });
    expect((await octokit.rest.users.getAuthenticated()).status).toBe(200);
  });
});

describe("a repository changed behind the client's back", () => {
  it("gets commits, on a new branch too", async () => {
    const { sha } = await github.control("push", {
      repo: name,
      branch: "other/new",
      files: { ".github/workflows/ci.yml": "on: push\n", "src/index.js": null },
      message: "By someone",
      login: "sam",
    });
    expect(folder.git("log", "-1", "--format=%H %s %an", "other/new")).toBe(`${sha} By someone Sam Ortiz`);
    expect(folder.git("ls-tree", "-r", "--name-only", "other/new").split("\n")).toEqual([
      ".github/workflows/ci.yml",
      "README.md",
    ]);
  });

  it("has its pull request merged", async () => {
    await github.control("push", { repo: name, branch: "merge-me", files: { "merged.txt": "1" } });
    const octokit = github.octokit(await github.token());
    const { data } = await octokit.rest.pulls.create({ ...target, title: "M", head: "merge-me", base: "main" });
    const { sha } = await github.control("merge", { repo: name, number: data.number });
    expect(folder.git("rev-parse", "main")).toBe(sha);
  });

  it("moves to another name and owner, and the old address leads there", async () => {
    const octokit = github.octokit(await github.token());
    await github.control("rename", { repo: name, name: "elsewhere" });
    await github.control("transfer", { repo: `${target.owner}/elsewhere`, owner: "acme" });
    const { data } = await octokit.rest.repos.get(target);
    await github.control("transfer", { repo: "acme/elsewhere", owner: target.owner });
    await github.control("rename", { repo: `${target.owner}/elsewhere`, name: target.repo });
    expect(data.full_name).toBe("acme/elsewhere");
    expect((await octokit.rest.repos.get(target)).data.full_name).toBe(name);
  });

  it("refuses writes once archived, and is gone once deleted", async () => {
    const octokit = github.octokit(await github.token());
    await github.control("archive", { repo: name });
    const create = octokit.rest.pulls.create({ ...target, title: "T", head: "x", base: "main" });
    await expect(create).rejects.toMatchObject({ status: 403, message: expect.stringContaining("archived") });
    await github.control("delete", { repo: name });
    await expect(octokit.rest.repos.get(target)).rejects.toMatchObject({ status: 404 });
  });
});

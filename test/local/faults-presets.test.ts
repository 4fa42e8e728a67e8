import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

let folder: GitFolder;
let github: TestGithub;
let token: string;
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
beforeEach(async () => {
  await github.control("reset");
  token = await github.token();
});

function fault(rule: Record<string, unknown>) {
  return github.control("faults", rule);
}

function get(path = "/user", init: RequestInit = {}) {
  return fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${token}` }, ...init });
}

async function fetchError(path = "/user"): Promise<string> {
  const outcome = await get(path)
    .then((response) => response.text())
    .then(
      () => "none",
      (error: Error) => error.name,
    );
  return outcome;
}

describe("a preset", () => {
  it.each([
    ["rate-primary", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": expect.stringMatching(/^\d+$/) }],
    ["rate-secondary", 403, { "retry-after": "60" }],
    ["rate-secondary-silent", 403, {}],
    ["bad-credentials", 401, {}],
    ["oauth-app-restricted", 403, {}],
    ["saml", 403, { "x-github-sso": expect.stringContaining("required; url=") }],
    ["ip-allow-list", 403, {}],
    ["unicorn", 502, { "content-type": "text/html; charset=utf-8" }],
    ["blocked", 451, {}],
  ])("%s answers %i", async (preset, status, headers) => {
    await fault({ preset });
    const response = await github.checkedFetch(`${github.url}/user`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
  });

  it("rate-primary and rate-secondary come with 429 too", async () => {
    await fault({ preset: "rate-primary", status: 429 });
    await fault({ preset: "rate-secondary", status: 429 });
    expect([(await get()).status, (await get()).status]).toEqual([429, 429]);
  });

  it("rate-secondary does not say that the budget is spent", async () => {
    await fault({ preset: "rate-secondary" });
    expect((await get()).headers.get("x-ratelimit-remaining")).not.toBe("0");
  });

  it.each([
    ["graphql-primary", { "x-ratelimit-reset": expect.stringMatching(/^\d+$/) }, /rate limit already exceeded/],
    ["graphql-secondary", { "retry-after": "90" }, /secondary rate limit/],
    ["graphql-secondary-silent", {}, /secondary rate limit/],
  ])("%s tells GraphQL of its limit with status 200, without a spent budget", async (preset, headers, message) => {
    await fault({ preset });
    expect((await get()).status).toBe(200);
    const refused = await get("/graphql", { method: "POST" });
    expect([refused.status, Object.fromEntries(refused.headers)]).toEqual([200, expect.objectContaining(headers)]);
    expect(refused.headers.get("x-ratelimit-remaining")).not.toBe("0");
    expect(await refused.json()).toEqual({
      errors: [expect.objectContaining({ message: expect.stringMatching(message) })],
    });
  });

  it("conn-reset breaks the connection", async () => {
    await fault({ preset: "conn-reset" });
    expect(await fetchError()).toBe("TypeError");
  });

  it("slow-body trickles", async () => {
    await fault({ preset: "slow-body" });
    const reader = (await get()).body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(64);
    await reader?.cancel();
  });

  it("hook-localhost refuses the hook in GitHub's words", async () => {
    await fault({ preset: "hook-localhost" });
    const config = { url: "http://localhost:8787/hook" };
    await expect(github.octokit(token).rest.repos.createWebhook({ ...target, config })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("isn't reachable over the public Internet"),
    });
  });

  it("mergeable-null keeps a pull request undecided", async () => {
    await github.control("push", { repo: name, branch: "undecided", files: { "u.txt": "1" } });
    const { rest } = github.octokit(token);
    const { data } = await rest.pulls.create({ ...target, title: "U", head: "undecided", base: "main" });
    await fault({ preset: "mergeable-null", skip: 1, times: -1 });
    const where = { ...target, pull_number: data.number };
    await rest.pulls.get(where);
    expect((await rest.pulls.get(where)).data.mergeable).toBeNull();
    await github.control("faults", undefined, "DELETE");
    expect((await rest.pulls.get(where)).data.mergeable).toBe(true);
  });

  it("truncated-tree says that a listing is cut", async () => {
    await fault({ preset: "truncated-tree" });
    const { data } = await github.octokit(token).rest.git.getTree({ ...target, tree_sha: "main" });
    expect(data.truncated).toBe(true);
  });

  it("moved leads elsewhere", async () => {
    await fault({ preset: "moved" });
    const response = await get(`/repos/${name}`, { redirect: "manual" });
    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toContain("/repositories/");
  });

  it("token-revoked-mid-job takes the token back for good", async () => {
    await fault({ preset: "token-revoked-mid-job", skip: 1 });
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([200, 401, 401]);
  });

  it("clock-skew moves the date of the answer", async () => {
    await fault({ preset: "clock-skew" });
    const date = Date.parse((await get()).headers.get("date") ?? "");
    expect(date - Date.now()).toBeGreaterThan(3_000_000);
  });

  it("is refused with the list of names when it is unknown", async () => {
    await expect(fault({ preset: "nonsense" })).rejects.toThrow("rate-primary, rate-secondary");
  });
});

describe("a reference that someone else makes first", () => {
  it("is refused as existing, and is at another commit", async () => {
    const { rest } = github.octokit(token);
    const main = (await rest.git.getRef({ ...target, ref: "heads/main" })).data.object.sha;
    const { sha } = await github.control("push", { repo: name, branch: "mine", files: { "mine.txt": "1" } });
    await fault({ preset: "ref-race" });
    const create = rest.git.createRef({ ...target, ref: "refs/heads/raced", sha: String(sha) });
    await expect(create).rejects.toMatchObject({ status: 422, message: expect.stringContaining("already exists") });
    expect((await rest.git.getRef({ ...target, ref: "heads/raced" })).data.object.sha).toBe(main);
  });
});

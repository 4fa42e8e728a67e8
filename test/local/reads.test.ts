import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalGithub, startLocalGithub } from "../support/local-github.ts";

const CHECKOUT = { owner: "acme", repo: "checkout-api" };
const BASE = "/repos/acme/checkout-api";

let github: LocalGithub;
let token: string;

beforeAll(async () => {
  github = await startLocalGithub();
  token = github.token();
});
afterAll(() => github.close());

async function json(path: string, init: RequestInit & { token?: string } = {}) {
  return (await github.request(path, { token, ...init })).json();
}

async function headSha(): Promise<string> {
  return (await github.octokit(token).rest.git.getRef({ ...CHECKOUT, ref: "heads/main" })).data.object.sha;
}

describe("repositories", () => {
  it("answers in any case with the stored spelling", async () => {
    expect(await json("/repos/Acme/CHECKOUT-api")).toMatchObject({
      full_name: "acme/checkout-api",
      language: "TypeScript",
      permissions: { push: true },
    });
  });

  it("lets Octokit walk every page of a list by its Link header", async () => {
    const octokit = github.octokit(token);
    const paged = await octokit.paginate(octokit.rest.repos.listCommits, { ...CHECKOUT, per_page: 4 });
    const whole = await octokit.rest.repos.listCommits({ ...CHECKOUT, per_page: 100 });
    expect(paged.map(({ sha }) => sha)).toEqual(whole.data.map(({ sha }) => sha));
    expect(paged.length).toBeGreaterThanOrEqual(20);
  });

  it("shows private repositories only to tokens with the repo scope", async () => {
    const names = async (scopes: string[]) => {
      const { data } = await github
        .octokit(github.token(scopes))
        .rest.repos.listForAuthenticatedUser({ per_page: 100 });
      return data.filter((repo) => repo.private).map((repo) => repo.full_name);
    };
    expect(await names(["repo"])).toEqual(["acme/ledger"]);
    expect(await names(["public_repo"])).toEqual([]);
    expect((await github.request("/repos/acme/ledger", { token: github.token([]) })).status).toBe(404);
    expect((await github.request("/repos/acme/ledger", { token: github.token(["repo"], "sam") })).status).toBe(404);
  });

  it("sorts and filters the user's repositories", async () => {
    const octokit = github.octokit(token);
    const list = octokit.rest.repos.listForAuthenticatedUser;
    const pushed = (await list({ sort: "pushed" })).data.map((repo) => repo.pushed_at ?? "");
    expect(pushed).toEqual(pushed.toSorted().toReversed());
    const own = (await list({ affiliation: "owner" })).data.map((repo) => repo.owner.login);
    expect(new Set(own)).toEqual(new Set(["dev"]));
    expect((await list({ visibility: "private" })).data).toHaveLength(1);
  });
});

describe("objects", () => {
  it("lists a tree by branch, commit or tree with the sizes of its files", async () => {
    const octokit = github.octokit(token);
    const [byBranch, byCommit] = await Promise.all([
      octokit.rest.git.getTree({ ...CHECKOUT, tree_sha: "main", recursive: "1" }),
      octokit.rest.git.getTree({ ...CHECKOUT, tree_sha: await headSha(), recursive: "1" }),
    ]);
    expect(byBranch.data).toEqual(byCommit.data);
    const workflow = byBranch.data.tree.find(({ path }) => path === ".github/workflows/ci.yml");
    expect(workflow).toMatchObject({ mode: "100644", type: "blob" });
    const blob = await octokit.rest.git.getBlob({ ...CHECKOUT, file_sha: workflow?.sha ?? "" });
    const text = Buffer.from(blob.data.content, "base64");
    expect(text.length).toBe(workflow?.size);
    expect(text.toString("utf8")).toContain("npm install");
    expect(blob.data.content.split("\n")[0]).toHaveLength(60);
  });

  it("reads files, folders and the readme", async () => {
    const octokit = github.octokit(token);
    const file = await octokit.rest.repos.getContent({ ...CHECKOUT, path: "src/app.ts" });
    expect(file.data).toMatchObject({ type: "file", path: "src/app.ts", encoding: "base64" });
    const folder = await octokit.rest.repos.getContent({ ...CHECKOUT, path: "src" });
    expect((folder.data as { name: string }[]).map(({ name }) => name)).toContain("routes");
    expect((await octokit.rest.repos.getReadme(CHECKOUT)).data.name).toBe("README.md");
    const raw = await github.request(`${BASE}/contents/.nvmrc`, {
      token,
      headers: { accept: "application/vnd.github.raw" },
    });
    expect(await raw.text()).toBe("22\n");
  });

  it("compares a tag with a branch", async () => {
    const { data } = await github.octokit(token).rest.repos.compareCommitsWithBasehead({
      ...CHECKOUT,
      basehead: "v1.4.0...main",
    });
    expect(data).toMatchObject({ status: "ahead", behind_by: 0, ahead_by: data.commits.length });
    const changelog = data.files?.find(({ filename }) => filename === "CHANGELOG.md");
    expect(changelog?.patch).toContain("+## 1.4.2");
    expect(data.files?.find(({ filename }) => filename === ".github/workflows/deploy.yml")?.status).toBe("added");
  });

  it("knows branches with a slash in their name", async () => {
    const branch = await github.octokit(token).rest.repos.getBranch({ ...CHECKOUT, branch: "feat/payment-intents" });
    expect(branch.data.commit.commit.message).not.toBe("");
  });

  it.each(["HEAD~1", "main@{1}", "--output=/tmp/x", "main^{tree}", ":/Start", "@", "main..v1.4.0"])(
    "does not take %s for a commit",
    async (ref) => {
      const response = await github.request(`${BASE}/commits/${encodeURIComponent(ref)}`, { token });
      expect([404, 422]).toContain(response.status);
    },
  );

  it("answers for an empty repository with 409, and 404 for its contents", async () => {
    expect((await github.request("/repos/dev/empty/git/trees/main", { token })).status).toBe(409);
    expect((await github.request("/repos/dev/empty/commits", { token })).status).toBe(409);
    expect((await github.request("/repos/dev/empty/contents/README.md", { token })).status).toBe(404);
    expect(await json("/repos/dev/empty/languages")).toEqual({});
  });
});

describe("conditional requests and limits", () => {
  const sha = { accept: "application/vnd.github.sha" };

  it("answers 304 to a known ETag without counting it", async () => {
    const first = await github.request(`${BASE}/commits/main`, { token, headers: sha });
    const etag = first.headers.get("etag") ?? "";
    const second = await github.request(`${BASE}/commits/main`, { token, headers: { ...sha, "if-none-match": etag } });
    expect(second.status).toBe(304);
    expect(second.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
    expect(second.headers.get("etag")).toBe(etag);
    expect(await first.text()).toBe(await headSha());
  });

  it("gives each token its own ETag", async () => {
    const etags = await Promise.all(
      [token, github.token()].map(async (each) => (await github.request(BASE, { token: each })).headers.get("etag")),
    );
    expect(etags[0]).not.toBe(etags[1]);
  });

  it("refuses with 403 when the budget is spent", async () => {
    const user = github.token(["repo"], "sam");
    github.context.rates.set("sam", "core", 1);
    expect((await github.request("/user/repos", { token: user })).status).toBe(200);
    const refused = await github.request("/user/repos", { token: user });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await github.request("/rate_limit", { token: user })).status).toBe(200);
    github.context.clock.advance(3_600_000);
    expect((await github.request("/user/repos", { token: user })).status).toBe(200);
  });

  it("names itself as GitHub does in its headers", async () => {
    const { headers } = await github.request(BASE, { token });
    expect(headers.get("x-oauth-scopes")).toBe("repo, workflow, read:user, user:email");
    expect(headers.get("x-github-request-id")).toBeTruthy();
    expect(headers.get("cache-control")).toContain("private, max-age=60");
  });

  it("refuses what GitHub refuses: no User-Agent, an unknown API version, a bad token", async () => {
    const version = await github.request(BASE, { token, headers: { "x-github-api-version": "2020-01-01" } });
    expect(version.status).toBe(400);
    expect((await github.request(BASE, { token: "gho_unknown" })).status).toBe(401);
    expect((await github.request(BASE, { token, headers: { "user-agent": "" } })).status).toBe(403);
  });
});

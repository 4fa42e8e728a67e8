import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";

let folder: GitFolder;
let github: TestGithub;
let name: string;
let number = 0;

beforeAll(async () => {
  folder = makeGitFolder();
  folder.commit("Space & <script>", { "docs/a file.md": "<script>alert(1)</script>\n" });
  folder.git("checkout", "--quiet", "--detach");
  github = await startGithub({ reposDirs: [folder.parent] });
  const [repo] = github.context.repos.list();
  name = `${repo?.record.owner}/${repo?.record.name}`;
});
afterAll(async () => {
  await github.close();
  folder.remove();
});

const BODY =
  "## Why\n\n- **pin** `actions/checkout`\n\n| a | b |\n| - | - |\n| 1 | <img src=x> |\n\n```yaml\non: push\n```\n\n[x](javascript:alert(1))";

async function open(path: string, init?: RequestInit) {
  const response = await fetch(`${github.webUrl}${path}`, init);
  return { response, html: await response.text() };
}

async function openPull(files: Record<string, string> = { "src/index.js": "export const answer = 42;\n" }) {
  number += 1;
  const branch = `fix/${number}`;
  await github.control("push", { repo: name, branch, files });
  const [owner = "", repo = ""] = name.split("/");
  const octokit = github.octokit(await github.token());
  const pull = { owner, repo, head: branch, base: "main", title: "Pin <b>", body: BODY };
  return (await octokit.rest.pulls.create(pull)).data;
}

function proofOf(html: string, action: string): string {
  const form = html.slice(html.indexOf(`/${action}">`));
  return /authenticity_token" value="([^"]+)"/.exec(form)?.[1] ?? "";
}

async function press(path: string, action: string) {
  const { html } = await open(path);
  const body = new URLSearchParams({ authenticity_token: proofOf(html, action) });
  return open(`${path}/${action}`, { method: "POST", body });
}

describe("the page of a pull request", () => {
  let pull: Awaited<ReturnType<typeof openPull>>;
  let path: string;
  beforeEach(async () => {
    pull = await openPull({ "src/index.js": `export const answer = ${number + 100};\n` });
    path = new URL(pull.html_url).pathname;
  });

  it("shows description, commits and a coloured diff, and says that this is not github.com", async () => {
    const { html } = await open(path);
    expect(html).toContain("Local GitHub");
    expect(html).toContain("<h3>Why</h3>");
    expect(html).toContain("<strong>pin</strong> <code>actions/checkout</code>");
    expect(html).toContain("<pre><code>on: push\n</code></pre>");
    expect(html).toMatch(/<span class="added">\+export const answer = \d+;<\/span>/);
    expect(html).toContain('<span class="removed">-export const answer = 41;</span>');
  });

  it("shows what people wrote as text", async () => {
    const { html, response } = await open(path);
    expect(html).toContain("Pin &lt;b&gt;");
    expect(html).not.toMatch(/<img|<b>|href="javascript/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|@import|url\(http/);
  });

  it("is merged by its button", async () => {
    const { html } = await press(path, "merge");
    expect(html).toContain("dev merged 1 commit");
    expect(folder.git("log", "-1", "--format=%s", "main")).toContain(`#${pull.number}`);
  });

  it("is closed and opened again by its buttons", async () => {
    expect((await press(path, "close")).html).toContain('<span class="badge closed">Closed</span>');
    expect((await press(path, "reopen")).html).toContain('<span class="badge open">Open</span>');
  });

  it("does nothing for a form that another site made up", async () => {
    const made = { method: "POST", body: new URLSearchParams({ authenticity_token: "made-up" }) };
    expect((await open(`${path}/merge`, made)).response.status).toBe(422);
    const { html } = await open(path);
    const other = { method: "POST", body: new URLSearchParams({ authenticity_token: proofOf(html, "close") }) };
    expect((await open(`${path}/merge`, other)).response.status).toBe(422);
    expect((await open(path)).html).toContain("badge open");
  });

  it("offers no merge on conflict, and says what to do", async () => {
    await github.control("push", { repo: name, branch: "main", files: { "src/index.js": `theirs ${number}\n` } });
    const { html } = await open(path);
    expect(html).toContain("It conflicts with main");
    expect(html).not.toContain("Merge pull request</button>");
  });

  it("says why a merge is refused when the base is checked out", async () => {
    folder.git("checkout", "--quiet", "main");
    const { html, response } = await press(path, "merge");
    folder.git("checkout", "--quiet", "--detach");
    expect(response.status).toBe(405);
    expect(html).toContain("checked out");
  });

  it("is there as plain diff too", async () => {
    const { response, html } = await open(`${path}.diff`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(html).toMatch(/^diff --git/);
  });
});

describe("every address that the API shows as a page", () => {
  it("opens", async () => {
    const pull = await openPull({ "docs/a file.md": "changed\n" });
    const octokit = github.octokit(await github.token());
    const [owner = "", repo = ""] = name.split("/");
    const { data: shown } = await octokit.rest.repos.get({ owner, repo });
    const { data: files } = await octokit.rest.pulls.listFiles({ owner, repo, pull_number: pull.number });
    const { data: commits } = await octokit.rest.pulls.listCommits({ owner, repo, pull_number: pull.number });
    const { data: compared } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `main...${pull.head.ref}`,
    });
    const addresses = [
      shown.html_url,
      shown.owner.html_url,
      shown.owner.avatar_url,
      pull.html_url,
      pull.diff_url,
      pull.patch_url,
      compared.html_url,
      compared.permalink_url,
      compared.diff_url,
      ...files.flatMap(({ blob_url, raw_url }) => [blob_url, raw_url]),
      ...commits.map(({ html_url }) => html_url),
      `${github.webUrl}/`,
      `${shown.html_url}/tree/${pull.head.ref}/docs`,
    ];
    const statuses = await Promise.all(addresses.map(async (url) => (await fetch(url)).status));
    expect(statuses).toEqual(addresses.map(() => 200));
  });

  it("never serves a file of a repository as a page of its own", async () => {
    const { response, html } = await open(`/${name}/raw/main/docs/a%20file.md`);
    expect(html).toContain("<script>");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect((await open(`/${name}/blob/main/docs/a%20file.md`)).html).toContain("&lt;script&gt;");
  });

  it.each(["/nobody/nothing", "/nobody"])("answers 404 for %s", async (path) => {
    expect((await open(path)).response.status).toBe(404);
  });

  it.each([
    "tree/nowhere",
    "blob/main/missing.txt",
    "blob/main/../../secret",
    "commit/HEAD~1",
    "compare/main...--output=x",
    "pull/999",
  ])("answers 404 for %s of a repository", async (path) => {
    expect((await open(`/${name}/${path}`)).response.status).toBe(404);
  });

  it("leads from an earlier name to the current one", async () => {
    const pull = await openPull({ "renamed.txt": "1" });
    const [owner = "", repo = ""] = name.split("/");
    await github.control("rename", { repo: name, name: "moved" });
    const response = await fetch(pull.html_url);
    await github.control("rename", { repo: `${owner}/moved`, name: repo });
    expect(response.url).toContain("/moved/pull/");
    expect(response.status).toBe(200);
  });
});

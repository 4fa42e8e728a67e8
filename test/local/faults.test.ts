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

async function openPulls() {
  return (await github.octokit(token).rest.pulls.list(target)).data;
}

describe("an answer that is spoiled after the work was done", () => {
  it.each([[{ status: 502, body: "<html>" }], [{ drop: "headers" }], [{ drop: "body", afterBytes: 10 }]])(
    "leaves the pull request behind: %o",
    async (action) => {
      await github.control("push", { repo: name, branch: "lost", files: { "lost.txt": JSON.stringify(action) } });
      await fault({ match: { method: "POST", path: "/repos/*/pulls" }, action: { ...action, after: "apply" } });
      const create = github.octokit(token).rest.pulls.create({ ...target, title: "Lost", head: "lost", base: "main" });
      await expect(create).rejects.toBeDefined();
      expect(await openPulls()).toMatchObject([{ title: "Lost" }]);
      await expect(
        github.octokit(token).rest.pulls.create({ ...target, title: "Lost", head: "lost", base: "main" }),
      ).rejects.toMatchObject({ status: 422, message: expect.stringContaining("already exists") });
    },
  );

  it("leaves the hook behind", async () => {
    await fault({ match: { method: "POST", path: "/repos/*/hooks" }, action: { drop: "headers", after: "apply" } });
    const config = { url: "http://127.0.0.1:1/hook", content_type: "json" };
    await expect(github.octokit(token).rest.repos.createWebhook({ ...target, config })).rejects.toBeDefined();
    expect((await github.octokit(token).rest.repos.listWebhooks(target)).data).toHaveLength(1);
  });
});

describe("an answer that replaces the work", () => {
  it("leaves nothing behind", async () => {
    await github.control("push", { repo: name, branch: "never", files: { "never.txt": "1" } });
    await fault({ match: { method: "POST" }, action: { status: 503 } });
    const response = await get(`/repos/${name}/pulls`, { method: "POST" });
    expect(response.status).toBe(503);
    expect(await openPulls()).toEqual([]);
  });

  it("carries its own headers and body", async () => {
    await fault({ action: { status: 418, headers: { "x-mood": "fine" }, body: { message: "No" } } });
    const response = await get();
    expect([response.status, response.headers.get("x-mood")]).toEqual([418, "fine"]);
    expect(await response.json()).toEqual({ message: "No" });
  });
});

describe("a connection", () => {
  it.each([{ drop: "connect" }, { drop: "headers" }, { drop: "body", afterBytes: 20 }])(
    "breaks: %o",
    async (action) => {
      await fault({ action });
      expect(await fetchError()).toBe("TypeError");
      expect((await get()).status).toBe(200);
    },
  );

  it("hangs until the caller gives up", async () => {
    await fault({ action: { hang: true } });
    await expect(get("/user", { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("is slow to answer", async () => {
    await fault({ action: { delayMs: 60 } });
    const started = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it("trickles", async () => {
    await fault({ action: { trickle: 8 } });
    const reader = (await get()).body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(8);
    await reader?.cancel();
  });
});

describe("content", () => {
  it("loses its second half", async () => {
    await fault({ action: { truncateJson: true } });
    await expect((await get()).json()).rejects.toBeInstanceOf(SyntaxError);
  });

  it("is changed at JSON pointers", async () => {
    await fault({ action: { mutate: { "/login": "someone", "/name": null, "/id": { remove: true } } } });
    const body = (await (await get()).json()) as Record<string, unknown>;
    expect(body).toMatchObject({ login: "someone", name: null });
    expect(body).not.toHaveProperty("id");
  });
});

describe("a rule", () => {
  it("skips, then applies so many times, then stops", async () => {
    await fault({ skip: 1, times: 2, action: { status: 500 } });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await get()).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
  });

  it("applies until it is taken back", async () => {
    await fault({ times: -1, action: { status: 500 } });
    expect([(await get()).status, (await get()).status]).toEqual([500, 500]);
    await github.control("faults", undefined, "DELETE");
    expect((await get()).status).toBe(200);
  });

  it("draws the same requests for the same seed", async () => {
    const run = async () => {
      await github.control("faults", undefined, "DELETE");
      await fault({ times: -1, prob: 0.5, seed: 7, action: { status: 500 } });
      const statuses: number[] = [];
      for (let count = 0; count < 12; count += 1) statuses.push((await get()).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });

  it.each([
    [{ method: "post" }, false],
    [{ path: "/us*" }, true],
    [{ path: "/repos/*" }, false],
    [{ query: "page=2" }, true],
    [{ host: "localhost" }, false],
    [{ token: "gho_other" }, false],
    [{ bodyIncludes: "x" }, false],
    [{}, true],
  ])("with the match %o meets a GET of /user: %s", async (match, meets) => {
    await fault({ match, action: { status: 500 } });
    expect((await get("/user?page=2")).status).toBe(meets ? 500 : 200);
  });

  it("can single out the body of a request", async () => {
    await fault({ match: { bodyIncludes: '"branch":"x"' }, action: { status: 500 } });
    const post = (body: string) => get(`/repos/${name}/hooks`, { method: "POST", body });
    expect((await post('{"branch":"x"}')).status).toBe(500);
    expect((await post('{"branch":"x"}')).status).toBe(422);
  });
});

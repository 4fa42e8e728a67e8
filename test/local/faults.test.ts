import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

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

describe("a webhook", () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    await github.octokit(token).rest.repos.createWebhook({
      ...target,
      events: ["push"],
      config: { url: receiver.url, content_type: "json", secret: "s" },
    });
    await receiver.waitFor("ping");
    await github.control("settle");
    return () => receiver.close();
  });

  let pushes = 0;
  async function push() {
    pushes += 1;
    const files = { "pushed.txt": String(pushes) };
    return github.control("push", { repo: name, branch: "hooked", files });
  }

  it("is lost, and can be delivered again", async () => {
    await fault({ match: { event: "push" }, action: { webhook: "drop" } });
    await push();
    await github.control("settle");
    expect(receiver.received).toHaveLength(1);
    const lost = github.context.state.deliveries.at(-1);
    expect(lost?.statusCode).toBe(502);
    await github.control("redeliver", { delivery_id: lost?.id });
    const [late] = await receiver.waitFor("push");
    expect(late?.headers["x-github-delivery"]).toBe(lost?.guid);
  });

  it("comes twice with one id", async () => {
    await fault({ action: { webhook: "duplicate" } });
    await push();
    const [first, second] = await receiver.waitFor("push", 2);
    expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
  });

  it("is overtaken by the next", async () => {
    await fault({ action: { webhook: "reorder" } });
    const [one, two] = [await push(), await push()];
    const received = await receiver.waitFor("push", 2);
    expect(received.map(({ payload }) => payload?.after)).toEqual([two.sha, one.sha]);
  });

  it("comes late", async () => {
    await fault({ action: { webhook: "delay", delayMs: 40 } });
    const started = performance.now();
    await push();
    await receiver.waitFor("push");
    expect(performance.now() - started).toBeGreaterThan(35);
  });

  it("is signed with another secret, or cut short", async () => {
    const { verify } = await import("@octokit/webhooks-methods");
    const isTrue = ({ body, headers }: Receiver["received"][number]) =>
      verify("s", body, headers["x-hub-signature-256"] ?? "");
    await fault({ action: { webhook: "badSignature" } });
    await fault({ action: { webhook: "malformed" } });
    await push();
    const [forged] = await receiver.waitFor("push");
    await push();
    const [, broken] = await receiver.waitFor("push", 2);
    expect([forged && (await isTrue(forged)), forged?.payload?.ref]).toEqual([false, "refs/heads/hooked"]);
    expect([broken && (await isTrue(broken)), broken?.payload]).toEqual([true, null]);
  });

  it("is larger than GitHub would send", async () => {
    await fault({ action: { webhook: "huge" } });
    await push();
    const [push1] = await receiver.waitFor("push");
    expect(push1?.body.length).toBeGreaterThan(25 * 1024 * 1024);
  });
});

import { verify } from "@octokit/webhooks-methods";
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

describe("the hooks of a repository", () => {
  it("are made, shown without their secret, changed and deleted", async () => {
    const { data: hook, status } = await hookFor();
    expect(status).toBe(201);
    expect(hook.config).toEqual({ url: receiver.url, content_type: "json", insecure_ssl: "0", secret: "********" });
    const hook_id = hook.id;
    await octokit.rest.repos.updateWebhook({ ...target, hook_id, add_events: ["repository"], remove_events: ["push"] });
    const { data: changed } = await octokit.rest.repos.getWebhook({ ...target, hook_id });
    expect(changed.events).toEqual(["pull_request", "repository"]);
    await octokit.rest.repos.deleteWebhook({ ...target, hook_id });
    expect((await octokit.rest.repos.listWebhooks(target)).data).toEqual([]);
  });

  it("lose their secret when a new config comes without it", async () => {
    const { data: hook } = await hookFor();
    const config = { url: receiver.url, content_type: "json" };
    const { data } = await octokit.rest.repos.updateWebhook({ ...target, hook_id: hook.id, config });
    expect(data.config.secret).toBeUndefined();
  });

  it("cannot be made twice", async () => {
    await hookFor();
    await expect(hookFor()).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ message: "Hook already exists on this repository" }] } },
    });
  });

  it("are at most 20 an event", async () => {
    const urls = Array.from({ length: 20 }, (_unused, index) => `${receiver.url}/${index}`);
    for (const url of urls) await hookFor({ url, events: ["push"] });
    const oneMore = hookFor({ url: `${receiver.url}/more`, events: ["push"] });
    await expect(oneMore).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("more than 20 hooks"),
    });
  });

  it.each(["", "ftp://127.0.0.1/hook", "nonsense"])("refuse the address %j", async (url) => {
    await expect(hookFor({ url })).rejects.toMatchObject({ status: 422 });
  });

  it.each([{ events: [] }, { events: ["Push!"] }])("refuse the events %o", async (changes) => {
    await expect(hookFor(changes)).rejects.toMatchObject({ status: 422 });
  });

  it("are hidden from those who are not administrators, and from tokens without the scope", async () => {
    const stranger = github.octokit(await github.token({ login: "sam" }));
    await expect(stranger.rest.repos.listWebhooks(target)).rejects.toMatchObject({ status: 404 });
    const weak = github.octokit(await github.token({ scopes: ["read:user"] }));
    await expect(weak.rest.repos.listWebhooks(target)).rejects.toMatchObject({ status: 404 });
    await expect(github.octokit().rest.repos.listWebhooks(target)).rejects.toMatchObject({ status: 401 });
  });
});

describe("a delivery", () => {
  it("starts with a ping that is signed over its bytes", async () => {
    await hookFor();
    const [ping] = await receiver.waitFor("ping");
    expect(ping?.headers).toMatchObject({
      "content-type": "application/json",
      "x-github-hook-installation-target-type": "repository",
      "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
    });
    expect(await verify(SECRET, ping?.body ?? "", ping?.headers["x-hub-signature-256"] ?? "")).toBe(true);
    expect(await verify("another", ping?.body ?? "", ping?.headers["x-hub-signature-256"] ?? "")).toBe(false);
    github.checkWebhook("ping", ping?.payload);
  });

  it("comes as a form when the hook says so, signed as it is sent", async () => {
    await hookFor({ content_type: "form" });
    const [ping] = await receiver.waitFor("ping");
    expect(ping?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(ping?.payload).toMatchObject({ hook: { config: { content_type: "form" } } });
    expect(await verify(SECRET, ping?.body ?? "", ping?.headers["x-hub-signature-256"] ?? "")).toBe(true);
  });

  it("carries one id to all hooks of an event", async () => {
    await hookFor({ url: `${receiver.url}/a` });
    await hookFor({ url: `${receiver.url}/b` });
    await github.control("push", { repo: name, branch: "one-id", files: { "a.txt": "1" } });
    const pushes = await receiver.waitFor("push", 2);
    expect(pushes[0]?.headers["x-github-delivery"]).toBe(pushes[1]?.headers["x-github-delivery"]);
    expect(pushes[0]?.headers["x-github-hook-id"]).not.toBe(pushes[1]?.headers["x-github-hook-id"]);
  });

  it("is listed with what was sent and answered, and is sent again with the same id", async () => {
    const { data: hook } = await hookFor();
    await settle();
    const where = { ...target, hook_id: hook.id };
    const { data: list } = await octokit.rest.repos.listWebhookDeliveries(where);
    expect(list).toMatchObject([{ event: "ping", status: "OK", status_code: 200, redelivery: false }]);
    const delivery_id = list[0]?.id ?? 0;
    const { data: detail } = await octokit.rest.repos.getWebhookDelivery({ ...where, delivery_id });
    expect(detail.request.payload).toMatchObject({ hook_id: hook.id });
    expect(detail.response.payload).toBe("ok");
    const again = await octokit.rest.repos.redeliverWebhookDelivery({ ...where, delivery_id });
    expect(again.status).toBe(202);
    const [first, second] = await receiver.waitFor("ping", 2);
    expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
    await settle();
    const { data: both } = await octokit.rest.repos.listWebhookDeliveries(where);
    expect(both.map(({ redelivery }) => redelivery)).toEqual([true, false]);
  });

  it("is listed in pages that a cursor continues", async () => {
    const { data: hook } = await hookFor();
    for (let count = 0; count < 4; count += 1) await octokit.rest.repos.pingWebhook({ ...target, hook_id: hook.id });
    await settle();
    const all = await octokit.paginate("GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries", {
      ...target,
      hook_id: hook.id,
      per_page: 2,
    });
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  });

  it("is tried once and fails visibly when the receiver answers an error or sends it elsewhere", async () => {
    receiver.answer.status = 500;
    const { data: hook } = await hookFor();
    await settle();
    receiver.answer.status = 302;
    receiver.answer.headers = { location: receiver.url };
    await octokit.rest.repos.pingWebhook({ ...target, hook_id: hook.id });
    await settle();
    const { data } = await octokit.rest.repos.listWebhookDeliveries({ ...target, hook_id: hook.id });
    expect(data.map(({ status_code }) => status_code)).toEqual([302, 500]);
    expect(receiver.received).toHaveLength(2);
    const { data: shown } = await octokit.rest.repos.getWebhook({ ...target, hook_id: hook.id });
    expect(shown.last_response).toMatchObject({ code: 302, status: "misconfigured" });
  });

  it("fails visibly when nobody listens", async () => {
    const { data: hook } = await hookFor({ url: "http://127.0.0.1:1/hook" });
    await settle();
    const { data } = await octokit.rest.repos.listWebhookDeliveries({ ...target, hook_id: hook.id });
    expect(data).toMatchObject([{ status: "failed to connect to host" }]);
  });

  it("can be asked for with the latest push", async () => {
    const { data: hook } = await hookFor();
    await octokit.rest.repos.testPushWebhook({ ...target, hook_id: hook.id });
    const [push] = await receiver.waitFor("push");
    github.checkWebhook("push", push?.payload);
  });
});

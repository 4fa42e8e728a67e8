import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type GitFolder, makeGitFolder } from "../support/git-folder.ts";
import { startGithub, type TestGithub } from "../support/local-github.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const THREE_DAYS_MS = 3 * 24 * 3_600_000;

let folder: GitFolder;
let receiver: Receiver;
let dataDir: string;

beforeEach(async () => {
  folder = makeGitFolder();
  receiver = await startReceiver();
  dataDir = mkdtempSync(join(tmpdir(), "local-github-kept-"));
});
afterEach(async () => {
  await receiver.close();
  folder.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

function start(): Promise<TestGithub> {
  return startGithub({ dataDir, reposDirs: [folder.parent], pollMs: 20 });
}

const target = { owner: "dev", repo: "website" };

async function hooked(github: TestGithub) {
  const token = await github.token();
  const config = { url: receiver.url, content_type: "json", secret: "s" };
  const octokit = github.octokit(token);
  const { data } = await octokit.rest.repos.createWebhook({ ...target, config, events: ["push"] });
  await receiver.waitFor("ping");
  await github.control("settle");
  return { token, octokit, hook_id: data.id };
}

it("keeps tokens, hooks and deliveries over a restart", async () => {
  const first = await start();
  const { token, hook_id } = await hooked(first);
  await first.close();
  const second = await start();
  const octokit = second.octokit(token);
  const { data } = await octokit.rest.repos.listWebhookDeliveries({ ...target, hook_id });
  await second.close();
  expect(data).toMatchObject([{ event: "ping", status_code: 200 }]);
});

it("tells after the start what was committed while it was stopped, once", async () => {
  const first = await start();
  await hooked(first);
  await first.close();
  const after = folder.commit("Meanwhile", { "meanwhile.txt": "1" });
  const second = await start();
  const [push] = await receiver.waitFor("push");
  await second.control("settle");
  await second.close();
  expect(push?.payload).toMatchObject({ after, commits: [{ message: "Meanwhile" }] });
  expect(receiver.received.filter(({ headers }) => headers["x-github-event"] === "push")).toHaveLength(1);
});

it("forgets deliveries after three days", async () => {
  const github = await start();
  const { octokit, hook_id } = await hooked(github);
  await github.control("advance-clock", { ms: THREE_DAYS_MS + 1 });
  await octokit.rest.repos.pingWebhook({ ...target, hook_id });
  await github.control("settle");
  const { data } = await octokit.rest.repos.listWebhookDeliveries({ ...target, hook_id });
  await github.close();
  expect(data).toHaveLength(1);
});

it("stops a delivery that is under way when the server closes", async () => {
  const github = await start();
  const { octokit, hook_id } = await hooked(github);
  receiver.answer.hold = true;
  await octokit.rest.repos.pingWebhook({ ...target, hook_id });
  await receiver.waitFor("ping", 2);
  const started = performance.now();
  await github.close();
  expect(performance.now() - started).toBeLessThan(2000);
});

import { verify } from "@octokit/webhooks-methods";
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

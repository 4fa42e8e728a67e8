import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { send } from "./support/as.ts";
import { pushTo } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { takeMessages } from "./support/jobs.ts";
import { type Missing, missing, rowOf } from "./support/missed.ts";
import { testCtx, testScope } from "./support/scope.ts";
import { addressOf, request } from "./support/webhook.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const ROUNDS = 4;
const PUSHES = 50;

/** A repeatable order that has nothing to do with the one in which things happened. */
function shuffled<T>(items: readonly T[]): T[] {
  const keyed = items.map((item, index) => ({ item, key: Math.imul(index + 1, 0x9e3779b1) >>> 0 }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

type Push = { readonly guid: string; readonly after: string };

async function deliverAll(here: Missing, sent: readonly { event: string; guid: string; payload: unknown }[]) {
  const key = "test1.1";
  const place = { orgId: here.caller.orgId, repositoryId: here.repositoryId };
  const secret = (await testCtx(here.caller).hookSecrets.secretOf(key, place)) ?? "";
  const deliver = async ({ event, guid, payload }: (typeof sent)[number]) =>
    send(addressOf({ ...here, key }), await request({ hookId: here.hookId, secret }, { event, guid, payload }));
  const statuses = await Promise.all(sent.map(async (one) => (await deliver(one)).status));
  expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
}

function pushes({ made }: Missing, given: readonly Push[]) {
  const repository = { id: made.githubId, default_branch: "main" };
  return given.map(({ guid, after }) => ({
    event: "push",
    guid,
    payload: { ref: "refs/heads/main", after, repository },
  }));
}

async function drain(sent: string[]): Promise<void> {
  for (let id = sent.shift(); id; id = sent.shift()) await runJob(testScope(), id, jobHandlers);
}

async function analysesOf({ repositoryId }: Missing) {
  const statement = env.DB.prepare(
    "select commit_sha, completed_at from analyses where repository_id = ? order by created_at desc, id desc",
  );
  return (await statement.bind(repositoryId).all<{ commit_sha: string; completed_at: number | null }>()).results;
}

it("200 pushes in any order, doubled and dropped, end with the analysis of the head, and few of them", async () => {
  const sent = takeMessages();
  const here = await missing();
  const happened: Push[] = [];
  let head = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    head = await pushTo(here.made.fullName, { [WORKFLOW]: `on: push\njobs: {}\n# ${round}\n` });
    const bursts = Array.from({ length: PUSHES }, () => ({ guid: crypto.randomUUID(), after: head }));
    // Some of what happened earlier arrives now, some of what happens now arrives later or never.
    happened.push(...bursts.filter((_push, index) => index % 10 !== 3));
    const arrived = shuffled(happened).slice(0, PUSHES);
    await deliverAll(here, pushes(here, [...arrived, ...arrived.slice(0, 10)]));
    await drain(sent);
  }
  const [newest, ...older] = await analysesOf(here);
  expect(newest).toMatchObject({ commit_sha: head, completed_at: expect.any(Number) });
  expect(older.length).toBeLessThanOrEqual(ROUNDS);
  expect(await rowOf(here)).toMatchObject({ head_sha: head });
});

it("nothing starts once a repository is deleted, whatever arrives later", async () => {
  const sent = takeMessages();
  const here = await missing();
  const late = Array.from({ length: 20 }, () => ({ guid: crypto.randomUUID(), after: here.made.sha ?? "" }));
  const repository = { id: here.made.githubId, default_branch: "main" };
  const changed = (event: string, action: string) => ({
    event,
    guid: crypto.randomUUID(),
    payload: { action, repository },
  });
  await controlGithub("delete", { repo: here.made.fullName });
  await deliverAll(here, [changed("repository", "deleted")]);
  const before = await env.DB.prepare("select count(*) as n from jobs where kind = 'analysis'").first("n");
  await deliverAll(here, [
    ...pushes(here, late),
    changed("repository", "renamed"),
    changed("repository", "transferred"),
    changed("installation", "deleted"),
  ]);
  await drain(sent);
  expect(await env.DB.prepare("select count(*) as n from jobs where kind = 'analysis'").first("n")).toBe(before);
  expect(await rowOf(here)).toMatchObject({ state: "gone" });
});

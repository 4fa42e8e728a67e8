import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { pushTo } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { handOver, type Missing, missing } from "./support/missed.ts";
import { testScope } from "./support/scope.ts";
import { seedAnalysis, seedPlan } from "./support/seed.ts";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

async function nextSweep(): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 });
  await sweepWebhooks(testScope());
}

async function askGithub<T>({ made, token }: Missing, path: string, asked: { method: string; body: object }) {
  const url = `${env.GITHUB_API_URL}/repos/${made.fullName}${path}`;
  const headers = { authorization: `Bearer ${token}`, "user-agent": "tests" };
  const response = await fetch(url, { method: asked.method, headers, body: JSON.stringify(asked.body) });
  return response.json<T>();
}

/** A pull request of ours. */
async function ourPull(here: Missing): Promise<number> {
  const { caller, made, repositoryId } = here;
  await pushTo(made.fullName, { "src/new.ts": "1\n" }, "autodevops/fix");
  const body = { title: "Fix", head: "autodevops/fix", base: "main" };
  const { number } = await askGithub<{ number: number }>(here, "/pulls", { method: "POST", body });
  const { id: analysisId } = await seedAnalysis(caller.orgId, { repositoryId });
  await seedPlan(caller.orgId, { repositoryId, analysisId, number, state: "opened", pullState: "open" });
  return number;
}

async function stateOf({ repositoryId }: Missing): Promise<unknown> {
  const statement = env.DB.prepare("select pull_state from pull_requests where repository_id = ?");
  return statement.bind(repositoryId).first("pull_state");
}

describe("a state that a late delivery set and that is over", () => {
  it("is set right by the next look, although nothing moved at GitHub since the last one", async () => {
    const here = await missing();
    const number = await ourPull(here);
    for (const state of ["closed", "open"])
      await askGithub(here, `/pulls/${number}`, { method: "PATCH", body: { state } });
    await controlGithub("settle");
    await nextSweep();
    await nextSweep();
    expect(await stateOf(here)).toBe("open");
    const [answer] = await handOver(here, ({ action }) => action === "closed");
    expect(answer?.status).toBe(202);
    expect(await stateOf(here)).toBe("closed");
    await nextSweep();
    expect(await stateOf(here)).toBe("open");
  });
});

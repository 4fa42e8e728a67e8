import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { pullChecks } from "../../worker/db/schema.ts";
import { deliver, type Hooked, hooked } from "./support/webhook.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const OWN = { id: 1 };

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue(sent);
});

type Pull = { state?: string; merged?: boolean; ref?: string; fork?: boolean; more?: object };

/** A delivery about the pull request 7. */
async function tell(here: Hooked, action: string, pull: Pull = {}) {
  const { state = "open", merged = false, ref = "topic", fork = false, more = {} } = pull;
  const head = { ref, sha: SHA, repo: fork ? { id: 2 } : OWN };
  const pull_request = { number: 7, state, merged, head, base: { ref: "main", sha: SHA, repo: OWN } };
  const response = await deliver(here, { event: "pull_request", payload: { action, pull_request, ...more } });
  expect(response.status).toBe(202);
  return (await response.json()) as { outcome: string; job_id: string | null };
}

async function jobsOf({ caller }: Hooked) {
  const statement = env.DB.prepare("select id, kind, trigger, input, coalesce_key from jobs where org_id = ?");
  return (await statement.bind(caller.orgId).all()).results;
}

async function storeCheck({ ctx, caller, repositoryId }: Hooked, state: "open" | "merged"): Promise<void> {
  await ctx.db.insert(pullChecks).values({
    orgId: caller.orgId,
    id: ctx.random.uuidv7(),
    repositoryId,
    number: 7,
    title: "t",
    url: "u",
    headSha: SHA,
    baseSha: SHA,
    isFork: false,
    state,
    jobId: "j",
    conclusion: "success",
    newFindings: 0,
    fixedFindings: 0,
    findings: "[]",
    reportedAs: "none",
    checkedAt: 1,
  });
}

describe("a pull request", () => {
  it.each([["opened"], ["synchronize"], ["reopened"], ["ready_for_review"]])(
    "that was %s is checked",
    async (action) => {
      const here = await hooked();
      const { outcome, job_id } = await tell(here, action);
      expect(outcome).toBe("queued");
      const key = `pull:${here.repositoryId}:7`;
      const job = { id: job_id, kind: "analysis", trigger: "pull_request", input: '{"pull":7}', coalesce_key: key };
      expect(await jobsOf(here)).toEqual([job]);
      expect(env.Q_ANALYSIS.send).toHaveBeenCalledWith({ v: 1, job_id }, expect.anything());
      expect(await env.DB.prepare("select count(*) as n from analyses").first("n")).toBe(0);
    },
  );

  it("is checked once for pushes that come before the check began", async () => {
    const here = await hooked();
    const all = [await tell(here, "opened"), await tell(here, "synchronize"), await tell(here, "synchronize")];
    expect(new Set(all.map(({ job_id }) => job_id)).size).toBe(1);
    expect(await jobsOf(here)).toHaveLength(1);
  });

  it("is checked anew when its base became another one, not for a new title", async () => {
    const here = await hooked();
    const changes = { changes: { base: { ref: { from: "main" } } } };
    expect((await tell(here, "edited", { more: { changes: { title: { from: "a" } } } })).outcome).toBe("ignored");
    expect((await tell(here, "edited", { more: changes })).outcome).toBe("queued");
  });

  it.each([
    ["of ours", {}, "recorded", 0],
    ["of a fork that names its branch like ours", { fork: true }, "queued", 1],
  ])("%s leads to %s", async (_case, more, outcome, count) => {
    const here = await hooked();
    expect((await tell(here, "opened", { ref: "autodevops/fix-1", ...more })).outcome).toBe(outcome);
    expect(await jobsOf(here)).toHaveLength(count);
  });

  it.each([
    ["closed", { state: "closed" }, "open", "closed"],
    ["merged", { state: "closed", merged: true }, "open", "merged"],
    ["merged, although an older closing comes late", { state: "closed" }, "merged", "merged"],
  ] as const)("that was %s says so in its check, without a job", async (_case, pull, before, after) => {
    const here = await hooked();
    await storeCheck(here, before);
    expect(await tell(here, "closed", pull)).toEqual({ outcome: "recorded", job_id: null });
    const state = env.DB.prepare("select state from pull_checks where org_id = ?").bind(here.caller.orgId);
    expect(await state.first("state")).toBe(after);
    expect(await jobsOf(here)).toEqual([]);
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { jobs } from "../../worker/db/schema.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import { makeRepository } from "./support/github.ts";
import { seedRepository } from "./support/seed-analysis.ts";

/** Runs every job that waits, oldest first, once. */
async function runWaiting(ctx: Ctx): Promise<void> {
  const waiting = (await ctx.db.select().from(jobs)).filter(({ state }) => state === "pending");
  for (const { id } of waiting) await runJob(ctx, id, jobHandlers);
}

describe("an analysis of a repository that GitHub does not show under its name", () => {
  it.each([
    ["is set aside, and a sync learns the new name", "github_id = github_id", "connected"],
    ["is set aside, and a sync marks it as gone", "github_id = 1", "gone"],
  ])("%s", async (_name, change, state) => {
    for (const queue of [env.Q_ANALYSIS, env.Q_SYNC]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
    const caller = await as({ github: {} });
    const made = await makeRepository({ files: { "package.json": "{}" } });
    const { ctx, id } = await seedRepository(caller, made);
    await env.DB.prepare(`update repositories set name = 'before', full_name = 'dev/before', ${change}`).run();
    const { jobId } = await startAnalysis(ctx, { repositoryId: id, type: "full", trigger: "manual" });
    await runWaiting(ctx);
    const job = await env.DB.prepare("select state, error_code from jobs where id = ?").bind(jobId).first();
    expect(job).toEqual({ state: "dead_letter", error_code: "github_not_found" });
    await runWaiting(ctx);
    const row = await env.DB.prepare("select state, name from repositories").first();
    expect(row).toEqual({ state, name: state === "gone" ? "before" : made.name });
  });
});

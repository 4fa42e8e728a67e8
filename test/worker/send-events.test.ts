import { describe, expect, it, vi } from "vitest";
import type { JobLogRow } from "../../worker/db/jobs.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { sendEvents } from "../../worker/services/jobs/send-events.ts";
import { as } from "./support/as.ts";
import { logLines } from "./support/log-lines.ts";
import { testCtx } from "./support/scope.ts";

const JOB = { id: "job", repositoryId: "repository", state: "failed", analysisId: null } as const;
const row = (seq: number, state: "failed" | "dead_letter"): JobLogRow => ({
  orgId: "org",
  jobId: JOB.id,
  seq,
  at: 1_000,
  type: "state",
  level: "error",
  message: state,
  state,
  step: null,
});
const ROWS = [row(1, "failed"), row(2, "dead_letter")];
const UNREACHABLE = () => Promise.reject(new Error("Network connection lost."));

/** The platform with these two feeds in place of its own. */
async function withFeeds(ofJob: () => Promise<unknown>, ofOrganization: () => Promise<unknown>): Promise<Ctx> {
  const ctx = testCtx(await as());
  const feed = <Whole extends object>(whole: Whole, publish: () => Promise<unknown>) =>
    new Proxy(whole, { get: (target, key) => (key === "publish" ? publish : Reflect.get(target, key)) });
  const repoJobs: Ctx["objects"]["repoJobs"] = (...of) => feed(ctx.objects.repoJobs(...of), ofJob);
  const orgLive: Ctx["objects"]["orgLive"] = (...of) => feed(ctx.objects.orgLive(...of), ofOrganization);
  return { ...ctx, objects: { ...ctx.objects, repoJobs, orgLive } };
}

describe("events of a job", () => {
  it("reach the organization's feed although the job's own cannot be reached", async () => {
    const publish = vi.fn(async () => undefined);
    await sendEvents(await withFeeds(UNREACHABLE, publish), JOB, ROWS);
    const states = ROWS.map(({ state }) => ({ event: expect.objectContaining({ state }) }));
    expect(publish.mock.calls).toEqual(states.map((event) => [expect.objectContaining(event)]));
    expect(logLines("live_event_not_sent")).toHaveLength(2);
  });

  it("all reach the job's own feed although the organization's cannot be reached", async () => {
    const publish = vi.fn(async () => undefined);
    await sendEvents(await withFeeds(publish, UNREACHABLE), JOB, ROWS);
    expect(publish).toHaveBeenCalledTimes(2);
    expect(logLines("live_event_not_sent")).toMatchObject([{ job_id: JOB.id }, { job_id: JOB.id }]);
  });
});

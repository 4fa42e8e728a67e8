import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { place } from "./support/jobs.ts";
import { seedJob } from "./support/seed.ts";

const TEN_MINUTES_MS = 600_000;
/** As often as an outage of five minutes lets one ring. */
const FAILURES = 20;

/** A job whose message was lost ten minutes ago, and the objects that look after it. */
async function lostMessage() {
  const { caller, ctx, repositoryId, sent } = await place();
  const long = Date.now() - TEN_MINUTES_MS;
  const waits = { kind: "sync", repositoryId, createdAt: long, publishedAt: long } as const;
  const { id } = await seedJob(caller.orgId, waits);
  const { orgId } = caller;
  const at = Date.now() + TEN_MINUTES_MS;
  await ctx.objects.repoJobs(orgId, repositoryId).watch({ orgId, repositoryId, at });
  await ctx.objects.orgJobs(orgId).wake({ orgId, at });
  const repository = env.REPO_JOBS.getByName(`${orgId}:repo:${repositoryId}`);
  return { id, sent, objects: { repository, organization: env.ORG_JOBS.getByName(`${orgId}:jobs`) } };
}

const alarmOf = (object: DurableObjectStub) =>
  runInDurableObject(object, (_instance, { storage }) => storage.getAlarm());

/** The database is gone until the answer is called. */
function outage(): () => void {
  const lost = () => {
    throw new Error("D1 DB is overloaded.");
  };
  const spies = [
    vi.spyOn(env.DB, "prepare").mockImplementation(lost),
    vi.spyOn(env.DB, "batch").mockImplementation(lost),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}

describe.each(["repository", "organization"] as const)("the alarm of the %s", (which) => {
  it("is set again after each of many failures, and clears what piled up once the database is back", async () => {
    const { id, sent, objects } = await lostMessage();
    const object = objects[which];
    const end = outage();
    const armed: boolean[] = [];
    for (let failure = 0; failure < FAILURES; failure += 1) {
      await runDurableObjectAlarm(object).catch(() => {});
      armed.push((await alarmOf(object)) !== null);
    }
    expect(armed).toEqual(Array(FAILURES).fill(true));
    expect(sent).toEqual([]);
    end();
    await runDurableObjectAlarm(object);
    expect(sent).toEqual([id]);
  });

  it("may ring twice for one cause", async () => {
    const { id, sent, objects } = await lostMessage();
    await runDurableObjectAlarm(objects[which]);
    await runDurableObjectAlarm(objects[which]);
    expect(sent).toEqual([id]);
  });
});

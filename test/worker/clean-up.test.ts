import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { runScheduled } from "../../worker/consumers/run-scheduled.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedDelivery, seedGap, seedJob } from "./support/seed.ts";
import { seedApiToken, seedInvitation } from "./support/seed-people.ts";

const DAY_MS = 86_400_000;

const count = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n ?? -1;

/** Invitations and tokens: two of each ended 31 days ago, one 29. */
async function seedEnded(orgId: string, now: number): Promise<void> {
  const day = { expiresAt: now + DAY_MS, createdAt: now - 40 * DAY_MS };
  await seedInvitation(orgId, { ...day, expiresAt: now - 31 * DAY_MS });
  await seedInvitation(orgId, { ...day, acceptedAt: now - 31 * DAY_MS });
  await seedInvitation(orgId, { ...day, endedAt: now - 29 * DAY_MS });
  await seedApiToken(orgId, { ...day, expiresAt: now - 31 * DAY_MS });
  await seedApiToken(orgId, { ...day, revokedAt: now - 31 * DAY_MS });
  await seedApiToken(orgId, { ...day, expiresAt: now - 29 * DAY_MS });
}

/** Answers, questions and alerts of the AI: one of each that is too old. */
async function seedAi(orgId: string, now: number): Promise<void> {
  const answer = env.DB.prepare(
    "insert into ai_cache (org_id, key, answer, provider, model, answered_at, used_at) values (?, ?, '{}', 'gemini', 'm', 1, ?)",
  );
  const asked = env.DB.prepare(
    `insert into ai_requests (org_id, id, at, task, prompt_version, context_hash, outcome, estimated_tokens, input_tokens,
       output_tokens, cost_micros, attempts, duration_ms) values (?, ?, ?, 'analysis', 1, 'h', 'answered', 1, 1, 1, 1, 1, 1)`,
  );
  const alert = env.DB.prepare("insert into ai_alerts (org_id, window, percent, at) values (?, ?, 50, ?)");
  await env.DB.batch([
    answer.bind(orgId, "old", now - 31 * DAY_MS),
    answer.bind(orgId, "used", now - 29 * DAY_MS),
    asked.bind(orgId, "old", now - 401 * DAY_MS),
    asked.bind(orgId, "young", now - 399 * DAY_MS),
    alert.bind(orgId, "old", now - 401 * DAY_MS),
    alert.bind(orgId, "young", now - 399 * DAY_MS),
  ]);
}

it("clears at night what is kept for a time only, and nothing that is younger", async () => {
  const caller = await as();
  const ctx = testCtx(caller);
  const now = ctx.clock.now();
  const { id } = await seedJob(caller.orgId);
  const log = env.DB.prepare(
    "insert into job_logs (org_id, job_id, seq, at, type, level, message) values (?, ?, ?, ?, 'log', 'info', 'x')",
  );
  const blob = env.DB.prepare("insert into blobs (org_id, id, kind, size, used_at) values (?, ?, 'blob', 0, ?)");
  await env.DB.batch([
    log.bind(caller.orgId, id, 100, now - 31 * DAY_MS),
    log.bind(caller.orgId, id, 101, now - 29 * DAY_MS),
    blob.bind(caller.orgId, "old", now - 31 * DAY_MS),
    blob.bind(caller.orgId, "used", now - 29 * DAY_MS),
  ]);
  const start = env.DB.prepare("insert into job_starts (org_id, at, job_id) values (?, ?, ?)");
  await env.DB.batch([2, 0].map((days) => start.bind(caller.orgId, now - days * DAY_MS, id)));
  await seedAi(caller.orgId, now);
  for (const days of [8, 6]) {
    await seedDelivery(caller.orgId, { receivedAt: now - days * DAY_MS });
    await seedGap(caller.orgId, { foundAt: now - days * DAY_MS });
  }
  await seedEnded(caller.orgId, now);
  const [logs, sessions] = [await count("job_logs"), await count("sessions")];
  await as({ orgId: caller.orgId });
  await env.DB.prepare("update sessions set expires_at = ? where user_id != ?")
    .bind(now - 2 * DAY_MS, caller.userId)
    .run();
  await runScheduled("17 3 * * *", ctx);
  expect(await count("job_logs")).toBe(logs - 1);
  expect(await count("job_starts")).toBe(1);
  const kept = [
    "blobs",
    "ai_cache",
    "ai_requests",
    "ai_alerts",
    "webhook_deliveries",
    "webhook_gaps",
    "invitations",
    "api_tokens",
  ];
  for (const table of kept) expect(await count(table), table).toBe(1);
  expect(await count("sessions")).toBe(sessions);
  expect((await caller.get("/api/auth/me")).status).toBe(200);
});

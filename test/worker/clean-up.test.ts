import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { runScheduled } from "../../worker/consumers/run-scheduled.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedDelivery, seedGap, seedJob } from "./support/seed.ts";

const DAY_MS = 86_400_000;

const count = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n ?? -1;

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
  const answer = env.DB.prepare(
    "insert into ai_cache (org_id, key, answer, provider, model, answered_at, used_at) values (?, ?, '{}', 'gemini', 'm', 1, ?)",
  );
  const asked = env.DB.prepare(
    `insert into ai_requests (org_id, id, at, task, prompt_version, context_hash, outcome, estimated_tokens, input_tokens,
       output_tokens, cost_micros, attempts, duration_ms) values (?, ?, ?, 'analysis', 1, 'h', 'answered', 1, 1, 1, 1, 1, 1)`,
  );
  const alert = env.DB.prepare("insert into ai_alerts (org_id, window, percent, at) values (?, ?, 50, ?)");
  await env.DB.batch([
    answer.bind(caller.orgId, "old", now - 31 * DAY_MS),
    answer.bind(caller.orgId, "used", now - 29 * DAY_MS),
    asked.bind(caller.orgId, "old", now - 401 * DAY_MS),
    asked.bind(caller.orgId, "young", now - 399 * DAY_MS),
    alert.bind(caller.orgId, "old", now - 401 * DAY_MS),
    alert.bind(caller.orgId, "young", now - 399 * DAY_MS),
  ]);
  for (const days of [8, 6]) {
    await seedDelivery(caller.orgId, { receivedAt: now - days * DAY_MS });
    await seedGap(caller.orgId, { foundAt: now - days * DAY_MS });
  }
  const [logs, sessions] = [await count("job_logs"), await count("sessions")];
  await as({ orgId: caller.orgId });
  await env.DB.prepare("update sessions set expires_at = ? where user_id != ?")
    .bind(now - 2 * DAY_MS, caller.userId)
    .run();
  await runScheduled("17 3 * * *", ctx);
  expect(await count("job_logs")).toBe(logs - 1);
  expect(await count("job_starts")).toBe(1);
  const kept = ["blobs", "ai_cache", "ai_requests", "ai_alerts", "webhook_deliveries", "webhook_gaps"];
  for (const table of kept) expect(await count(table), table).toBe(1);
  expect(await count("sessions")).toBe(sessions);
  expect((await caller.get("/api/auth/me")).status).toBe(200);
});

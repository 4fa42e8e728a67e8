/** What an organization spent on AI, added up, and the shares of its cap that it passed. */
import { and, asc, desc, eq, gte, lt, ne, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { aiAlerts, aiUsage, users } from "./schema.ts";

const sums = {
  requests: sql<number>`coalesce(sum(${aiUsage.requests}), 0)`,
  cached: sql<number>`coalesce(sum(${aiUsage.cached}), 0)`,
  inputTokens: sql<number>`coalesce(sum(${aiUsage.inputTokens}), 0)`,
  outputTokens: sql<number>`coalesce(sum(${aiUsage.outputTokens}), 0)`,
  costMicros: sql<number>`coalesce(sum(${aiUsage.costMicros}), 0)`,
  kept: sql<number>`coalesce(sum(${aiUsage.kept}), 0)`,
  dropped: sql<number>`coalesce(sum(${aiUsage.dropped}), 0)`,
};

/** Usage of the days `from` (inclusive) to `to` (exclusive), counted since 1970. Users without a name are gone, or nobody. */
export async function sumUsage(data: OrgDb, { from, to }: { readonly from: number; readonly to: number }) {
  const { db } = data;
  const own = and(eq(aiUsage.orgId, data.orgId), gte(aiUsage.day, from), lt(aiUsage.day, to));
  const mostTokens = desc(sql`sum(${aiUsage.inputTokens} + ${aiUsage.outputTokens})`);
  const [total, byDay, byUser, byTask, byModel] = await db.batch([
    db.select(sums).from(aiUsage).where(own),
    db
      .select({ ...sums, day: aiUsage.day })
      .from(aiUsage)
      .where(own)
      .groupBy(aiUsage.day)
      .orderBy(asc(aiUsage.day)),
    db
      .select({ ...sums, userId: aiUsage.userId, login: users.login })
      .from(aiUsage)
      .leftJoin(users, eq(users.id, aiUsage.userId))
      .where(own)
      .groupBy(aiUsage.userId)
      .orderBy(mostTokens),
    db
      .select({ ...sums, task: aiUsage.task })
      .from(aiUsage)
      .where(own)
      .groupBy(aiUsage.task)
      .orderBy(mostTokens),
    db
      .select({ ...sums, model: aiUsage.model })
      .from(aiUsage)
      .where(and(own, ne(aiUsage.model, "")))
      .groupBy(aiUsage.model)
      .orderBy(mostTokens),
  ]);
  return { total: total[0], byDay, byUser, byTask, byModel };
}

export type AiAlert = Omit<typeof aiAlerts.$inferSelect, "orgId">;

/** Writes alerts down; answers with those that are new. */
export function alertsInsert(data: OrgDb, alerts: readonly [AiAlert, ...AiAlert[]]) {
  return data.db
    .insert(aiAlerts)
    .values(alerts.map((alert) => ({ ...alert, orgId: data.orgId })))
    .onConflictDoNothing()
    .returning({ percent: aiAlerts.percent });
}

/** Alerts of one window, oldest first. */
export async function listAlerts(data: OrgDb, window: string): Promise<AiAlert[]> {
  return data.db
    .select({ window: aiAlerts.window, percent: aiAlerts.percent, at: aiAlerts.at })
    .from(aiAlerts)
    .where(and(eq(aiAlerts.orgId, data.orgId), eq(aiAlerts.window, window)))
    .orderBy(asc(aiAlerts.percent));
}

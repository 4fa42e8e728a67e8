/** Every question to the AI, and what it cost by day, user, task and model. Never content. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { aiRequests, aiUsage } from "./schema.ts";

export type AiRequestRow = Omit<typeof aiRequests.$inferSelect, "orgId">;

/** What one row of usage grows by. `model` is empty where none was asked. */
export type UsageShare = Pick<
  typeof aiUsage.$inferSelect,
  "model" | "requests" | "cached" | "inputTokens" | "outputTokens" | "costMicros"
>;

const DAY_MS = 86_400_000;

/** The row of a question; the same id twice is one row. */
export function requestInsert(data: OrgDb, row: AiRequestRow) {
  return data.db
    .insert(aiRequests)
    .values({ ...row, orgId: data.orgId })
    .onConflictDoNothing();
}

/**
 * Adds to the usage of the question's day, user and task, when the statement just before it in the batch changed something:
 * a batch that is sent again counts once. The `select` gives every column of the table in its order, as an insert needs it.
 */
export function usageAdd(data: OrgDb, of: Pick<AiRequestRow, "at" | "userId" | "task">, share: UsageShare) {
  const { requests, cached, inputTokens, outputTokens, costMicros } = share;
  return data.db
    .insert(aiUsage)
    .select(
      sql`select ${data.orgId}, ${Math.floor(of.at / DAY_MS)}, ${of.userId ?? ""}, ${of.task}, ${share.model}, ${requests},
                 ${cached}, ${inputTokens}, ${outputTokens}, ${costMicros}, 0, 0 where changes() > 0`,
    )
    .onConflictDoUpdate({
      target: [aiUsage.orgId, aiUsage.day, aiUsage.userId, aiUsage.task, aiUsage.model],
      set: {
        requests: sql`${aiUsage.requests} + excluded.requests`,
        cached: sql`${aiUsage.cached} + excluded.cached`,
        inputTokens: sql`${aiUsage.inputTokens} + excluded.input_tokens`,
        outputTokens: sql`${aiUsage.outputTokens} + excluded.output_tokens`,
        costMicros: sql`${aiUsage.costMicros} + excluded.cost_micros`,
      },
    });
}

type Counts = { readonly kept: number; readonly dropped: number };

/** Adds a verdict to the question's row and to its usage; a question that has one keeps it. */
export async function storeVerdict(data: OrgDb, id: string, { kept, dropped }: Counts): Promise<void> {
  const { db, orgId } = data;
  const open = and(
    eq(aiRequests.orgId, orgId),
    eq(aiRequests.id, id),
    eq(aiRequests.kept, 0),
    eq(aiRequests.dropped, 0),
  );
  const place = db
    .select({
      day: sql`${aiRequests.at} / ${sql.raw(String(DAY_MS))}`,
      userId: sql`coalesce(${aiRequests.userId}, '')`,
      task: aiRequests.task,
      model: sql`coalesce(${aiRequests.model}, '')`,
    })
    .from(aiRequests)
    .where(open);
  await db.batch([
    db
      .update(aiUsage)
      .set({ kept: sql`${aiUsage.kept} + ${kept}`, dropped: sql`${aiUsage.dropped} + ${dropped}` })
      .where(
        and(
          eq(aiUsage.orgId, orgId),
          sql`(${aiUsage.day}, ${aiUsage.userId}, ${aiUsage.task}, ${aiUsage.model}) = ${place}`,
        ),
      ),
    db.update(aiRequests).set({ kept, dropped }).where(open),
  ]);
}

export type AiRequestsQuery = {
  readonly after: After | undefined;
  readonly limit: number;
};

/** Newest first. */
export async function listAiRequestRows(data: OrgDb, { after, limit }: AiRequestsQuery): Promise<AiRequestRow[]> {
  const { at, id } = aiRequests;
  return data.db
    .select()
    .from(aiRequests)
    .where(and(eq(aiRequests.orgId, data.orgId), olderThan({ at, id }, after)))
    .orderBy(desc(at), desc(id))
    .limit(limit);
}

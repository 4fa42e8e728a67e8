/** Repositories that somebody disconnected: the audit log is all that is left of them. */
import { and, eq, gte, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { auditLog } from "./schema.ts";

const HEX = 16;

/** The smallest id of a row of this instant: ids are in the order of their making. */
function firstIdAt(at: number): string {
  const time = Math.max(0, at).toString(HEX).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** Which of these repositories of GitHub a person disconnected after `since` (ms since the epoch). */
export async function disconnectedByHand(
  data: OrgDb,
  githubIds: readonly number[],
  since: number,
): Promise<ReadonlySet<number>> {
  const githubId = sql<number>`json_extract(${auditLog.meta}, '$.github_id')`;
  const rows = await data.db
    .selectDistinct({ githubId })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.orgId, data.orgId),
        gte(auditLog.id, firstIdAt(since)),
        eq(auditLog.action, "repository.disconnected"),
        eq(auditLog.actorKind, "user"),
        sql`${githubId} in (select value from json_each(${JSON.stringify(githubIds)}))`,
      ),
    );
  return new Set(rows.map((row) => row.githubId));
}

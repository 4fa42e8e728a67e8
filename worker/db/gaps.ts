/** Deliveries that GitHub could not hand over. Statements are for batches; the others run by themselves. */
import { and, desc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { repositories, webhookDeliveries, webhookGaps } from "./schema.ts";

type GapRow = typeof webhookGaps.$inferSelect;
type GapState = GapRow["state"];

/** GitHub's id of an attempt has up to 19 digits: as text it keeps all of them. */
export type Gap = Omit<GapRow, "orgId" | "githubId"> & { readonly githubId: string };
export type NewGap = Pick<
  Gap,
  "id" | "guid" | "githubId" | "event" | "action" | "reason" | "statusCode" | "deliveredAt"
>;
export type HookOf = { readonly repositoryId: string; readonly hookId: number };
export type ListedGap = Gap & { readonly repository: string };

const WAITING = ["open", "asked"] as const;

const columns = {
  id: webhookGaps.id,
  repositoryId: webhookGaps.repositoryId,
  hookId: webhookGaps.hookId,
  guid: webhookGaps.guid,
  githubId: sql<string>`cast(${webhookGaps.githubId} as text)`,
  event: webhookGaps.event,
  action: webhookGaps.action,
  reason: webhookGaps.reason,
  statusCode: webhookGaps.statusCode,
  deliveredAt: webhookGaps.deliveredAt,
  foundAt: webhookGaps.foundAt,
  state: webhookGaps.state,
  askedAt: webhookGaps.askedAt,
  asks: webhookGaps.asks,
  closedAt: webhookGaps.closedAt,
};

function isOf(data: OrgDb, { hookId }: Pick<HookOf, "hookId">) {
  return and(eq(webhookGaps.orgId, data.orgId), eq(webhookGaps.hookId, hookId));
}

/** Remembers what was not known; all rows in one statement. */
export function gapsInsert(
  data: OrgDb,
  { repositoryId, hookId }: HookOf,
  found: { gaps: readonly NewGap[]; at: number },
) {
  return data.db
    .insert(webhookGaps)
    .select(
      sql`select ${data.orgId}, value ->> 'id', ${repositoryId}, ${hookId}, value ->> 'guid',
                 cast(value ->> 'githubId' as integer), value ->> 'event', value ->> 'action', value ->> 'reason',
                 value ->> 'statusCode', value ->> 'deliveredAt', ${found.at}, 'open', null, 0, null
          from json_each(${JSON.stringify(found.gaps)}) where true`,
    )
    .onConflictDoNothing();
}

/** Of the deliveries with these guids: those that came, and those that are known to be missing. */
export async function knownGuids(data: OrgDb, hook: HookOf, guids: readonly string[]): Promise<Set<string>> {
  const wanted = JSON.stringify(guids);
  const of = { org: data.orgId, hook: hook.hookId };
  const rows = await data.db.all<{ guid: string }>(sql`
    select came.guid as "guid" from json_each(${wanted}) as wanted
    join ${webhookDeliveries} as came on came.org_id = ${of.org} and came.hook_id = ${of.hook} and came.guid = wanted.value
    union
    select gap.guid from json_each(${wanted}) as wanted
    join ${webhookGaps} as gap on gap.org_id = ${of.org} and gap.hook_id = ${of.hook} and gap.guid = wanted.value`);
  return new Set(rows.map(({ guid }) => guid));
}

/** Closes the gaps of a webhook whose deliveries came after all. */
export function recoveredUpdate(data: OrgDb, hook: Pick<HookOf, "hookId">, now: number) {
  return data.db
    .update(webhookGaps)
    .set({ state: "recovered", closedAt: now })
    .where(
      and(
        isOf(data, hook),
        inArray(webhookGaps.state, [...WAITING]),
        sql`exists (select 1 from webhook_deliveries as came where came.org_id = ${data.orgId}
              and came.hook_id = ${hook.hookId} and came.guid = ${webhookGaps.guid})`,
      ),
    );
}

/** Gaps of a webhook that are not closed, newest first. */
export async function waitingGaps(data: OrgDb, hook: Pick<HookOf, "hookId">): Promise<Gap[]> {
  return data.db
    .select(columns)
    .from(webhookGaps)
    .where(and(isOf(data, hook), inArray(webhookGaps.state, [...WAITING])))
    .orderBy(desc(webhookGaps.deliveredAt));
}

/** Takes the next ask of a gap; answers with nothing when somebody else took it or the gap is closed. */
export function askUpdate(data: OrgDb, gap: Pick<Gap, "id" | "asks">, now: number) {
  return data.db
    .update(webhookGaps)
    .set({ state: "asked", askedAt: now, asks: gap.asks + 1 })
    .where(
      and(
        eq(webhookGaps.orgId, data.orgId),
        eq(webhookGaps.id, gap.id),
        eq(webhookGaps.asks, gap.asks),
        inArray(webhookGaps.state, [...WAITING]),
      ),
    )
    .returning({ id: webhookGaps.id });
}

/** Undoes `askUpdate` for an ask that was not made after all. */
export function askUndo(data: OrgDb, { id, state, askedAt, asks }: Gap) {
  return data.db
    .update(webhookGaps)
    .set({ state, askedAt, asks })
    .where(and(eq(webhookGaps.orgId, data.orgId), eq(webhookGaps.id, id), eq(webhookGaps.asks, asks + 1)));
}

/** Closes gaps of a repository that was read since: the named ones, and those of a webhook that it no longer has. */
export function readAnewUpdate(
  data: OrgDb,
  { repositoryId, hookId }: HookOf,
  closing: { ids: readonly string[]; at: number },
) {
  return data.db
    .update(webhookGaps)
    .set({ state: "read_anew", closedAt: closing.at })
    .where(
      and(
        eq(webhookGaps.orgId, data.orgId),
        inArray(webhookGaps.state, [...WAITING]),
        eq(webhookGaps.repositoryId, repositoryId),
        or(
          ne(webhookGaps.hookId, hookId),
          sql`${webhookGaps.id} in (select value from json_each(${JSON.stringify(closing.ids)}))`,
        ),
      ),
    );
}

export async function findGap(data: OrgDb, id: string): Promise<Gap | undefined> {
  return data.db
    .select(columns)
    .from(webhookGaps)
    .where(and(eq(webhookGaps.orgId, data.orgId), eq(webhookGaps.id, id)))
    .get();
}

export type GapFilter = {
  readonly state: GapState | undefined;
  readonly repositoryId: string | undefined;
  readonly after: After | undefined;
  readonly limit: number;
};

/** Newest first. A delivery that came since the last look is shown as `recovered`, and not among those that wait. */
export async function listGaps(data: OrgDb, { state, repositoryId, after, limit }: GapFilter): Promise<ListedGap[]> {
  const { foundAt, id } = webhookGaps;
  const isWaiting = state === "open" || state === "asked";
  const rows = await data.db
    .select({ gap: columns, repository: repositories.fullName, came: webhookDeliveries.receivedAt })
    .from(webhookGaps)
    .innerJoin(
      repositories,
      and(eq(repositories.orgId, webhookGaps.orgId), eq(repositories.id, webhookGaps.repositoryId)),
    )
    .leftJoin(
      webhookDeliveries,
      and(
        eq(webhookDeliveries.orgId, webhookGaps.orgId),
        eq(webhookDeliveries.hookId, webhookGaps.hookId),
        eq(webhookDeliveries.guid, webhookGaps.guid),
      ),
    )
    .where(
      and(
        eq(webhookGaps.orgId, data.orgId),
        state ? eq(webhookGaps.state, state) : undefined,
        isWaiting ? isNull(webhookDeliveries.id) : undefined,
        repositoryId ? eq(webhookGaps.repositoryId, repositoryId) : undefined,
        olderThan({ at: foundAt, id }, after),
      ),
    )
    .orderBy(desc(foundAt), desc(id))
    .limit(limit);
  return rows.map(({ gap, repository, came }) => {
    if (came === null || gap.state === "recovered") return { ...gap, repository };
    return { ...gap, repository, state: "recovered" as const, closedAt: gap.closedAt ?? came };
  });
}

/**
 * Taking deliveries in: statements for one batch. The first one writes the delivery's row if its repository's row agrees and
 * it is no repeat; the others look whether that row stands; the last one says what became of it.
 */
import { type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { webhookDeliveries } from "./schema.ts";

type Delivery = Omit<typeof webhookDeliveries.$inferSelect, "orgId">;

/** A signed delivery before its repository's row was asked. */
export type Arrival = Omit<Delivery, "outcome" | "jobId"> & {
  /** The key whose secret signed it. */
  readonly key: string;
  /** GitHub's id of the repository that the payload is about; null when it names none. */
  readonly githubId: number | null;
  readonly outcome: Delivery["outcome"];
  /** The job to be made for it, unless an identical one waits; null when it leads to none. */
  readonly job: { readonly id: string; readonly coalesceKey: string } | null;
  /** It counts only if this is the default branch; null when that does not matter. */
  readonly onlyIfDefault: string | null;
};

/** The repository's row, if it exists and says that the key is in force and the webhook its own. */
function isInForce({ key, hookId, receivedAt }: Pick<Arrival, "key" | "hookId" | "receivedAt">): SQL {
  return sql`hook_id = ${hookId} and (hook_key = ${key}
             or (previous_hook_key = ${key} and previous_hook_key_until > ${receivedAt}))`;
}

/** True for a delivery about the row's own repository and, where that matters, its default branch. */
function fits({ githubId, onlyIfDefault }: Arrival): SQL {
  return sql`coalesce(${githubId}, github_id) = github_id and coalesce(${onlyIfDefault}, default_branch, '') = coalesce(default_branch, '')`;
}

function jobIdOf(data: OrgDb, { job }: Arrival): SQL {
  if (job === null) return sql`null`;
  return sql`case when fits then coalesce(
               (select id from jobs where org_id = ${data.orgId} and coalesce_key = ${job.coalesceKey}), ${job.id}) end`;
}

/** Writes the row, once for a webhook and GUID, and nothing while the key is not in force. */
export function deliveryInsert(data: OrgDb, arrival: Arrival) {
  const { id, repositoryId, hookId, guid, event, action, outcome, receivedAt, bodyTag } = arrival;
  const row = sql`select ${fits(arrival)} as fits from repositories
                  where org_id = ${data.orgId} and id = ${repositoryId} and ${isInForce(arrival)}`;
  return data.db
    .insert(webhookDeliveries)
    .select(
      sql`select ${data.orgId}, ${id}, ${repositoryId}, ${hookId}, ${guid}, ${event}, ${action},
                 case when fits then ${outcome} else 'ignored' end, ${jobIdOf(data, arrival)}, ${receivedAt},
                 ${bodyTag}
          from (${row}) where true`,
    )
    .onConflictDoNothing({ target: [webhookDeliveries.orgId, webhookDeliveries.hookId, webhookDeliveries.guid] });
}

/** True in a batch behind `deliveryInsert` when that wrote the row and its repository's row did not object. */
export function isTaken(data: OrgDb, { id }: Pick<Arrival, "id">): SQL {
  return sql`exists (select 1 from webhook_deliveries where org_id = ${data.orgId} and id = ${id} and outcome <> 'ignored')`;
}

/** True in a batch behind `deliveryInsert` when the delivery's job is still to be made. */
export function awaitsJob(data: OrgDb, { id }: Pick<Arrival, "id">): SQL {
  return sql`exists (select 1 from webhook_deliveries as d where d.org_id = ${data.orgId} and d.id = ${id} and d.job_id is not null
                     and not exists (select 1 from jobs as j where j.org_id = d.org_id and j.id = d.job_id))`;
}

/** True in a batch behind `deliveryInsert` when the delivery's job is this one, not one that waited. */
export function hasJob(data: OrgDb, { id }: Pick<Arrival, "id">, jobId: string): SQL {
  return sql`exists (select 1 from webhook_deliveries
                     where org_id = ${data.orgId} and id = ${id} and job_id = ${jobId})`;
}

/** What stands after the batch. `id` is that of an earlier delivery for a repeat, and null when none was written. */
export type Verdict = {
  readonly isKnown: number;
  readonly isInForce: number;
  readonly id: string | null;
  readonly outcome: Delivery["outcome"] | null;
  readonly jobId: string | null;
  readonly bodyTag: string | null;
};

/** Always one row: whether there is such a repository, whether the key is in force, and the delivery of this webhook and GUID. */
export function verdictOf(
  data: OrgDb,
  arrival: Pick<Arrival, "repositoryId" | "key" | "hookId" | "guid" | "receivedAt">,
) {
  const { repositoryId, hookId, guid } = arrival;
  const own = sql`from repositories where org_id = ${data.orgId} and id = ${repositoryId}`;
  const delivery = sql`(select id, outcome, job_id, body_tag from webhook_deliveries
                        where org_id = ${data.orgId} and hook_id = ${hookId} and guid = ${guid})`;
  return data.db
    .select({
      isKnown: sql<number>`exists (select 1 ${own})`.as("is_known"),
      isInForce: sql<number>`exists (select 1 ${own} and ${isInForce(arrival)})`.as("is_in_force"),
      id: sql<string | null>`d.id`.as("delivery_id"),
      outcome: sql<Verdict["outcome"]>`d.outcome`.as("delivery_outcome"),
      jobId: sql<string | null>`d.job_id`.as("delivery_job_id"),
      bodyTag: sql<string | null>`d.body_tag`.as("delivery_body_tag"),
    })
    .from(sql`(select 1) left join ${delivery} as d on true`);
}

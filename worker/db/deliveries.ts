/**
 * Taking deliveries in: statements for one batch, each for all deliveries of a group at once. The first one writes their rows, where
 * the repository's row agrees and it is no repeat; the others look at what stands then; the last one says what became of each.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import type { JobRow } from "./jobs.ts";
import { auditLog, jobLogs, jobs, webhookDeliveries } from "./schema.ts";

type Delivery = typeof webhookDeliveries.$inferSelect;

/** The job of a delivery, to be made unless an identical one waits. */
export type ArrivalJob = Pick<JobRow, "id" | "trigger" | "input" | "priority"> & {
  readonly kind: "sync" | "analysis";
  readonly coalesceKey: string;
  /** Message of its first event. */
  readonly said: string;
  /** Its row in the audit log. */
  readonly createdId: string;
  readonly createdMeta: string;
};

/** A signed delivery before its repository's row was asked. Keys are the names that the statements know. */
export type Arrival = Omit<Delivery, "jobId"> & {
  /** The key whose secret signed it. */
  readonly key: string;
  /** GitHub's id of the repository that the payload is about; null when it names none. */
  readonly githubId: number | null;
  readonly job: ArrivalJob | null;
  /** It counts only if this is the default branch; null when that does not matter. */
  readonly onlyIfDefault: string | null;
  readonly correlationId: string;
  /** Its row in the audit log. */
  readonly receivedId: string;
  readonly receivedMeta: string;
  readonly origin: string | null;
};

/** Columns of `arrivals`, by the places of their values in an arrival. */
const COLUMNS = {
  org_id: "orgId",
  id: "id",
  repository_id: "repositoryId",
  hook_id: "hookId",
  guid: "guid",
  event: "event",
  action: "action",
  outcome: "outcome",
  at: "receivedAt",
  body_tag: "bodyTag",
  key: "key",
  github_id: "githubId",
  only_if_default: "onlyIfDefault",
  correlation_id: "correlationId",
  received_id: "receivedId",
  received_meta: "receivedMeta",
  origin: "origin",
  job_id: "job.id",
  kind: "job.kind",
  trigger: "job.trigger",
  input: "job.input",
  coalesce_key: "job.coalesceKey",
  priority: "job.priority",
  said: "job.said",
  created_id: "job.createdId",
  created_meta: "job.createdMeta",
} as const;

const SELECTED = Object.entries(COLUMNS).map(([column, path]) => `value ->> '$.${path}' as ${column}`);

/** JSON of arrivals as a table; `place` is the number of each. It stands left of joins, so that rows are looked up by index. */
function arrivals(json: string): SQL {
  return sql`(select key as place, ${sql.raw(SELECTED.join(", "))} from json_each(${json}))`;
}

/** The row of the arrival's repository says that the key is in force and the webhook its own. */
const IN_FORCE = sql.raw(`r.hook_id = i.hook_id and (r.hook_key = i.key
  or (r.previous_hook_key = i.key and r.previous_hook_key_until > i.at))`);
/** The arrival is about the row's own repository and, where that matters, its default branch. */
const FITS = sql.raw(`(coalesce(i.github_id, r.github_id) = r.github_id
  and coalesce(i.only_if_default, r.default_branch, '') = coalesce(r.default_branch, ''))`);
/** The delivery's row that this arrival wrote, not an earlier one of its GUID. */
const OWN_ROW = sql.raw("d.org_id = i.org_id and d.id = i.id");

/** Of the arrivals that have a job that none had before, the first one each: the job is made for it, the others share it. */
function makers(json: string): SQL {
  // Beside min() SQLite gives the columns of the row that has it: https://www.sqlite.org/lang_select.html#bareagg.
  return sql`(select i.*, min(i.place) from ${arrivals(json)} as i cross join webhook_deliveries as d
              on ${OWN_ROW} and d.job_id = i.job_id group by i.job_id)`;
}

/**
 * Of the arrivals that have a job, the first one each. A job that none had before is to be made; a less urgent one that waits for
 * its turn is to go earlier, which it does by the conflict of its key. Written again, neither is: the job may be over by then.
 */
function jobsToWrite(json: string): SQL {
  return sql`(select i.*, d.job_id as found_id, min(i.place) from ${arrivals(json)} as i cross join webhook_deliveries as d
              on ${OWN_ROW} and d.job_id is not null group by d.job_id) as i
             where case when i.found_id = i.job_id
               then not exists (select 1 from jobs as j where j.org_id = i.org_id and j.id = i.job_id)
               else exists (select 1 from jobs as j where j.org_id = i.org_id and j.id = i.found_id and j.priority > i.priority
                            and j.coalesce_key = i.coalesce_key and j.state in ('pending', 'retrying') and j.published_at is null) end`;
}

/** Writes the rows, one for a webhook and GUID, and none where the key is not in force. */
export function deliveriesInsert(db: Database, json: string) {
  const waiting = sql`(select id from jobs as w where w.org_id = i.org_id and w.coalesce_key = i.coalesce_key)`;
  return db
    .insert(webhookDeliveries)
    .select(
      sql`select i.org_id, i.id, i.repository_id, i.hook_id, i.guid, i.event, i.action,
                 case when ${FITS} then i.outcome else 'ignored' end,
                 case when i.job_id is not null and ${FITS} then coalesce(${waiting}, i.job_id) end,
                 i.at, i.body_tag
          from ${arrivals(json)} as i cross join repositories as r on r.org_id = i.org_id and r.id = i.repository_id
          where ${IN_FORCE}`,
    )
    .onConflictDoNothing({ target: [webhookDeliveries.orgId, webhookDeliveries.hookId, webhookDeliveries.guid] });
}

/** Writes the jobs that the new rows name and that are not there yet, and raises the priority of those that wait already. */
export function arrivalJobsInsert(db: Database, json: string) {
  return db
    .insert(jobs)
    .select(
      // Every column of the table in its order.
      sql`select i.org_id, i.job_id, i.repository_id, i.kind, i.trigger, 'pending', i.input, i.coalesce_key, 0, 0, 0,
                 null, null, i.at, i.priority, null, null, null, null, i.correlation_id, null, null, i.at, null, null
          from ${jobsToWrite(json)}`,
    )
    .onConflictDoUpdate({
      target: [jobs.orgId, jobs.coalesceKey],
      set: { priority: sql`excluded.priority`, trigger: sql`excluded.trigger` },
    });
}

/** Writes the first event of each job that was made. */
export function arrivalEventsInsert(db: Database, json: string) {
  return db.insert(jobLogs).select(
    sql`select i.org_id, i.job_id, 1, i.at, 'state', 'info', i.said, 'pending', null
        from ${makers(json)} as i
        where not exists (select 1 from job_logs as l where l.org_id = i.org_id and l.job_id = i.job_id)`,
  );
}

/** Every column of the audit log in its order, of what webhooks do. */
function audited(said: { id: SQL; action: string; kind: string; target: SQL; meta: SQL }): SQL {
  return sql`select i.org_id, ${said.id}, i.at, 'webhook', i.id, ${sql.raw(`'${said.action}', '${said.kind}'`)}, ${said.target},
                    i.correlation_id, ${said.meta}, null, null, i.origin, null`;
}

/** Writes down the deliveries that were taken in and the jobs that were made for them. */
export function arrivalsAudit(db: Database, json: string, hasJobs: boolean) {
  const isNew = (id: SQL) => sql`not exists (select 1 from audit_log as a where a.id = ${id})`;
  const [receivedId, createdId] = [sql`i.received_id`, sql`i.created_id`];
  const received = { id: receivedId, action: "webhook.received", kind: "webhook_delivery", target: sql`i.id` };
  const created = { id: createdId, action: "job.created", kind: "job", target: sql`i.job_id` };
  const all = [
    sql`${audited({ ...received, meta: sql`i.received_meta` })}
        from ${arrivals(json)} as i cross join webhook_deliveries as d on ${OWN_ROW} where ${isNew(receivedId)}`,
    ...(hasJobs
      ? [
          sql`${audited({ ...created, meta: sql`i.created_meta` })}
              from ${makers(json)} as i where ${isNew(createdId)}`,
        ]
      : []),
  ];
  return db.insert(auditLog).select(sql.join(all, sql` union all `));
}

/** Organizations in which a job of that kind was made. */
export function organizationsOf(json: string, kind: ArrivalJob["kind"]): SQL {
  return sql`(select distinct org_id from ${makers(json)} where kind = ${sql.raw(`'${kind}'`)})`;
}

/** True in a batch behind `deliveriesInsert` when that wrote the row and its repository's row did not object. */
export function isTaken(data: OrgDb, id: string): SQL {
  return sql`exists (select 1 from webhook_deliveries where org_id = ${data.orgId} and id = ${id} and outcome <> 'ignored')`;
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

/** One row for each arrival, in their order: whether there is such a repository, whether the key is in force, and the delivery. */
export function verdictsOf(db: Database, json: string) {
  return db
    .select({
      isKnown: sql<number>`r.id is not null`.as("is_known"),
      isInForce: sql<number>`coalesce(${IN_FORCE}, 0)`.as("is_in_force"),
      id: sql<string | null>`d.id`.as("delivery_id"),
      outcome: sql<Verdict["outcome"]>`d.outcome`.as("delivery_outcome"),
      jobId: sql<string | null>`d.job_id`.as("delivery_job_id"),
      bodyTag: sql<string | null>`d.body_tag`.as("delivery_body_tag"),
    })
    .from(
      sql`${arrivals(json)} as i left join repositories as r on r.org_id = i.org_id and r.id = i.repository_id
          left join webhook_deliveries as d on d.org_id = i.org_id and d.hook_id = i.hook_id and d.guid = i.guid`,
    )
    .orderBy(sql`i.place`);
}

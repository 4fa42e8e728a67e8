/** Everything that a run left behind about its jobs, in the shape that the checker reads. */
import type { JobState } from "../../../worker/services/jobs/transitions.ts";
import { type Row, readDatabase } from "./database.ts";
import { factsOf, type Journal, requestsOf } from "./history-lines.ts";
import type { QuotaFact } from "./quota-history.ts";
import type { GateFact, RequestFact } from "./token-history.ts";

export type JobFacts = {
  readonly id: string;
  readonly orgId: string;
  readonly repositoryId: string;
  readonly kind: "analysis" | "sync" | "ci_generation";
  readonly state: JobState;
  readonly attempt: number;
  readonly lost: number;
  readonly fence: number;
  readonly leaseUntil: number | null;
  readonly coalesceKey: string | null;
  readonly isPull: boolean;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly errorCode: string | null;
};

export type EventFacts = {
  readonly seq: number;
  readonly at: number;
  readonly type: "state" | "step" | "log";
  readonly state: JobState | null;
  readonly step: { readonly key: string; readonly status: string } | null;
};

/** A line of the Worker about one attempt. Lines of a killed Worker may be missing. */
type Started = { readonly jobId: string; readonly fence: number };

export type History = {
  readonly jobs: ReadonlyMap<string, JobFacts>;
  readonly events: ReadonlyMap<string, readonly EventFacts[]>;
  /** Audit rows of each job by action. */
  readonly audited: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Rows that each finished job left: its analysis or its artifact. */
  readonly results: ReadonlyMap<string, number>;
  readonly started: readonly Started[];
  /** Rows that must not be: duplicates and parts of results. */
  readonly stray: readonly string[];
  readonly ledgers: readonly QuotaFact[];
  readonly gates: readonly GateFact[];
  readonly requests: readonly RequestFact[];
  /** When the Worker was killed, ms since the epoch. */
  readonly kills: readonly number[];
};

function grouped<T>(rows: readonly Row[], key: string, read: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = String(row[key]);
    groups.set(name, [...(groups.get(name) ?? []), read(row)]);
  }
  return groups;
}

function jobOf(row: Row): JobFacts {
  const { id, org_id: orgId, repository_id: repositoryId, input, ...rest } = row;
  return {
    ...(rest as unknown as JobFacts),
    id: String(id),
    orgId: String(orgId),
    repositoryId: String(repositoryId),
    isPull: (JSON.parse(String(input)) as { pull?: unknown }).pull !== undefined,
  };
}

function eventOf({ seq, at, type, state, step }: Row): EventFacts {
  const parsed = step === null || step === undefined ? null : (JSON.parse(String(step)) as EventFacts["step"]);
  return {
    seq: Number(seq),
    at: Number(at),
    type: type as EventFacts["type"],
    state: state as JobState | null,
    step: parsed,
  };
}

function startedOf(lines: readonly string[]): Started[] {
  return lines.flatMap((line) => {
    if (!line.includes('"event":"job_started"')) return [];
    const { job_id: jobId, fence } = JSON.parse(line) as { job_id: string; fence: number };
    return [{ jobId, fence }];
  });
}

const JOBS = `select org_id, id, repository_id, kind, state, input, attempt, lost, fence, lease_until as leaseUntil,
  coalesce_key as coalesceKey, created_at as createdAt, started_at as startedAt, finished_at as finishedAt,
  error_code as errorCode from jobs`;
const EVENTS = "select job_id, seq, at, type, state, step from job_logs order by job_id, seq";
const AUDITED = "select target_id, action, count(*) as n from audit_log where target_kind = 'job' group by 1, 2";
const RESULTS = `select job_id, count(*) as n from analyses where completed_at is not null group by 1
  union all select job_id, count(*) from artifacts where job_id is not null group by 1`;
/** Each counts what must not be there. */
const STRAYS: Readonly<Record<string, string>> = {
  "findings of an analysis that is not completed": `select count(*) as n from recommendations r join analyses a
    on a.org_id = r.org_id and a.id = r.analysis_id where a.completed_at is null`,
  "findings stored twice": `select count(*) as n from (select 1 from recommendations
    group by org_id, analysis_id, position having count(*) > 1)`,
  "completed analyses of jobs that are not": `select count(*) as n from analyses a join jobs j
    on j.org_id = a.org_id and j.id = a.job_id where a.completed_at is not null and j.state <> 'completed'`,
  "pull requests planned twice": `select count(*) as n from (select 1 from pull_requests
    group by org_id, repository_id, plan_key having count(*) > 1)`,
  "deliveries stored twice": `select count(*) as n from (select 1 from webhook_deliveries
    group by org_id, hook_id, guid having count(*) > 1)`,
};

/** Reads the history of a run from the database's file, from what the Worker printed and from what GitHub saw. */
export function readHistory(stateDir: string, lines: readonly string[], journal: Journal = []): History {
  const told = { ...factsOf(lines), requests: requestsOf(journal) };
  return readDatabase(stateDir, (query) => {
    const stray = Object.entries(STRAYS).flatMap(([name, sql]) => {
      const n = Number(query(sql)[0]?.n ?? 0);
      return n === 0 ? [] : [`${n} ${name}`];
    });
    const audited = grouped(query(AUDITED), "target_id", ({ action, n }) => [String(action), Number(n)] as const);
    return {
      jobs: new Map(query(JOBS).map((row) => [String(row.id), jobOf(row)])),
      events: grouped(query(EVENTS), "job_id", eventOf),
      audited: new Map([...audited].map(([id, entries]) => [id, new Map(entries)])),
      results: new Map(query(RESULTS).map(({ job_id, n }) => [String(job_id), Number(n)])),
      started: startedOf(lines),
      stray,
      ...told,
    };
  });
}

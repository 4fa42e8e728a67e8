/** What deliveries do to the rows of their organizations: one batch for a group of them, one round trip. */

import type { Database } from "../platform/database.ts";
import { type AdmittedJob, admitAmong, startsAmong } from "./admission.ts";
import { auditTextInsertIfChanged } from "./audit.ts";
import {
  type Arrival,
  type ArrivalJob,
  arrivalEventsInsert,
  arrivalJobsInsert,
  arrivalsAudit,
  deliveriesInsert,
  isTaken,
  organizationsOf,
  type Verdict,
  verdictsOf,
} from "./deliveries.ts";
import { forOrg } from "./for-org.ts";
import { type BatchRows, prepareBatch, type SlotOf } from "./prepared-batch.ts";
import { pullCheckStateUpdate } from "./pull-checks.ts";
import { pullStateUpdate } from "./pull-requests.ts";
import { repositoryStateUpdate } from "./repositories.ts";
import { unprovenUpdate } from "./sweep.ts";

/** What a delivery changes at once in rows that exist, and its row in the audit log. */
export type ArrivalChange = {
  readonly kind: "gone" | "pull_state";
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  readonly auditId: string;
  readonly action: string;
  readonly target: string | null;
  readonly meta: string;
};

/** What lets jobs of a kind into the queue. */
export type Admitting = { readonly token: string; readonly slots: number; readonly startsAMinute: number | null };

export type DeliveryItem = {
  readonly arrival: Arrival;
  readonly change: ArrivalChange | null;
  /** Null without a job. */
  readonly admitting: Admitting | null;
};

/** Deliveries in a batch, which then is some 25 KB, a few times over. */
export const MOST_DELIVERIES = 25;

/** How much of a batch a delivery takes. One that changes rows goes alone: of two, the later one has to win. */
export function weightOf({ change }: DeliveryItem): number {
  return change === null ? 1 : MOST_DELIVERIES;
}

type Kind = ArrivalJob["kind"];
const KINDS = ["sync", "analysis"] as const satisfies readonly Kind[];

type Values = {
  /** JSON of all that come together. */
  readonly arrivals: string;
  readonly now: number;
  readonly token: string;
  readonly startsAMinute: number;
} & { readonly [K in `${Kind}Slots`]: number } & Pick<
    Arrival,
    "orgId" | "id" | "repositoryId" | "correlationId" | "origin"
  > &
  Omit<ArrivalChange, "kind">;

/** What decides about the statements of a batch. */
type Shape = { readonly kinds: readonly Kind[]; readonly change: ArrivalChange["kind"] | null };

function changeStatements(db: Database, slot: SlotOf<Values>, change: Shape["change"]) {
  if (change === null) return [];
  const data = forOrg(db, slot("orgId"));
  const [repositoryId, now, id] = [slot("repositoryId"), slot("now"), slot("id")];
  const when = isTaken(data, id);
  /** The audit row of what the statement before it did, if it did. */
  const audited = (targetKind: string) =>
    auditTextInsertIfChanged(data, {
      id: slot("auditId"),
      at: now,
      actorKind: "webhook",
      actorId: id,
      action: slot("action"),
      targetKind,
      targetId: slot("target"),
      correlationId: slot("correlationId"),
      meta: slot("meta"),
      via: null,
      origin: slot("origin"),
    });
  if (change === "gone") {
    const gone = { state: "gone", stateDetail: "GitHub told us that it was deleted.", updatedAt: now, when } as const;
    return [repositoryStateUpdate(data, repositoryId, gone), audited("repository")];
  }
  const [number, state] = [slot("number"), slot("state")];
  return [
    pullStateUpdate(data, { repositoryId, number, state, now }, when),
    audited("pull_request"),
    pullCheckStateUpdate(data, { repositoryId, number, state }, when),
    unprovenUpdate(data, repositoryId, { now, when }),
  ];
}

function admissionStatements(db: Database, slot: SlotOf<Values>, kind: Kind) {
  const among = organizationsOf(slot("arrivals"), kind);
  const startsAMinute = kind === "sync" ? null : slot("startsAMinute");
  const asked = { kind, now: slot("now"), token: slot("token"), slots: slot(`${kind}Slots`), startsAMinute };
  return [admitAmong(db, among, asked), ...(startsAMinute === null ? [] : startsAmong(db, among, asked))];
}

type VerdictRow = {
  readonly is_known: number;
  readonly is_in_force: number;
  readonly delivery_id: string | null;
  readonly delivery_outcome: Verdict["outcome"];
  readonly delivery_job_id: string | null;
  readonly delivery_body_tag: string | null;
};
type AdmittedRow = {
  readonly org_id: string;
  readonly id: string;
  readonly kind: AdmittedJob["kind"];
  readonly repository_id: string;
};

function prepared({ kinds, change }: Shape) {
  return prepareBatch<Values>((db, slot) => {
    const json = slot("arrivals");
    const hasJobs = kinds.length > 0;
    // Each looks at what the ones before it did, all at what the first one wrote.
    return [
      deliveriesInsert(db, json),
      ...(hasJobs ? [arrivalJobsInsert(db, json), arrivalEventsInsert(db, json)] : []),
      arrivalsAudit(db, json, hasJobs),
      ...changeStatements(db, slot, change),
      ...kinds.flatMap((kind) => admissionStatements(db, slot, kind)),
      verdictsOf(db, json),
    ];
  });
}

const batches = new Map<string, ReturnType<typeof prepared>>();

function batchFor(shape: Shape): ReturnType<typeof prepared> {
  const name = `${shape.kinds.join()} ${shape.change}`;
  const batch = batches.get(name) ?? prepared(shape);
  batches.set(name, batch);
  return batch;
}

const NO_CHANGE = { number: 0, state: "open", auditId: "", action: "", target: null, meta: "{}" } as const;

/** Values of all statements; those of a job or a change that does not follow are not read. */
function valuesOf(
  arrivals: readonly Arrival[],
  { arrival, change }: DeliveryItem,
  items: readonly DeliveryItem[],
): Values {
  const { orgId, id, repositoryId, correlationId, origin } = arrival;
  const admittingOf = (kind: Kind) => items.find((item) => item.arrival.job?.kind === kind)?.admitting;
  const [sync, analysis] = [admittingOf("sync"), admittingOf("analysis")];
  return {
    arrivals: JSON.stringify(arrivals),
    now: Math.max(...arrivals.map(({ receivedAt }) => receivedAt)),
    token: sync?.token ?? analysis?.token ?? "",
    syncSlots: sync?.slots ?? 0,
    analysisSlots: analysis?.slots ?? 0,
    startsAMinute: analysis?.startsAMinute ?? 0,
    ...{ orgId, id, repositoryId, correlationId, origin },
    ...(change ?? NO_CHANGE),
  };
}

/** Identical requests of a group share the job of the first of them. */
function sharing(arrivals: readonly Arrival[]): Arrival[] {
  const ids = new Map<string, string>();
  return arrivals.map((arrival) => {
    const { orgId, job } = arrival;
    if (job === null) return arrival;
    const name = `${orgId} ${job.coalesceKey}`;
    const id = ids.get(name) ?? job.id;
    ids.set(name, id);
    return id === job.id ? arrival : { ...arrival, job: { ...job, id } };
  });
}

export type Delivered = {
  readonly verdict: Verdict;
  /** True when the delivery's job was made for it, not for one before it. */
  readonly isMaker: boolean;
  readonly admitted: readonly AdmittedJob[];
};

/**
 * Writes deliveries and all that follows from them in one round trip, and says what became of each. Deliveries that change
 * rows come alone. A job that was let in is told to the delivery that made it, one that waited to the first of its organization's.
 */
export async function writeDeliveries(db: Database, items: readonly DeliveryItem[]): Promise<Delivered[]> {
  const [first, ...others] = items;
  if (!first) return [];
  const arrivals = sharing([first, ...others].map(({ arrival }) => arrival));
  const found = new Set(arrivals.map(({ job }) => job?.kind));
  const kinds = KINDS.filter((kind) => found.has(kind));
  const run = batchFor({ kinds, change: first.change?.kind ?? null });
  return deliveredOf(arrivals, await run(db, valuesOf(arrivals, first, items)));
}

function deliveredOf(arrivals: readonly Arrival[], rows: BatchRows): Delivered[] {
  const verdicts = ((rows.at(-1) ?? []) as readonly VerdictRow[]).map(verdictOf);
  const makers = makersOf(arrivals, verdicts);
  const firsts = new Map([...makers.values()].toReversed().map((maker) => [maker.orgId, maker]));
  // Of all statements before the last, only admissions answer with rows.
  const admitted = Map.groupBy(
    rows.slice(0, -1).flat() as AdmittedRow[],
    ({ id, org_id: orgId }) => makers.get(id) ?? firsts.get(orgId),
  );
  return arrivals.map((arrival, at) => {
    const verdict = verdicts[at];
    if (!verdict) throw new Error("The verdict on a delivery has no row.");
    const isMaker = arrival.job !== null && makers.get(arrival.job.id) === arrival;
    return { verdict, isMaker, admitted: (admitted.get(arrival) ?? []).map(admittedOf) };
  });
}

/** By their jobs, the deliveries for which one was made. */
function makersOf(arrivals: readonly Arrival[], verdicts: readonly Verdict[]): Map<string, Arrival> {
  const makers = new Map<string, Arrival>();
  for (const [at, arrival] of arrivals.entries()) {
    const { id, job } = arrival;
    const verdict = verdicts[at];
    if (job === null || verdict?.id !== id || verdict.jobId !== job.id || makers.has(job.id)) continue;
    makers.set(job.id, arrival);
  }
  return makers;
}

function admittedOf({ id, kind, repository_id: repositoryId }: AdmittedRow): AdmittedJob {
  return { id, kind, repositoryId };
}

function verdictOf(row: VerdictRow): Verdict {
  return {
    isKnown: row.is_known,
    isInForce: row.is_in_force,
    id: row.delivery_id,
    outcome: row.delivery_outcome,
    jobId: row.delivery_job_id,
    bodyTag: row.delivery_body_tag,
  };
}

/** What one delivery does to an organization's rows: a batch per kind of job and of change that it may lead to. */
import { type AdmittedJob, admitStatement, startStatements } from "./admission.ts";
import { auditTextInsertIfChanged } from "./audit.ts";
import { type Arrival, awaitsJob, deliveryInsert, hasJob, isTaken, type Verdict, verdictOf } from "./deliveries.ts";
import type { OrgDb } from "./for-org.ts";
import { eventInsertIfChanged, jobInsertIf } from "./jobs.ts";
import { type BatchDoor, prepareBatch, type SlotOf } from "./prepared-batch.ts";
import { pullCheckStateUpdate } from "./pull-checks.ts";
import { pullStateUpdate } from "./pull-requests.ts";
import { repositoryStateUpdate } from "./repositories.ts";

/** What decides about the statements of a delivery. */
export type DeliveryShape = {
  readonly wanted: "sync" | "pull" | null;
  readonly change: "gone" | "pull_state" | null;
};

type Texts<Name extends string> = { readonly [K in Name]: string };

/** Values of all statements; those of a job or a change that does not follow are not read. */
export type DeliveryValues = Texts<
  | "orgId"
  | "correlationId"
  | "receivedId"
  | "receivedMeta"
  | "changeId"
  | "changeAction"
  | "changeMeta"
  | "pullState"
  | "jobId"
  | "coalesceKey"
  | "input"
  | "said"
  | "createdId"
  | "createdMeta"
  | "token"
> &
  Omit<Arrival, "job"> & {
    readonly origin: string | null;
    readonly changeTarget: string | null;
    readonly number: number;
    readonly priority: number;
    readonly slots: number;
    readonly startsAMinute: number;
  };

type Slots = SlotOf<DeliveryValues>;

function arrivalOf(slot: Slots, job: Arrival["job"]): Arrival {
  return {
    id: slot("id"),
    repositoryId: slot("repositoryId"),
    hookId: slot("hookId"),
    guid: slot("guid"),
    event: slot("event"),
    action: slot("action"),
    outcome: slot("outcome"),
    receivedAt: slot("receivedAt"),
    bodyTag: slot("bodyTag"),
    key: slot("key"),
    githubId: slot("githubId"),
    onlyIfDefault: slot("onlyIfDefault"),
    job,
  };
}

type Said = {
  readonly id: string;
  readonly action: string;
  readonly kind: string;
  readonly target: string | null;
  readonly meta: string;
};

/** The audit row of what the statement before it did, if it did. */
function audited(data: OrgDb, slot: Slots, { id, action, kind, target, meta }: Said) {
  return auditTextInsertIfChanged(data, {
    id,
    at: slot("receivedAt"),
    actorKind: "webhook",
    actorId: slot("id"),
    action,
    targetKind: kind,
    targetId: target,
    correlationId: slot("correlationId"),
    meta,
    via: null,
    origin: slot("origin"),
  });
}

function changeStatements(data: OrgDb, slot: Slots, change: DeliveryShape["change"]) {
  if (change === null) return [];
  const [repositoryId, now] = [slot("repositoryId"), slot("receivedAt")];
  const when = isTaken(data, { id: slot("id") });
  const said = {
    id: slot("changeId"),
    action: slot("changeAction"),
    target: slot("changeTarget"),
    meta: slot("changeMeta"),
  };
  if (change === "gone") {
    const gone = { state: "gone", stateDetail: "GitHub told us that it was deleted.", updatedAt: now, when } as const;
    return [repositoryStateUpdate(data, repositoryId, gone), audited(data, slot, { ...said, kind: "repository" })];
  }
  const number = slot("number");
  const state = slot("pullState") as "open" | "merged" | "closed";
  return [
    pullStateUpdate(data, { repositoryId, number, state, now }, when),
    audited(data, slot, { ...said, kind: "pull_request" }),
    pullCheckStateUpdate(data, { repositoryId, number, state }, when),
  ];
}

/** The job, its first event and its audit row, unless an identical one waits. */
function jobStatements(data: OrgDb, slot: Slots, wanted: "sync" | "pull") {
  const [id, at] = [slot("jobId"), slot("receivedAt")];
  const row = {
    id,
    repositoryId: slot("repositoryId"),
    kind: wanted === "sync" ? "sync" : "analysis",
    trigger: wanted === "sync" ? "push" : "pull_request",
    state: "pending",
    input: slot("input"),
    coalesceKey: slot("coalesceKey"),
    priority: slot("priority"),
    retryOf: null,
    requestedBy: null,
    correlationId: slot("correlationId"),
    nextRunAt: at,
    createdAt: at,
  } as const;
  const event = {
    jobId: id,
    at,
    type: "state",
    level: "info",
    message: slot("said"),
    state: "pending",
    step: null,
  } as const;
  const said = { id: slot("createdId"), action: "job.created", kind: "job", target: id, meta: slot("createdMeta") };
  return [
    jobInsertIf(data, row, awaitsJob(data, { id: slot("id") })),
    eventInsertIfChanged(data, event),
    audited(data, slot, said),
  ];
}

function admissionStatements(data: OrgDb, slot: Slots, wanted: "sync" | "pull") {
  const [now, token] = [slot("receivedAt"), slot("token")];
  const kind = wanted === "sync" ? "sync" : "analysis";
  const startsAMinute = wanted === "sync" ? null : slot("startsAMinute");
  const condition = hasJob(data, { id: slot("id") }, slot("jobId"));
  const asked = { kind, now, token, slots: slot("slots"), startsAMinute, condition } as const;
  return [admitStatement(data, asked), ...(startsAMinute === null ? [] : startStatements(data, asked))];
}

type VerdictRow = {
  readonly is_known: number;
  readonly is_in_force: number;
  readonly delivery_id: string | null;
  readonly delivery_outcome: Verdict["outcome"];
  readonly delivery_job_id: string | null;
  readonly delivery_body_tag: string | null;
};
type AdmittedRow = { readonly id: string; readonly kind: AdmittedJob["kind"]; readonly repository_id: string };
type Answered = { readonly verdict: VerdictRow | undefined; readonly admitted: readonly AdmittedRow[] };

function batchOf({ wanted, change }: DeliveryShape): (door: BatchDoor, values: DeliveryValues) => Promise<Answered> {
  let admitsAt: number | undefined;
  const run = prepareBatch<DeliveryValues>((data, slot) => {
    const job = wanted === null ? null : { id: slot("jobId"), coalesceKey: slot("coalesceKey") };
    const arrival = arrivalOf(slot, job);
    const [kind, target] = ["webhook_delivery", slot("id")];
    const received = { id: slot("receivedId"), action: "webhook.received", kind, target, meta: slot("receivedMeta") };
    // Each looks at what the one before it did, all at what the first one wrote.
    const written = [
      deliveryInsert(data, arrival),
      audited(data, slot, received),
      ...changeStatements(data, slot, change),
      ...(wanted === null ? [] : jobStatements(data, slot, wanted)),
    ];
    if (wanted !== null) admitsAt = written.length;
    return [...written, ...(wanted === null ? [] : admissionStatements(data, slot, wanted)), verdictOf(data, arrival)];
  });
  return async (door, values) => {
    const rows = await run(door, values);
    const [verdict] = (rows.at(-1) ?? []) as readonly VerdictRow[];
    const admitted = admitsAt === undefined ? [] : (rows[admitsAt] as readonly AdmittedRow[]);
    return { verdict, admitted };
  };
}

const batches = new Map<string, ReturnType<typeof batchOf>>();

export type Delivered = { readonly verdict: Verdict; readonly admitted: readonly AdmittedJob[] };

/** Writes a delivery and all that follows from it in one round trip, and says what became of it. */
export async function writeDelivery(door: BatchDoor, shape: DeliveryShape, values: DeliveryValues): Promise<Delivered> {
  const name = `${shape.wanted} ${shape.change}`;
  const batch = batches.get(name) ?? batchOf(shape);
  batches.set(name, batch);
  const { verdict: last, admitted } = await batch(door, values);
  if (!last) throw new Error("The verdict on a delivery has no row.");
  return {
    verdict: {
      isKnown: last.is_known,
      isInForce: last.is_in_force,
      id: last.delivery_id,
      outcome: last.delivery_outcome,
      jobId: last.delivery_job_id,
      bodyTag: last.delivery_body_tag,
    },
    admitted: admitted.map(({ id, kind, repository_id: repositoryId }) => ({ id, kind, repositoryId })),
  };
}

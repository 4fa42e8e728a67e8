import type { AdmittedJob } from "../../db/admission.ts";
import { auditTextOf } from "../../db/audit.ts";
import type { Arrival, Verdict } from "../../db/deliveries.ts";
import { type DeliveryValues, writeDelivery } from "../../db/delivery-batch.ts";
import { auditEntry } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admissionValues } from "../jobs/admission.ts";
import { newJobOf, newJobRecords } from "../jobs/create-job.ts";
import { coalesceKeyOf, type JobSpec, priorityOf } from "../jobs/job-spec.ts";
import type { Decision, Wanted } from "./decide.ts";

/** A delivery as its headers and its address name it. */
export type Addressed = Pick<
  Arrival,
  "id" | "repositoryId" | "key" | "hookId" | "guid" | "event" | "githubId" | "receivedAt" | "bodyTag"
>;

export type Stored = Verdict & {
  /** The job that was made for it, with its first event; null when it leads to none or shares one that waits. */
  readonly made: ReturnType<typeof jobOf> | null;
  readonly admitted: readonly AdmittedJob[];
};

/** Of jobs and changes that do not follow: statements that would read them are not there. */
const UNREAD = {
  changeId: "",
  changeAction: "",
  changeTarget: null,
  changeMeta: "{}",
  pullState: "",
  number: 0,
  jobId: "",
  coalesceKey: "",
  input: "",
  priority: 0,
  said: "",
  createdId: "",
  createdMeta: "",
  token: "",
  slots: 0,
  startsAMinute: 0,
} as const;

/**
 * Writes the delivery and everything that follows from it in one batch, one round trip. Nothing is written for a repeat, for
 * a key that is not in force, or without the repository.
 */
export async function storeDelivery(ctx: Ctx, addressed: Addressed, decision: Decision): Promise<Stored> {
  const { wanted, change, outcome, onlyIfDefault, action } = decision;
  const job = wanted && jobOf(ctx, addressed.repositoryId, wanted);
  const { id: receivedId, meta: receivedMeta, origin } = receivedOf(ctx, addressed, action);
  const values: DeliveryValues = {
    ...UNREAD,
    ...addressed,
    orgId: ctx.orgId,
    correlationId: ctx.correlationId,
    ...{ action, outcome, onlyIfDefault, receivedId, receivedMeta, origin },
    ...changeValues(ctx, addressed, change),
    ...job?.values,
  };
  const shape = { wanted: wanted?.kind ?? null, change: change?.kind ?? null };
  const { verdict, admitted } = await writeDelivery(ctx, shape, values);
  const isMade = job !== null && verdict.id === addressed.id && verdict.jobId === job.jobId;
  return { ...verdict, made: isMade ? job : null, admitted: isMade ? admitted : [] };
}

function receivedOf(ctx: Ctx, { id, event, repositoryId }: Addressed, action: string | null) {
  const meta = { event, action, repository_id: repositoryId };
  return auditTextOf(
    auditEntry(ctx, { action: "webhook.received", targetKind: "webhook_delivery", targetId: id, meta }),
  );
}

function jobOf(ctx: Ctx, repositoryId: string, wanted: Wanted) {
  const spec: JobSpec =
    wanted.kind === "sync"
      ? { kind: "sync", trigger: "push", repositoryId }
      : { kind: "analysis", trigger: "pull_request", repositoryId, pull: { number: wanted.number } };
  const job = newJobOf(ctx, spec);
  const { event, audited } = newJobRecords(job);
  const { id: createdId, meta: createdMeta } = auditTextOf(auditEntry(ctx, audited));
  const { id: jobId, input } = job;
  const facts = { jobId, input, coalesceKey: coalesceKeyOf(spec), priority: priorityOf(spec.trigger) };
  const values = { ...facts, said: event.message, createdId, createdMeta };
  const first = { ...event, orgId: ctx.orgId, seq: 1 };
  return { jobId, first, values: { ...values, ...admissionValues(ctx, spec.kind) } };
}

function changeValues(ctx: Ctx, { repositoryId }: Addressed, change: Decision["change"]) {
  if (change === null) return {};
  const changeId = ctx.random.uuidv7();
  if (change.kind === "gone") return { changeId, changeAction: "repository.gone", changeTarget: repositoryId };
  const { number, state: pullState } = change;
  const changeMeta = JSON.stringify({ repository_id: repositoryId, number });
  return { changeId, changeAction: `pull_request.${pullState}`, changeMeta, number, pullState };
}

import type { AdmittedJob } from "../../db/admission.ts";
import { auditTextOf } from "../../db/audit.ts";
import type { Arrival, Verdict } from "../../db/deliveries.ts";
import type { ArrivalChange } from "../../db/delivery-batch.ts";
import { auditEntry } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admitting } from "../jobs/admission.ts";
import { newJobOf, newJobRecords } from "../jobs/create-job.ts";
import { coalesceKeyOf, type JobSpec, priorityOf } from "../jobs/job-spec.ts";
import type { Decision, Wanted } from "./decide.ts";

/** A delivery as its headers and its address name it. */
export type Addressed = Pick<
  Arrival,
  "id" | "repositoryId" | "key" | "hookId" | "guid" | "event" | "githubId" | "receivedAt" | "bodyTag"
>;

type First = ReturnType<typeof jobOf>["first"];

export type Stored = Verdict & {
  /** The job that was made for it, with its first event; null when it leads to none or shares one that waits. */
  readonly made: { readonly jobId: string; readonly first: First } | null;
  readonly admitted: readonly AdmittedJob[];
};

/**
 * Writes the delivery and everything that follows from it in one batch, one round trip, which it may share with others. Nothing
 * is written for a repeat, for a key that is not in force, or without the repository.
 */
export async function storeDelivery(ctx: Ctx, addressed: Addressed, decision: Decision): Promise<Stored> {
  const { wanted, change, outcome, onlyIfDefault, action } = decision;
  const job = wanted && jobOf(ctx, addressed.repositoryId, wanted);
  const arrival: Arrival = {
    ...addressed,
    orgId: ctx.orgId,
    correlationId: ctx.correlationId,
    ...{ action, outcome, onlyIfDefault, job: job?.row ?? null },
    ...receivedOf(ctx, addressed, action),
  };
  const { verdict, isMaker, admitted } = await ctx.deliveries.write({
    arrival,
    change: change && changeOf(ctx, addressed, change),
    admitting: job && admitting(ctx, job.row.kind),
  });
  const { jobId } = verdict;
  const made = job !== null && jobId !== null && isMaker ? { jobId, first: { ...job.first, jobId } } : null;
  return { ...verdict, made, admitted };
}

function receivedOf(ctx: Ctx, { id, event, repositoryId }: Addressed, action: string | null) {
  const meta = { event, action, repository_id: repositoryId };
  const entry = auditTextOf(
    auditEntry(ctx, { action: "webhook.received", targetKind: "webhook_delivery", targetId: id, meta }),
  );
  return { receivedId: entry.id, receivedMeta: entry.meta, origin: entry.origin };
}

function jobOf(ctx: Ctx, repositoryId: string, wanted: Wanted) {
  const kind = wanted.kind === "sync" ? "sync" : "analysis";
  const spec: JobSpec =
    wanted.kind === "sync"
      ? { kind: "sync", trigger: "push", repositoryId }
      : { kind: "analysis", trigger: "pull_request", repositoryId, pull: { number: wanted.number } };
  const job = newJobOf(ctx, spec);
  const { event, audited } = newJobRecords(job);
  const { id: createdId, meta: createdMeta } = auditTextOf(auditEntry(ctx, audited));
  const { id, input } = job;
  const facts = { id, kind, trigger: spec.trigger, input, priority: priorityOf(spec.trigger) } as const;
  const row = { ...facts, coalesceKey: coalesceKeyOf(spec), said: event.message, createdId, createdMeta };
  return { row, first: { ...event, orgId: ctx.orgId, seq: 1 } };
}

function changeOf(ctx: Ctx, { repositoryId }: Addressed, change: NonNullable<Decision["change"]>): ArrivalChange {
  const auditId = ctx.random.uuidv7();
  const told = { auditId, action: "repository.gone", target: repositoryId, meta: "{}" };
  if (change.kind === "gone") return { kind: "gone", number: 0, state: "open", ...told };
  const { number, state } = change;
  const meta = JSON.stringify({ repository_id: repositoryId, number });
  return { kind: "pull_state", number, state, auditId, action: `pull_request.${state}`, target: null, meta };
}

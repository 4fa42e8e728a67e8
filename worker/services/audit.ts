import { type AuditEntry, type AuditStates, auditInsert, auditInsertIfChanged } from "../db/audit.ts";
import type { Actor, Ctx } from "./context.ts";

export type Audited = {
  /** Noun and past verb, for example `job.cancelled`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string | null;
  /** Of a change: the fields that changed, as `before` and `after`. Never secrets. */
  readonly meta?: Readonly<Record<string, unknown>>;
};

type AuditSource = Pick<Ctx, "actor" | "clock" | "correlationId" | "data" | "from" | "random">;

function actorId(actor: Actor): string | null {
  if (actor.kind === "user") return actor.userId;
  return actor.kind === "webhook" ? actor.deliveryId : null;
}

function viaOf(actor: Actor): string | null {
  return actor.kind === "user" ? `${actor.credential.kind}:${actor.credential.id}` : null;
}

function originOf({ from }: AuditSource): AuditEntry["origin"] {
  return from && { network: from.network, country: from.country, city: from.city };
}

/** What is written of something that happened now, for statements that are not `audit`. */
export function auditEntry(ctx: AuditSource, audited: Audited): AuditEntry {
  return {
    id: ctx.random.uuidv7(),
    at: ctx.clock.now(),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    correlationId: ctx.correlationId,
    meta: {},
    via: viaOf(ctx.actor),
    origin: originOf(ctx),
    ...audited,
  };
}

/** The audit row of a change: a statement for the batch that makes the change. Of `states`, `before` is read where it stands in the batch. */
export function audit(ctx: AuditSource, audited: Audited, states?: AuditStates) {
  return auditInsert(ctx.data, auditEntry(ctx, audited), states);
}

/** As `audit`, for conditional changes: no row when the statement just before it in the batch changed nothing. */
export function auditIfChanged(ctx: AuditSource, audited: Audited, states?: AuditStates) {
  return auditInsertIfChanged(ctx.data, auditEntry(ctx, audited), states);
}

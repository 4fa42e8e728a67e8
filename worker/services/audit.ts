import { type AuditEntry, auditInsert, auditInsertIfChanged } from "../db/audit.ts";
import type { Actor, Ctx } from "./context.ts";

export type Audited = {
  /** Noun and past verb, for example `job.cancelled`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string | null;
  readonly meta?: Readonly<Record<string, unknown>>;
};

type AuditSource = Pick<Ctx, "actor" | "clock" | "correlationId" | "data" | "random">;

function actorId(actor: Actor): string | null {
  if (actor.kind === "user") return actor.userId;
  return actor.kind === "webhook" ? actor.deliveryId : null;
}

function entryOf(ctx: AuditSource, audited: Audited): AuditEntry {
  return {
    id: ctx.random.uuidv7(),
    at: ctx.clock.now(),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    correlationId: ctx.correlationId,
    meta: {},
    ...audited,
  };
}

/** The audit row of a change: a statement for the batch that makes the change. */
export function audit(ctx: AuditSource, audited: Audited) {
  return auditInsert(ctx.data, entryOf(ctx, audited));
}

/** As `audit`, for conditional changes: no row when the statement just before it in the batch changed nothing. */
export function auditIfChanged(ctx: AuditSource, audited: Audited) {
  return auditInsertIfChanged(ctx.data, entryOf(ctx, audited));
}

/** Numbers and chains what was written to the audit logs since. */
import { readHead } from "../../db/audit-log.ts";
import { type AuditHead, organizationsToSeal, readUnsealed, sealRows } from "../../db/audit-seal.ts";
import { forOrg } from "../../db/for-org.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx, Scope } from "../context.ts";
import { chainOnto } from "./chain.ts";

/** Rows sealed in one batch. */
const STEP = 500;
/** Batches that one call makes: what waits longer is the next call's. */
const STEPS = 20;
/** Organizations looked after in a minute; chance picks them, so that all get their turn. */
const ORGANIZATIONS = 200;

/**
 * Seals an organization's rows, oldest first, and answers where the log ends then. Any number may do so at once: who is late
 * begins again. Throws what the database throws.
 */
export async function sealLog({ data }: Pick<Ctx, "data">): Promise<AuditHead> {
  for (let step = 0; step < STEPS; step += 1) {
    const { head, rows } = await readUnsealed(data, STEP);
    const links = await chainOnto(head, rows);
    const last = links.at(-1);
    if (!last) return head;
    const isOurs = await sealRows(data, head, links);
    if (isOurs && rows.length < STEP) return { ...head, seq: last.seq, hash: last.hash };
  }
  return (await readHead(data)).head;
}

/** As `sealLog`, for readers: a log that cannot be sealed now is read as far as it is. */
export async function sealBeforeReading(ctx: Pick<Ctx, "data" | "log">): Promise<AuditHead> {
  try {
    return await sealLog(ctx);
  } catch (error) {
    ctx.log.error("audit_unsealed", { reason: reasonOf(error) });
    return (await readHead(ctx.data)).head;
  }
}

/** Every minute: seals what was written. One log that cannot be sealed stops no other. */
export async function sealLogs({ db, log }: Pick<Scope, "db" | "log">): Promise<void> {
  for (const orgId of await organizationsToSeal(db, ORGANIZATIONS)) {
    await sealBeforeReading({ data: forOrg(db, orgId), log: log.with({ org_id: orgId }) });
  }
}

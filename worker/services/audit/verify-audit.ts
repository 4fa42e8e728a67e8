import { readHead, sealedRows } from "../../db/audit-log.ts";
import type { AuditHead, Link } from "../../db/audit-seal.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Fault, follow, isFault } from "./chain.ts";
import { sealBeforeReading } from "./seal.ts";

export type Verdict = {
  readonly rows: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly head: string;
  /** ms since the epoch. */
  readonly checkedAt: number;
  /** The first row that does not fit. */
  readonly fault: Fault | null;
};

/** Rows in memory at once. */
const SLICE = 1_000;

/** Follows the whole chain of the organization's log, a slice at a time: every hash, every number, and the end. */
export async function verifyAudit(ctx: Ctx): Promise<Verdict> {
  requirePermission(ctx, "audit.read");
  await sealBeforeReading(ctx);
  const found = await verifyOnce(ctx);
  if (found.verdict.fault === null) return found.verdict;
  // Rows may have been removed in time meanwhile: what is left must fit then.
  const { head } = await readHead(ctx.data);
  return head.prunedSeq === found.head.prunedSeq ? found.verdict : (await verifyOnce(ctx)).verdict;
}

async function verifyOnce(ctx: Ctx): Promise<{ verdict: Verdict; head: AuditHead }> {
  const { head, lastSeq } = await readHead(ctx.data);
  const fault = await faultOf(ctx, head, lastSeq);
  const ends = { firstSeq: head.prunedSeq + 1, lastSeq: head.seq, head: head.hash };
  const verdict = { rows: head.seq - head.prunedSeq, ...ends, checkedAt: ctx.clock.now(), fault };
  return { verdict, head };
}

async function faultOf({ data }: Ctx, head: AuditHead, lastSeq: number): Promise<Fault | null> {
  let end: Link = { seq: head.prunedSeq, hash: head.prunedHash };
  while (end.seq < head.seq) {
    const rows = await sealedRows(data, { above: end.seq, upTo: head.seq, limit: SLICE });
    if (rows.length === 0) return { seq: end.seq + 1, kind: lastSeq > head.seq ? "missing" : "cut_off" };
    const next = await follow(end, rows);
    if (isFault(next)) return next;
    end = next;
  }
  // Rows behind the end that was sealed were never sealed: somebody put them there, or moved the end back.
  if (lastSeq > head.seq) return { seq: head.seq + 1, kind: "altered" };
  return end.hash === head.hash ? null : { seq: head.seq, kind: "altered" };
}

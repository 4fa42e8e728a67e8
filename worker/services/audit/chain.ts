/** The hash chain of an audit log. No I/O but hashing. */
import type { AuditRow, Link } from "../../db/audit-seal.ts";
import { sha256Hex } from "../../platform/encoding.ts";

/** A row with its number, as its hash covers it. */
type Numbered = Omit<AuditRow, "seq" | "hash"> & { readonly seq: number };

export type Fault = { readonly seq: number; readonly kind: "missing" | "altered" | "cut_off" };

/** What the hash of a row covers: every column but the hash, in this order, as a JSON array without spaces. */
export function canonicalOf(row: Numbered): string {
  const { orgId, seq, id, at, actorKind, actorId, action, targetKind, targetId, correlationId, meta, via, origin } =
    row;
  const actor = [actorKind, actorId];
  return JSON.stringify([orgId, seq, id, at, ...actor, action, targetKind, targetId, correlationId, meta, via, origin]);
}

/** SHA-256, in lower-case hex, of the hash before (nothing before the first row) and the row. */
export function hashOf(before: string, row: Numbered): Promise<string> {
  return sha256Hex(before + canonicalOf(row));
}

/** Numbers rows in their order, from the number after `end` on, and chains them to it. */
export async function chainOnto(end: Link, rows: readonly AuditRow[]): Promise<(Link & { id: string })[]> {
  const links: (Link & { id: string })[] = [];
  let { seq, hash } = end;
  for (const row of rows) {
    seq += 1;
    hash = await hashOf(hash, { ...row, seq });
    links.push({ id: row.id, seq, hash });
  }
  return links;
}

/** Follows the chain from `end` through sealed rows in the order of their numbers: where it ends, or the first that does not fit. */
export async function follow(end: Link, rows: readonly AuditRow[]): Promise<Link | Fault> {
  let { seq, hash } = end;
  for (const row of rows) {
    if (row.seq !== seq + 1) return { seq: seq + 1, kind: "missing" };
    hash = await hashOf(hash, { ...row, seq: row.seq });
    if (row.hash !== hash) return { seq: row.seq, kind: "altered" };
    seq = row.seq;
  }
  return { seq, hash };
}

export function isFault(found: Link | Fault): found is Fault {
  return "kind" in found;
}

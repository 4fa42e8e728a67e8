import { headsEndingIn } from "../../db/audit-seal.ts";
import type { Scope } from "../context.ts";

const QUARTER_MS = 15 * 60_000;
const QUARTERS = 96;
/** Pairs of hexadecimal digits in which ids end; chance, so that every quarter has as many. */
const ENDINGS = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, "0"));

/**
 * Writes the end of each log to the log sink once a day, where whoever can write to the database cannot reach it: rows that are
 * rewritten together with their end no longer fit it. Each quarter of an hour has its share of the organizations.
 */
export async function logHeads({ clock, db, log }: Pick<Scope, "clock" | "db" | "log">): Promise<void> {
  const quarter = Math.floor(clock.now() / QUARTER_MS) % QUARTERS;
  const endings = ENDINGS.filter((_, index) => index % QUARTERS === quarter);
  for (const { orgId, seq, hash } of await headsEndingIn(db, endings)) {
    log.info("audit_head", { org_id: orgId, seq, hash });
  }
}

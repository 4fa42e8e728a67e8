import { deleteExpired } from "../../db/system.ts";
import type { Scope } from "../context.ts";

const DAY_MS = 24 * 60 * 60_000;
const LOGS_DAYS = 30;
const DELIVERIES_DAYS = 7;

/** The nightly clean-up: logs older than 30 days, webhook deliveries older than 7, abandoned sign-ins. Health stays for ever. */
export async function cleanUp(scope: Scope): Promise<void> {
  const now = scope.clock.now();
  await deleteExpired(scope.db, {
    logs: now - LOGS_DAYS * DAY_MS,
    deliveries: now - DELIVERIES_DAYS * DAY_MS,
    transactions: now - DAY_MS,
  });
}

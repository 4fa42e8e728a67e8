import type { Scope } from "../services/context.ts";

/** Runs what is due at this cron expression. */
export async function runScheduled(cron: string, scope: Scope): Promise<void> {
  scope.log.info("scheduled", { cron });
}

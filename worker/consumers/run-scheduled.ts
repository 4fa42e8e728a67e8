import { reasonOf } from "../errors.ts";
import { runDueRetries } from "../services/assist/retries.ts";
import { logHeads } from "../services/audit/log-heads.ts";
import { sealLogs } from "../services/audit/seal.ts";
import { thinOutLogs } from "../services/audit/thin-out.ts";
import type { Scope } from "../services/context.ts";
import { rotateKeys } from "../services/encryption/rotate-keys.ts";
import { cleanUp } from "../services/jobs/clean-up.ts";
import { reconcileAll } from "../services/jobs/reconcile.ts";
import { connectMappedAccounts } from "../services/organizations/connect-mapped.ts";
import { purgeOrganizations, sweepRemains } from "../services/privacy/purge-organizations.ts";
import { sweepWebhooks } from "../services/webhooks/sweep-webhooks.ts";

type Duty = (scope: Scope) => Promise<unknown>;

/** Missed webhooks, a share of the repositories at each run. The minutely cron runs beside it and looks after jobs. */
const SWEEP = "*/2 * * * *";
/** Ends of organizations. */
const QUARTERLY = "*/15 * * * *";
const NIGHTLY = "17 3 * * *";

const MINUTELY: readonly Duty[] = [reconcileAll, runDueRetries, rotateKeys, sealLogs];
const RARER: Readonly<Record<string, readonly Duty[]>> = {
  [SWEEP]: [sweepWebhooks],
  [QUARTERLY]: [purgeOrganizations, connectMappedAccounts, logHeads],
  [NIGHTLY]: [cleanUp, thinOutLogs, sweepRemains],
};

/** Runs what is due at this cron expression, one after the other. Never throws: the next run makes up for a failed one. */
export async function runScheduled(cron: string, scope: Scope): Promise<void> {
  scope.log.info("scheduled", { cron });
  for (const duty of RARER[cron] ?? MINUTELY) {
    try {
      await duty(scope);
    } catch (error) {
      scope.log.error("scheduled_failed", { cron, reason: reasonOf(error) });
    }
  }
}

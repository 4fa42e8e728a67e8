import { reasonOf } from "../errors.ts";
import { runDueRetries } from "../services/assist/retries.ts";
import type { Scope } from "../services/context.ts";
import { cleanUp } from "../services/jobs/clean-up.ts";
import { reconcileAll } from "../services/jobs/reconcile.ts";
import { sweepWebhooks } from "../services/webhooks/sweep-webhooks.ts";

/** Missed webhooks. The minutely cron runs at the same minute and looks after jobs. */
const QUARTERLY = "*/15 * * * *";
const NIGHTLY = "17 3 * * *";

/** Runs what is due at this cron expression. Never throws: the next run makes up for a failed one. */
export async function runScheduled(cron: string, scope: Scope): Promise<void> {
  scope.log.info("scheduled", { cron });
  try {
    if (cron === NIGHTLY) await cleanUp(scope);
    else if (cron === QUARTERLY) await sweepWebhooks(scope);
    else {
      await reconcileAll(scope);
      await runDueRetries(scope);
    }
  } catch (error) {
    scope.log.error("scheduled_failed", { cron, reason: reasonOf(error) });
  }
}

import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { webhookText } from "../../text/webhooks.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { createMay } from "../jobs/may.ts";
import { createWebhookUpdates } from "./create-webhook-updates.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { Gaps } from "./gaps.tsx";
import { Secrets } from "./secrets.tsx";
import { SyncCard } from "./sync-card.tsx";
import { getDeliveries, getGaps, getSyncState } from "./webhooks.queries.ts";

/** How far the fleet is known, what was missed, and everything that GitHub sent. */
export function WebhooksPage() {
  createPageTitle(() => webhookText.title);
  const { asked } = createWebhookUpdates();
  const may = createMay();
  return (
    <>
      <PageHead title={webhookText.title} below={webhookText.lead} />
      <SettingsNav />
      <Failing keys={() => [getSyncState.key]}>
        <Pending>
          <SyncCard may={may()} />
        </Pending>
      </Failing>
      <Failing keys={() => [getGaps.key]}>
        <Pending>
          <Gaps may={may()} onAsked={asked} />
        </Pending>
      </Failing>
      <Failing keys={() => [getDeliveries.key]}>
        <Pending>
          <DeliveryLog may={may()} onAsked={asked} />
        </Pending>
      </Failing>
      <Failing keys={() => ["fleet"]}>
        <Pending>
          <Secrets may={may()} />
        </Pending>
      </Failing>
    </>
  );
}

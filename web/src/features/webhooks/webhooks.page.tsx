import { useSearchParams } from "@solidjs/router";
import { onCleanup } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { createFleetStream } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { createMay } from "../jobs/may.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { Gaps } from "./gaps.tsx";
import { Secrets } from "./secrets.tsx";
import { SyncCard } from "./sync-card.tsx";
import { getDeliveries, getGaps, getSyncState, loadDeliveries, loadGaps, loadSyncState } from "./webhooks.queries.ts";

const REFRESH_AFTER_MS = 600;
const REFRESH_AT_MOST_EVERY_MS = 10_000;

/** What came from GitHub or was made up for shows within seconds. */
function createWebhookUpdates(): void {
  const [search] = useSearchParams<{ repository?: string }>();
  const load = async () => {
    await Promise.all([
      refresh(getSyncState.keyFor(), loadSyncState),
      refresh(getGaps.keyFor(), () => loadGaps()),
      refresh(getDeliveries.keyFor(search.repository), () => loadDeliveries(search.repository)),
    ]);
  };
  const soon = createThrottle(() => void load().catch(() => undefined), REFRESH_AFTER_MS, REFRESH_AT_MOST_EVERY_MS);
  createFleetStream({
    onFrame: (frame) => (frame.kind === "repository" || frame.step === null) && soon.call(),
    refetch: load,
  });
  onCleanup(soon.cancel);
}

/** How far the fleet is known, what was missed, and everything that GitHub sent. */
export function WebhooksPage() {
  createPageTitle(() => webhookText.title);
  createWebhookUpdates();
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
          <Gaps may={may()} />
        </Pending>
      </Failing>
      <Failing keys={() => [getDeliveries.key]}>
        <Pending>
          <DeliveryLog may={may()} />
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

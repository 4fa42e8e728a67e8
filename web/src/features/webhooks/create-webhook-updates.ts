import { onCleanup } from "solid-js";
import { createFleetStream } from "../../live-streams.ts";
import { createThrottle, refresh } from "../../refresh.ts";
import { createChosenRepository } from "./create-chosen-repository.ts";
import { getDeliveries, getGaps, getSyncState, loadDeliveries, loadGaps, loadSyncState } from "./webhooks.queries.ts";

const REFRESH_AFTER_MS = 600;
/** Each reading is three of the sixty requests a minute that a user has for pages like this one. */
const REFRESH_AT_MOST_EVERY_MS = 10_000;
/** No frame tells of a look at GitHub, of a delivery that leads to nothing, or of one that was made up for. */
const REFRESH_AT_LEAST_EVERY_MS = 30_000;
/** GitHub sends what it is asked for within seconds. */
const GITHUB_SENDS_WITHIN_MS = 5000;

/** Keeps the page as it is on the server, within seconds of what the stream tells and half a minute of anything else. */
export function createWebhookUpdates(): {
  /** To be called when GitHub was asked for a delivery. */
  readonly asked: () => void;
} {
  const { chosen } = createChosenRepository();
  const refreshLog = async () => {
    const repository = chosen();
    await refresh(getDeliveries.keyFor(repository), () => loadDeliveries(repository));
  };
  const load = async () => {
    await Promise.all([
      refresh(getSyncState.keyFor(), loadSyncState),
      refresh(getGaps.keyFor(), () => loadGaps()),
      refreshLog(),
    ]);
  };
  const soon = createThrottle(() => void load().catch(() => undefined), REFRESH_AFTER_MS, REFRESH_AT_MOST_EVERY_MS);
  onCleanup(soon.cancel);
  // Nobody looks at a hidden tab: it is read when it is shown again.
  const soonIfSeen = () => void (document.visibilityState !== "hidden" && soon.call());
  // Of a job that is let in at once, the first frame is a step: any frame may be the first sight of a delivery.
  createFleetStream({ onFrame: soonIfSeen, refetch: load, keys: [getSyncState.key, getGaps.key, getDeliveries.key] });
  document.addEventListener("visibilitychange", soonIfSeen);
  onCleanup(() => document.removeEventListener("visibilitychange", soonIfSeen));
  const slowly = setInterval(soonIfSeen, REFRESH_AT_LEAST_EVERY_MS);
  onCleanup(() => clearInterval(slowly));
  let later: ReturnType<typeof setTimeout> | undefined;
  let isLeft = false;
  onCleanup(() => {
    isLeft = true;
    clearTimeout(later);
  });
  const asked = () => {
    clearTimeout(later);
    // The answer may come after the page was left.
    if (!isLeft) later = setTimeout(soonIfSeen, GITHUB_SENDS_WITHIN_MS - REFRESH_AFTER_MS);
  };
  return { asked };
}

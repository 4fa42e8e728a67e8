import { onCleanup } from "solid-js";
import { createFleetStream } from "../../live-streams.ts";
import { createPacedRead, type Pace } from "../../paced-read.ts";
import { refresh } from "../../refresh.ts";
import { createChosenRepository } from "./create-chosen-repository.ts";
import { getDeliveries, getGaps, getSyncState, loadDeliveries, loadGaps, loadSyncState } from "./webhooks.queries.ts";

const READS = 3;
/** Of the sixty requests a minute that a user has for pages like this one, it takes a third at most. */
const PACE: Pace = { afterMs: 600, perRequestMs: 3500 };
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
  const reading = createPacedRead(load, () => READS, PACE);
  onCleanup(() => reading.close());
  // Of a job that is let in at once, the first frame is a step: any frame may be the first sight of a delivery.
  createFleetStream({
    onFrame: () => reading.soon(),
    refetch: () => reading.next(),
    keys: [getSyncState.key, getGaps.key, getDeliveries.key],
  });
  const slowly = setInterval(() => reading.soon(), REFRESH_AT_LEAST_EVERY_MS);
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
    if (!isLeft) later = setTimeout(() => reading.soon(), GITHUB_SENDS_WITHIN_MS - PACE.afterMs);
  };
  return { asked };
}

import { Show } from "solid-js";
import { formatClock } from "../format.ts";
import type { LiveStatus } from "../live.ts";
import { liveText } from "../strings.ts";
import { liveStatus } from "./live-status.ts";

function wordsOf(status: LiveStatus) {
  if (status.mode === "live") return { label: liveText.live, hint: liveText.liveHint };
  if (status.mode === "reconnecting") return { label: liveText.reconnecting, hint: liveText.reconnectingHint };
  return { label: liveText.stale(formatClock(status.since)), hint: liveText.staleHint };
}

/** How fresh the page is: live, reconnecting, or stale since a time. */
export function LiveChip() {
  return (
    <Show when={liveStatus()}>
      {(status) => (
        <span class={`live live-${status().mode}`} title={wordsOf(status()).hint} data-live={status().mode}>
          <span class="live-dot" aria-hidden="true" />
          <span class="live-label">{wordsOf(status()).label}</span>
        </span>
      )}
    </Show>
  );
}

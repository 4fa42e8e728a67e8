import { createMemo, Show } from "solid-js";
import { formatClock } from "../format.ts";
import type { LiveStatus } from "../live.ts";
import { liveText } from "../strings.ts";
import { liveStatus } from "./live-status.ts";

function wordsOf(status: LiveStatus) {
  if (status.mode === "live") return { label: liveText.live, hint: liveText.liveHint };
  if (status.mode === "reconnecting") return { label: liveText.reconnecting, hint: liveText.reconnectingHint };
  return { label: liveText.stale(formatClock(status.since)), hint: liveText.staleHint };
}

/** What a screen reader was told last; a page that grew stale is so until it is live again. */
type Told = { readonly words: string; readonly isStale: boolean };

/** Told is what lasts, a stale page and its end: a line that is cut for a moment is nobody's concern. */
function toldAfter(told: Told, status: LiveStatus | undefined): Told {
  if (status === undefined) return { ...told, words: "" };
  if (status.mode === "reconnecting") return told.isStale ? told : { ...told, words: "" };
  const isStale = status.mode === "stale";
  // Words that move on with the time would be told again with each minute.
  if (isStale === told.isStale && (told.words !== "" || !isStale)) return told;
  const { label, hint } = wordsOf(status);
  return { words: `${label}. ${hint}`, isStale };
}

/** How fresh the page is: live, reconnecting, or stale since a time. */
export function LiveChip() {
  const told = createMemo((before: Told) => toldAfter(before, liveStatus()), { words: "", isStale: false });
  return (
    <>
      <span class="sr-only" role="status">
        {told().words}
      </span>
      <Show when={liveStatus()}>
        {(status) => (
          <span class={`live live-${status().mode}`} title={wordsOf(status()).hint} data-live={status().mode}>
            <span class="live-dot" aria-hidden="true" />
            <span class="live-label">{wordsOf(status()).label}</span>
          </span>
        )}
      </Show>
    </>
  );
}

import { useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { JobState } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { jobText } from "../../text/jobs.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";

type Counts = Readonly<Record<JobState, number>>;
type Figure = {
  readonly label: string;
  readonly count: number;
  readonly state: JobState;
  readonly hint: JSX.Element;
  readonly tone?: "accent" | "critical" | undefined;
};

/** Since when the oldest job waits that could start. */
function Waits(props: { readonly oldest: string | null }) {
  return (
    <Show when={props.oldest} fallback={jobText.nothingWaits}>
      {(since) => (
        <>
          {jobText.waitingSince} <RelativeTime at={since()} />
        </>
      )}
    </Show>
  );
}

function figuresOf(counts: Counts, oldest: string | null): Figure[] {
  const running = counts.active + counts.processing + counts.ai_request;
  return [
    { label: jobText.waiting, count: counts.pending, state: "pending", hint: <Waits oldest={oldest} /> },
    {
      label: jobText.running,
      count: running,
      state: "processing",
      hint: counts.ai_request > 0 ? jobText.asking(counts.ai_request) : jobText.noneAsking,
      tone: running > 0 ? "accent" : undefined,
    },
    { label: jobText.retrying, count: counts.retrying, state: "retrying", hint: jobText.retryingHint },
    { label: jobText.completed, count: counts.completed, state: "completed", hint: jobText.lastDay },
    {
      label: jobText.setAside,
      count: counts.dead_letter,
      state: "dead_letter",
      hint: counts.dead_letter > 0 ? jobText.setAsideHint : jobText.setAsideNone,
      tone: counts.dead_letter > 0 ? "critical" : undefined,
    },
  ];
}

/** How many jobs stand where; each figure shows its jobs below. */
export function QueueStrip(props: { readonly counts: Counts; readonly oldest: string | null }) {
  const [search] = useSearchParams<{ state?: string }>();
  return (
    <nav class="card queue" aria-label={jobText.queue}>
      <For each={figuresOf(props.counts, props.oldest)}>
        {(figure) => (
          <a
            class={`queue-figure queue-${figure.tone ?? "plain"}`}
            href={search.state === figure.state ? "/jobs" : `/jobs?state=${figure.state}`}
            aria-current={search.state === figure.state ? "true" : undefined}
          >
            <span class="label">{figure.label}</span>
            <span class="figure">{formatNumber(figure.count)}</span>
            <span class="quiet tiny">{figure.hint}</span>
          </a>
        )}
      </For>
    </nav>
  );
}

import { createAsync } from "@solidjs/router";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import type { Job } from "../../api-types.ts";
import { formatClockSeconds } from "../../format.ts";
import { jobText } from "../../text/jobs.ts";
import { Pending } from "../../ui/async.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import type { createJobActions } from "./create-job-actions.ts";
import { getEvents } from "./jobs.queries.ts";
import type { May } from "./may.ts";
import { RemoveDialog } from "./remove-dialog.tsx";

const LINES = 8;

/** Why a job gave up, the end of its log, and what can be done about it. */
export function SetAsideDetails(props: {
  readonly job: Job;
  readonly may: May;
  readonly actions: ReturnType<typeof createJobActions>;
}) {
  const [isRemoving, setRemoving] = createSignal(false);
  return (
    <div class="job-details">
      <div class="stack stack-tight">
        <p class="label">{jobText.reason}</p>
        <Show when={props.job.error}>
          {(error) => (
            <p class="small prose">
              {error().detail} <code class="quiet">{error().code}</code>
            </p>
          )}
        </Show>
        <div class="row">
          <Show when={props.may.act}>
            <Button
              size="small"
              variant="primary"
              busy={props.actions.retry.isBusy()}
              onClick={() => void props.actions.retry.run()}
            >
              {jobText.retry}
            </Button>
          </Show>
          <LinkButton size="small" href={`/jobs/${props.job.id}`}>
            {jobText.fullLog}
          </LinkButton>
          <Show when={props.may.manage}>
            <Button size="small" variant="ghost" onClick={() => setRemoving(true)}>
              {jobText.remove}
            </Button>
          </Show>
        </div>
      </div>
      <div class="stack stack-tight">
        <p class="label">{jobText.lastLines}</p>
        <Pending>
          <LastLines jobId={props.job.id} />
        </Pending>
      </div>
      <RemoveDialog open={isRemoving()} count={1} which={{ ids: [props.job.id] }} onClose={() => setRemoving(false)} />
    </div>
  );
}

function LastLines(props: { readonly jobId: string }) {
  const events = createAsync(() => getEvents(props.jobId));
  let box: HTMLDivElement | undefined;
  createEffect(
    on(events, () => {
      if (box) box.scrollTop = box.scrollHeight;
    }),
  );
  return (
    <div ref={box} class="job-lines" tabindex="0" role="log" aria-live="off" aria-label={jobText.lastLines}>
      <For each={events()?.slice(-LINES)} fallback={<p class="quiet small">{jobText.noLines}</p>}>
        {(event) => (
          <p class={`log-line log-${event.level}`}>
            <time class="quiet" datetime={event.at}>
              {formatClockSeconds(Date.parse(event.at))}
            </time>
            <span>{event.message}</span>
          </p>
        )}
      </For>
    </div>
  );
}

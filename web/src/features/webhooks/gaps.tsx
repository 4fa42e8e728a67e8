import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { WebhookGap } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { createTask } from "../../create-task.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { IconClock, IconDone, IconHigh, IconSync } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import type { May } from "../jobs/may.ts";
import { createKeptRows } from "./create-kept-rows.ts";
import { EventName } from "./event-name.tsx";
import { askForGap, getGaps, loadGaps } from "./webhooks.queries.ts";

type State = WebhookGap["state"];
const LOOKS: Readonly<Record<State, { readonly tone: Tone; readonly icon: typeof IconDone }>> = {
  open: { tone: "medium", icon: IconHigh },
  asked: { tone: "accent", icon: IconClock },
  recovered: { tone: "ok", icon: IconDone },
  read_anew: { tone: "ok", icon: IconSync },
};

/** What GitHub could not hand over, and what was done about each. */
export function Gaps(props: { readonly may: May; readonly onAsked: () => void }) {
  const first = createAsync(() => getGaps());
  const gaps = createPaged(first, loadGaps);
  const rows = createKeptRows(gaps.items);
  return (
    <section class="card" aria-labelledby="gaps">
      <div class="card-head">
        <h2 id="gaps">{webhookText.gaps}</h2>
        <span class="quiet small">{webhookText.gapsHint}</span>
      </div>
      <Show
        when={rows().length > 0}
        fallback={
          <p class="gap-none second small">
            <IconDone />
            <span>
              <span class="strong">{webhookText.gapsNoneTitle}.</span> {webhookText.gapsNone}
            </span>
          </p>
        }
      >
        <ul>
          <For each={rows()}>{(gap) => <GapRow gap={gap} may={props.may} onAsked={props.onAsked} />}</For>
        </ul>
      </Show>
      <MorePages of={gaps} label={webhookText.moreGaps} />
    </section>
  );
}

function GapRow(props: { readonly gap: WebhookGap; readonly may: May; readonly onAsked: () => void }) {
  const ask = createTask(async () => {
    await askForGap(props.gap.id);
    props.onAsked();
    notify({ tone: "ok", text: webhookText.asked });
  });
  const look = () => LOOKS[props.gap.state];
  const isOpen = () => props.gap.state === "open" || props.gap.state === "asked";
  const answer = () => (props.gap.status_code === 0 ? webhookText.noAnswer : webhookText.status(props.gap.status_code));
  return (
    <li class="gap">
      <span class="gap-state">
        <Badge tone={look().tone} icon={look().icon} title={webhookText.gapHints[props.gap.state]}>
          {webhookText.gapStates[props.gap.state]}
        </Badge>
      </span>
      <div class="gap-words">
        <p class="truncate">
          <EventName event={props.gap.event} action={props.gap.action} />{" "}
          <a class="fleet-link second" href={`/repos/${props.gap.repository_id}`}>
            {props.gap.repository}
          </a>
        </p>
        <p class="quiet small">
          {answer()}: {props.gap.reason}
        </p>
        <Show when={ask.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
      <div class="gap-times quiet small">
        <span>
          {webhookText.missed} <RelativeTime at={props.gap.delivered_at} />
        </span>
        <Show when={props.gap.closed_at ?? props.gap.asked_at}>
          {(at) => (
            <span class="tabular">
              {props.gap.closed_at === null ? webhookText.asks(props.gap.asks) : webhookText.gapStates[props.gap.state]}{" "}
              · <RelativeTime at={at()} />
            </span>
          )}
        </Show>
      </div>
      <Show when={props.may.manage && isOpen()}>
        <Button size="small" busy={ask.isBusy()} onClick={() => void ask.run()}>
          {webhookText.askAgain}
        </Button>
      </Show>
    </li>
  );
}

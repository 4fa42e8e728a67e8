import { createAsync } from "@solidjs/router";
import { For, Match, Show, Switch } from "solid-js";
import type { SweepStarted, SyncState } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock, formatNumber } from "../../format.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Button } from "../../ui/button.tsx";
import { IconClock, IconDone, IconHigh } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import type { May } from "../jobs/may.ts";
import { getSyncState, sweep } from "./webhooks.queries.ts";

type Figure = { readonly label: string; readonly count: number; readonly hint: string; readonly alerts: boolean };

function figuresOf(state: SyncState): Figure[] {
  return [
    {
      label: webhookText.repositories,
      count: state.repositories,
      hint: webhookText.repositoriesHint,
      alerts: false,
    },
    { label: webhookText.behind, count: state.behind, hint: webhookText.behindHint, alerts: state.behind > 0 },
    {
      label: webhookText.suspended,
      count: state.suspended,
      hint: webhookText.suspendedHint,
      alerts: state.suspended > 0,
    },
    {
      label: webhookText.gapsOpen,
      count: state.gaps_open,
      hint: webhookText.gapsOpenHint,
      alerts: state.gaps_open > 0,
    },
    {
      label: webhookText.gapsRecovered,
      count: state.gaps_recovered,
      hint: webhookText.gapsRecoveredHint,
      alerts: false,
    },
  ];
}

function wordsOf(found: SweepStarted): string {
  const missed = found.gaps_found > 0 ? webhookText.sweptGaps(found.gaps_found, found.asked) : "";
  const read = found.syncs_started > 0 ? webhookText.sweptSyncs(found.syncs_started) : "";
  const news = [missed, read].filter(Boolean);
  return [webhookText.swept(found.repositories), ...(news.length > 0 ? news : [webhookText.sweptNothing])].join(" ");
}

/** The instant up to which everything on GitHub is known, and what that rests on. */
export function SyncCard(props: { readonly may: May }) {
  const state = createAsync(() => getSyncState());
  const look = createTask(async () => notify({ tone: "ok", text: wordsOf(await sweep()) }));
  return (
    <Show when={state()}>
      {(known) => (
        <section class="card" aria-label={webhookText.sync}>
          <div class="sync">
            <Standing state={known()} />
            <div class="sync-look">
              <Show when={known().last_sweep_at}>
                {(at) => (
                  <span class="quiet small">
                    {webhookText.lastSweep} <RelativeTime at={at()} />
                  </span>
                )}
              </Show>
              <Show when={props.may.manage && known().repositories > 0}>
                <Button busy={look.isBusy()} onClick={() => void look.run()}>
                  {webhookText.sweep}
                </Button>
              </Show>
            </div>
          </div>
          <Show when={look.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
          <dl class="sync-figures">
            <For each={figuresOf(known())}>
              {(figure) => (
                <div classList={{ "sync-alert": figure.alerts }}>
                  <dt class="label">{figure.label}</dt>
                  <dd class="figure">{formatNumber(figure.count)}</dd>
                  <dd class="tiny quiet">{figure.hint}</dd>
                </div>
              )}
            </For>
          </dl>
        </section>
      )}
    </Show>
  );
}

function Standing(props: { readonly state: SyncState }) {
  const isWell = () => props.state.behind === 0 && props.state.suspended === 0;
  return (
    <Switch>
      <Match when={props.state.repositories > 0 && props.state.in_sync_as_of}>
        {(at) => (
          <>
            <span class={`mark ${isWell() ? "mark-well" : "mark-alert"}`} aria-hidden="true">
              {isWell() ? <IconDone /> : <IconHigh />}
            </span>
            <div class="sync-words">
              <h2>
                {webhookText.inSync} <time datetime={at()}>{formatDayClock(Date.parse(at()))}</time>
              </h2>
              <p class="second small">
                <RelativeTime at={at()} />.{" "}
                {props.state.behind > 0 ? webhookText.behindOne(props.state.behind) : webhookText.everything}
              </p>
            </div>
          </>
        )}
      </Match>
      <Match when={true}>
        <span class="mark" aria-hidden="true">
          <IconClock />
        </span>
        <div class="sync-words">
          <h2>{webhookText.neverTitle}</h2>
          <p class="second small">{props.state.repositories > 0 ? webhookText.never : webhookText.nothing}</p>
        </div>
      </Match>
    </Switch>
  );
}

import { createAsync } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { AiSummary } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { aiText } from "../../text/ai.ts";
import { Fold } from "../../ui/fold.tsx";
import { IconAi, IconClock, IconDone, IconHigh, IconInfo } from "../../ui/icons.ts";
import { getMe } from "../session/session.queries.ts";
import { claimCounts, dropCounts, sourceLines, standingWords } from "./ai-words.ts";

/** What the AI did for a result: what stands, what was dropped and why, what it cost, and where answers come from. */
export function AiSummaryCard(props: { readonly summary: AiSummary }) {
  return (
    <Show when={props.summary.sources.length > 0} fallback={<NothingAnswered summary={props.summary} />}>
      <section class="card ai-summary" aria-labelledby="ai-summary">
        <div class="card-head">
          <h2 id="ai-summary" class="fact">
            <IconAi class="icon-small" />
            {aiText.summaryTitle}
          </h2>
          <span class="quiet small tabular">
            {aiText.questions(props.summary.asked, props.summary.cached)}
            {" · "}
            {aiText.spent(props.summary.input_tokens, props.summary.output_tokens, props.summary.cost_usd)}
          </span>
        </div>
        <div class="card-body stack stack-tight">
          <Standing summary={props.summary} />
          <div class="ai-columns">
            <div class="stack stack-tight">
              <Claims summary={props.summary} />
            </div>
            <div class="stack stack-tight">
              <Sources summary={props.summary} />
              <Show when={props.summary.not_asked > 0}>
                <Line icon={<IconInfo class="icon-small" />}>{aiText.notAsked(props.summary.not_asked)}</Line>
              </Show>
            </div>
          </div>
        </div>
      </section>
    </Show>
  );
}

/** No model has said anything yet: off, put off, failed, or nothing to ask about. */
function NothingAnswered(props: { readonly summary: AiSummary }) {
  return (
    <Show when={props.summary.status === "off"} fallback={<Standing summary={props.summary} />}>
      <AiOff summary={props.summary} />
    </Show>
  );
}

/** One quiet line; the way to the settings is for those who can change them. */
export function AiOff(props: { readonly summary: Pick<AiSummary, "status" | "reason" | "retry_at"> }) {
  const me = createAsync(() => getMe());
  const mayWrite = () => ["owner", "admin"].includes(me()?.organization.role ?? "");
  return (
    <p class="quiet small ai-off">
      {standingWords(props.summary).join(" ")}{" "}
      <Show when={mayWrite()}>
        <a class="link" href="/settings/ai">
          {aiText.settingsLink}
        </a>
      </Show>
    </p>
  );
}

function Line(props: { readonly icon: JSX.Element; readonly children: JSX.Element }) {
  return (
    <p class="fact ai-line small">
      {props.icon}
      <span>{props.children}</span>
    </p>
  );
}

/** Deferred or failed: why, that the rules are complete, and when it is asked again. */
export function Standing(props: { readonly summary: Pick<AiSummary, "status" | "reason" | "retry_at"> }) {
  const isDeferred = () => props.summary.status === "deferred";
  return (
    <Show when={isDeferred() || props.summary.status === "degraded"}>
      <div class={`ai-standing ai-${props.summary.status} small`}>
        <Show when={isDeferred()} fallback={<IconHigh />}>
          <IconClock />
        </Show>
        <div>
          <p class="strong">{isDeferred() ? aiText.deferredTitle : aiText.degradedTitle}</p>
          <p class="second">{standingWords(props.summary).join(" ")}</p>
        </div>
      </div>
    </Show>
  );
}

function Claims(props: { readonly summary: AiSummary }) {
  const counts = () => claimCounts(props.summary);
  return (
    <>
      <Show
        when={props.summary.kept > 0}
        fallback={<Line icon={<IconInfo class="icon-small" />}>{aiText.noneKept}</Line>}
      >
        <Line icon={<IconDone class="icon-small ai-ok" />}>
          <span class="strong">{aiText.kept(props.summary.kept)}.</span> <span class="second">{aiText.keptHint}</span>
        </Line>
      </Show>
      <Show
        when={counts().dropped > 0}
        fallback={
          <Show when={counts().all > 0}>
            <Line icon={<IconDone class="icon-small ai-ok" />}>{aiText.noneDropped}.</Line>
          </Show>
        }
      >
        <Line icon={<IconInfo class="icon-small" />}>
          {aiText.dropped(counts().dropped, counts().all)}.
          <Fold label={aiText.droppedBy}>
            <Drops summary={props.summary} />
          </Fold>
        </Line>
      </Show>
      <Show when={props.summary.lowered > 0}>
        <Line icon={<IconInfo class="icon-small" />}>{aiText.lowered(props.summary.lowered)}.</Line>
      </Show>
    </>
  );
}

function Drops(props: { readonly summary: AiSummary }) {
  return (
    <ul class="ai-drops second">
      <For each={dropCounts(props.summary)}>
        {({ words, count }) => (
          <li>
            <span class="tabular strong">{formatNumber(count)}</span> {words}
          </li>
        )}
      </For>
    </ul>
  );
}

function Sources(props: { readonly summary: AiSummary }) {
  return (
    <ul class="ai-sources small second">
      <For each={sourceLines(props.summary.sources)}>
        {(source) => (
          <li class="fact ai-line">
            <IconAi class="icon-small" />
            <Show
              when={source.cached}
              fallback={
                <span>
                  {aiText.answeredBy} <span class="mono">{source.model}</span>
                </span>
              }
            >
              <span>{aiText.same(Date.parse(source.answered_at), source.model)}</span>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}

import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Analysis } from "../../api-types.ts";
import { shortSha } from "../../format.ts";
import { analysisText, repositoryText } from "../../strings.ts";
import { PhaseBadge } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconClock } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ScoreRing } from "../../ui/score.tsx";
import { getAnalysesOf } from "./repositories.queries.ts";

/** The analyses of a repository, newest first, with what started each. */
export function Activity(props: { readonly repositoryId: string }) {
  const analyses = createAsync(() => getAnalysesOf(props.repositoryId));
  return (
    <Show when={analyses()}>
      {(known) => (
        <ul class="card" aria-label={repositoryText.activity}>
          <For
            each={known().items}
            fallback={
              <li>
                <EmptyState icon={IconClock} title={repositoryText.noActivityTitle}>
                  {repositoryText.noActivity}
                </EmptyState>
              </li>
            }
          >
            {(analysis) => <ActivityRow analysis={analysis} />}
          </For>
        </ul>
      )}
    </Show>
  );
}

function findingCount(analysis: Analysis): number | undefined {
  return analysis.counts ? Object.values(analysis.counts).reduce((sum, count) => sum + count, 0) : undefined;
}

function ActivityRow(props: { readonly analysis: Analysis }) {
  return (
    <li class="activity-row">
      <ScoreRing score={props.analysis.scores?.overall ?? null} label={repositoryText.overall} />
      <div class="activity-words">
        <a class="activity-link strong" href={`/analysis/${props.analysis.id}`}>
          {repositoryText.trigger[props.analysis.trigger]}
          <span class="sr-only">, {analysisText.type[props.analysis.type]}</span>
        </a>
        <p class="quiet small">
          <RelativeTime at={props.analysis.created_at} />
          <Show when={props.analysis.commit}>
            {(commit) => (
              <>
                {" · "}
                <span class="mono">{shortSha(commit())}</span>
              </>
            )}
          </Show>
          <Show when={findingCount(props.analysis) !== undefined}>
            {" · "}
            {repositoryText.findingsCount(findingCount(props.analysis) ?? 0)}
          </Show>
        </p>
      </div>
      <PhaseBadge phase={props.analysis.phase} state={props.analysis.state} />
    </li>
  );
}

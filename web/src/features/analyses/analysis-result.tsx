import { For, Show } from "solid-js";
import type { Analysis } from "../../api-types.ts";
import { formatDuration, shortSha } from "../../format.ts";
import { analysisText, repositoryText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconBranch, IconCommit, IconInfo } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ScoreMeter, ScoreRing } from "../../ui/score.tsx";

const AXES = ["security", "ci_cd", "performance", "quality"] as const;

const AI_WORDS = {
  off: { label: analysisText.aiOff, hint: analysisText.aiOffHint },
  done: { label: analysisText.aiDone, hint: analysisText.aiDoneHint },
  deferred: { label: analysisText.aiDeferred, hint: analysisText.aiDeferredHint },
  degraded: { label: analysisText.aiDegraded, hint: analysisText.aiDegradedHint },
} as const;

/** What was read, when, and by which rules. */
export function AnalysisFacts(props: { readonly analysis: Analysis }) {
  const took = () => {
    const { started_at, completed_at } = props.analysis;
    return started_at && completed_at ? Date.parse(completed_at) - Date.parse(started_at) : undefined;
  };
  return (
    <>
      <Show when={props.analysis.branch}>
        {(branch) => (
          <span class="fact">
            <IconBranch class="icon-small" />
            <span class="mono truncate">{branch()}</span>
          </span>
        )}
      </Show>
      <Show when={props.analysis.commit}>
        {(commit) => (
          <span class="fact" title={commit()}>
            <IconCommit class="icon-small" />
            <span class="mono">{shortSha(commit())}</span>
          </span>
        )}
      </Show>
      <span>
        {repositoryText.trigger[props.analysis.trigger]}, <RelativeTime at={props.analysis.created_at} />
      </span>
      <Show when={took()}>
        {(duration) => (
          <span class="tabular">
            {analysisText.took} {formatDuration(duration())}
          </span>
        )}
      </Show>
    </>
  );
}

/** Scores of this commit, with what they rest on. */
export function AnalysisResult(props: { readonly analysis: Analysis }) {
  const ai = () => AI_WORDS[props.analysis.ai_status];
  return (
    <section class="card result" aria-label={repositoryText.health}>
      <Show when={props.analysis.scores}>
        {(scores) => (
          <>
            <ScoreRing size="large" score={scores().overall} label={repositoryText.overall} />
            <dl class="result-axes">
              <For each={AXES}>
                {(axis) => (
                  <div>
                    <dt class="label">{repositoryText.axes[axis]}</dt>
                    <dd>
                      <ScoreMeter score={scores()[axis]} label={repositoryText.axes[axis]} />
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </>
        )}
      </Show>
      <div class="result-facts small second">
        <Show when={props.analysis.files_read !== null}>
          <span>{analysisText.files(props.analysis.files_read ?? 0)}</span>
        </Show>
        <Show when={props.analysis.rule_set_version}>
          {(version) => (
            <span>
              {analysisText.ruleSet} <span class="mono">{version()}</span>
            </span>
          )}
        </Show>
        <Badge title={ai().hint}>{ai().label}</Badge>
      </div>
      <Notes analysis={props.analysis} />
    </section>
  );
}

function Notes(props: { readonly analysis: Analysis }) {
  return (
    <Show when={props.analysis.notes.length > 0 || props.analysis.dropped_fixes > 0}>
      <ul class="notes small second" aria-label={analysisText.notes}>
        <Show when={props.analysis.dropped_fixes > 0}>
          <li class="fact">
            <IconInfo class="icon-small" />
            {analysisText.dropped(props.analysis.dropped_fixes)}
          </li>
        </Show>
        <For each={props.analysis.notes}>
          {(note) => (
            <li class="fact">
              <IconInfo class="icon-small" />
              <span>
                <Show when={note.path}>
                  <span class="mono">{note.path}</span>:{" "}
                </Show>
                {note.detail}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

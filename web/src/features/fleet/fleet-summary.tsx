import { For } from "solid-js";
import type { FleetSummary } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { fleetText } from "../../strings.ts";
import { ScoreMeter, ScoreRing } from "../../ui/score.tsx";

const AXES = ["security", "ci_cd", "performance", "quality"] as const;

/** Sums and means over the whole fleet; the source of each number stands under it. */
export function FleetSummaryStrip(props: { readonly summary: FleetSummary }) {
  const source = () => (props.summary.analysed === 0 ? fleetText.noMean : fleetText.mean(props.summary.analysed));
  const counts = () => [
    { label: fleetText.openFindings, value: props.summary.open_findings },
    { label: fleetText.analyses, value: props.summary.analyses_total },
    { label: fleetText.pullRequests, value: props.summary.pull_requests_total },
  ];
  return (
    <section class="card summary" aria-label={fleetText.summary}>
      <div class="summary-health">
        <ScoreRing size="large" score={props.summary.health?.overall ?? null} label={fleetText.health} />
        <div>
          <p class="strong">{fleetText.health}</p>
          <p class="quiet small">{source()}</p>
          <p class="quiet small tabular">{fleetText.analysed(props.summary.analysed, props.summary.repositories)}</p>
        </div>
      </div>
      <dl class="summary-axes" aria-label={fleetText.axes}>
        <For each={AXES}>
          {(axis) => (
            <div>
              <dt class="label">{fleetText.axisNames[axis]}</dt>
              <dd>
                <ScoreMeter score={props.summary.health?.[axis] ?? null} label={fleetText.axisNames[axis]} />
              </dd>
            </div>
          )}
        </For>
      </dl>
      <dl class="summary-counts">
        <For each={counts()}>
          {(count) => (
            <div>
              <dt class="label">{count.label}</dt>
              <dd class="figure">{formatNumber(count.value)}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}

import { Show } from "solid-js";
import { formatNumber } from "../format.ts";
import { scoreText } from "../strings.ts";
import { IconArrowDown, IconArrowUp } from "./icons.ts";
import { bandOf, sparklinePath } from "./score.model.ts";

const RADIUS = 15.5;
const ROUND = 2 * Math.PI * RADIUS;

/** The overall score as a ring with its number. `label` names what is scored. */
export function ScoreRing(props: {
  readonly score: number | null;
  readonly label: string;
  readonly size?: "small" | "large";
}) {
  const name = () =>
    props.score === null ? scoreText.none(props.label) : scoreText.full(props.label, props.score, bandOf(props.score));
  return (
    <span
      class={`ring ring-${props.size ?? "small"} band-${props.score === null ? "none" : bandOf(props.score)}`}
      role="img"
      aria-label={name()}
    >
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle class="ring-track" cx="18" cy="18" r={RADIUS} />
        <circle
          class="ring-value"
          cx="18"
          cy="18"
          r={RADIUS}
          stroke-dasharray={`${((props.score ?? 0) / 100) * ROUND} ${ROUND}`}
          transform="rotate(-90 18 18)"
        />
      </svg>
      <span class="ring-number" aria-hidden="true">
        {props.score ?? "–"}
      </span>
    </span>
  );
}

/** One axis as a number over a bar. */
export function ScoreMeter(props: { readonly score: number | null; readonly label: string }) {
  return (
    <span class={`meter band-${props.score === null ? "none" : bandOf(props.score)}`}>
      <span class="meter-number">
        <span class="sr-only">{props.label}: </span>
        {props.score ?? "–"}
        <Show when={props.score === null}>
          <span class="sr-only">{scoreText.notApplicable}</span>
        </Show>
      </span>
      <svg class="meter-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="meter-track" width="100" height="4" />
        <rect class="meter-value" width={props.score ?? 0} height="4" />
      </svg>
    </span>
  );
}

/** Change against the score before, as an arrow and a signed number. Nothing when it is equal or unknown. */
export function ScoreChange(props: { readonly from: number | null; readonly to: number | null }) {
  const change = () => (props.from === null || props.to === null ? 0 : props.to - props.from);
  return (
    <Show when={change() !== 0}>
      <span class={`change ${change() > 0 ? "change-up" : "change-down"}`}>
        {change() > 0 ? <IconArrowUp class="icon-small" /> : <IconArrowDown class="icon-small" />}
        <span class="sr-only">{change() > 0 ? scoreText.up : scoreText.down}</span>
        {formatNumber(Math.abs(change()))}
      </span>
    </Show>
  );
}

/** The history of a score, oldest left; what it says is in `label`. */
export function Sparkline(props: { readonly values: readonly number[]; readonly label: string }) {
  return (
    <svg class="sparkline" viewBox="-1 -2 102 28" preserveAspectRatio="none" role="img" aria-label={props.label}>
      <path class="sparkline-line" d={sparklinePath(props.values, 100, 24)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

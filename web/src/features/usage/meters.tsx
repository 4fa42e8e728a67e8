import { createUniqueId, For, Show } from "solid-js";
import type { Meter, Usage } from "../../api-types.ts";
import { formatDayClock } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { IconCritical, IconDone, IconHigh } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { levelOf, percentOf } from "./usage.model.ts";

const METERS = ["organization_month", "user_month", "user_day"] as const;
const MARKS = [50, 75, 90, 100] as const;

/** How far each limit is used up now, and which marks were passed. */
export function Meters(props: { readonly usage: Usage }) {
  return (
    <section class="card" aria-labelledby="limits">
      <div class="card-head">
        <h2 id="limits">{usageText.meters}</h2>
      </div>
      <div class="meters">
        <For each={METERS}>{(key) => <MeterView label={usageText[key]} meter={props.usage[key]} />}</For>
      </div>
      <Alerts alerts={props.usage.alerts} />
    </section>
  );
}

function MeterView(props: { readonly label: string; readonly meter: Meter }) {
  const id = createUniqueId();
  const percent = () => percentOf(props.meter);
  const width = (tokens: number) => (props.meter.cap === 0 ? 0 : Math.min(100, (tokens / props.meter.cap) * 100));
  return (
    <div class={`limit limit-${levelOf(percent())}`}>
      <p class="limit-head">
        <span class="label" id={id}>
          {props.label}
        </span>
        <span class="figure">{usageText.usedPercent(percent())}</span>
      </p>
      <meter class="sr-only" aria-labelledby={id} min="0" max="100" value={percent()}>
        {usageText.used(props.meter.used, props.meter.cap)}
      </meter>
      <svg class="limit-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="limit-track" width="100" height="8" />
        <rect class="limit-reserved" width={width(props.meter.used + props.meter.reserved)} height="8" />
        <rect class="limit-used" width={width(props.meter.used)} height="8" />
        <For each={MARKS.slice(0, 3)}>{(mark) => <rect class="limit-mark" x={mark} width="0.6" height="8" />}</For>
      </svg>
      <ul class="limit-marks tiny" aria-hidden="true">
        <For each={MARKS}>{(mark) => <li class={percent() >= mark ? "limit-passed" : "quiet"}>{mark}</li>}</For>
      </ul>
      <p class="small second tabular">{usageText.used(props.meter.used, props.meter.cap)}</p>
      <Show when={props.meter.reserved > 0}>
        <p class="small quiet tabular">{usageText.reserved(props.meter.reserved)}</p>
      </Show>
      <p class="small quiet">
        {usageText.resets} {formatDayClock(Date.parse(props.meter.resets_at))}
      </p>
    </div>
  );
}

function Alerts(props: { readonly alerts: Usage["alerts"] }) {
  const newest = () => [...props.alerts].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ul class="limit-alerts small" aria-label={usageText.alerts}>
      <For
        each={newest()}
        fallback={
          <li class="fact quiet">
            <IconDone class="icon-small" />
            {usageText.noAlerts}
          </li>
        }
      >
        {(alert) => (
          <li class={`fact limit-alert-${levelOf(alert.percent)}`}>
            <Show when={alert.percent >= 100} fallback={<IconHigh class="icon-small" />}>
              <IconCritical class="icon-small" />
            </Show>
            <span>
              {usageText.alert(alert.percent, windowWords(alert.window))}, <RelativeTime at={alert.at} />
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}

/** A window's name can carry the day, month or person that it is for after a colon. */
function windowWords(window: string): string {
  return usageText.windows[window.split(":")[0] ?? ""] ?? window.replaceAll("_", " ");
}

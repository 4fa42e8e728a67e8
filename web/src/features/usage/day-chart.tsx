import { createMemo, For } from "solid-js";
import type { Usage } from "../../api-types.ts";
import { formatCompact, formatDayMonth, formatMonth, formatNumber } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { Fold } from "../../ui/fold.tsx";
import { chartTop, type DayTokens, daysOf } from "./usage.model.ts";

const HEIGHT = 100;
/** Units of the drawing for a day, of which the bar takes most. */
const STEP = 10;
const BAR = 7;

const nameOf = (day: string) => formatDayMonth(Date.parse(`${day}T00:00:00Z`));

/** Tokens by day as bars, with the same figures as a table. */
export function DayChart(props: { readonly month: string; readonly byDay: Usage["by_day"] }) {
  const days = createMemo(() => daysOf(props.month, props.byDay));
  const top = () => chartTop(days().map(({ tokens }) => tokens));
  const summary = () => {
    const total = days().reduce((sum, { tokens }) => sum + tokens, 0);
    const most = days().reduce((best, day) => (day.tokens > best.tokens ? day : best), { day: "", tokens: 0 });
    return usageText.byDayLabel(formatMonth(props.month), total, most.day === "" ? "" : nameOf(most.day));
  };
  return (
    <div class="stack">
      <figure class="chart">
        <div class="chart-scale tiny quiet tabular" aria-hidden="true">
          <span>{formatCompact(top())}</span>
          <span>{formatCompact(top() / 2)}</span>
          <span>0</span>
        </div>
        <svg
          class="chart-bars"
          viewBox={`0 0 ${days().length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary()}
        >
          <path class="chart-line" d={`M0,0H${days().length * STEP}M0,${HEIGHT / 2}H${days().length * STEP}`} />
          <For each={days()}>{(day, index) => <Bar day={day} index={index()} top={top()} />}</For>
        </svg>
        <div class="chart-days tiny quiet tabular" aria-hidden="true">
          <For each={days()}>{({ day }, index) => <span>{index() % 7 === 0 ? Number(day.slice(8)) : ""}</span>}</For>
        </div>
      </figure>
      <Fold label={usageText.asTable}>
        <DayTable days={days()} />
      </Fold>
    </div>
  );
}

function Bar(props: { readonly day: DayTokens; readonly index: number; readonly top: number }) {
  const height = () => (props.day.tokens === 0 ? 0 : Math.max(1, (props.day.tokens / props.top) * HEIGHT));
  const x = () => props.index * STEP;
  return (
    <g class="chart-day">
      <rect class="chart-hit" x={x()} width={STEP} height={HEIGHT}>
        <title>{usageText.bar(nameOf(props.day.day), props.day.tokens)}</title>
      </rect>
      <rect
        class="chart-bar"
        x={x() + (STEP - BAR) / 2}
        y={HEIGHT - height()}
        width={BAR}
        height={height()}
        pointer-events="none"
      />
    </g>
  );
}

function DayTable(props: { readonly days: readonly DayTokens[] }) {
  const used = () => props.days.filter(({ tokens }) => tokens > 0);
  return (
    <table class="table">
      <caption class="sr-only">{usageText.byDay}</caption>
      <thead>
        <tr>
          <th scope="col">{usageText.day}</th>
          <th scope="col" class="table-number">
            {usageText.tokens}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={used()}>
          {({ day, tokens }) => (
            <tr>
              <th scope="row">{nameOf(day)}</th>
              <td class="table-number">{formatNumber(tokens)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

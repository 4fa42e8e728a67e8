import { createAsync, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Usage } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { formatMonth, formatNumber } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { IconButton, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconAi, IconArrowLeft, IconArrowRight } from "../../ui/icons.ts";
import { getAiAvailable } from "../ai/ai.queries.ts";
import { DayChart } from "./day-chart.tsx";
import { Meters } from "./meters.tsx";
import { RequestLog } from "./request-log.tsx";
import { SpentTables } from "./spent-tables.tsx";
import { Totals } from "./totals.tsx";
import { monthAway, monthOf } from "./usage.model.ts";
import { getRequests, getUsage } from "./usage.queries.ts";

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** What the AI used in a month, against the limits of now. */
export function UsagePage() {
  const [search, setSearch] = useSearchParams<{ month?: string | undefined }>();
  const asked = () => (MONTH.test(search.month ?? "") ? search.month : undefined);
  const usage = createAsync(() => getUsage(asked()));
  const choose = (month: string) =>
    setSearch({ month: month === monthOf(Date.now()) ? undefined : month }, { replace: true });
  createPageTitle(() => usageText.title);
  return (
    <>
      <PageHead title={usageText.title} below={usageText.lead} />
      <SettingsNav />
      <Show when={usage()}>
        {(known) => (
          <>
            <Meters usage={known()} />
            <MonthChoice month={known().month} onChoose={choose} />
            <Show when={known().total.requests > 0} fallback={<Nothing />}>
              <MonthFigures usage={known()} />
            </Show>
          </>
        )}
      </Show>
      <Failing keys={() => [getRequests.key]}>
        <Pending>
          <RequestLog people={usage()?.by_user ?? []} />
        </Pending>
      </Failing>
    </>
  );
}

function MonthChoice(props: { readonly month: string; readonly onChoose: (month: string) => void }) {
  return (
    <div class="usage-month">
      <h2 aria-live="polite">{formatMonth(props.month)}</h2>
      <span class="row">
        <IconButton size="small" label={usageText.before} onClick={() => props.onChoose(monthAway(props.month, -1))}>
          <IconArrowLeft />
        </IconButton>
        <IconButton
          size="small"
          label={usageText.after}
          disabled={props.month >= monthOf(Date.now())}
          onClick={() => props.onChoose(monthAway(props.month, 1))}
        >
          <IconArrowRight />
        </IconButton>
      </span>
    </div>
  );
}

function MonthFigures(props: { readonly usage: Usage }) {
  return (
    <>
      <Totals total={props.usage.total} />
      <section class="card" aria-labelledby="by-day">
        <div class="card-head">
          <h2 id="by-day">{usageText.byDay}</h2>
          <span class="quiet small tabular">
            {usageText.tokens}: {formatNumber(props.usage.total.input_tokens + props.usage.total.output_tokens)}
          </span>
        </div>
        <div class="card-body">
          <DayChart month={props.usage.month} byDay={props.usage.by_day} />
        </div>
      </section>
      <SpentTables usage={props.usage} />
    </>
  );
}

function Nothing() {
  const isAvailable = createAsync(() => getAiAvailable(), { initialValue: true });
  return (
    <div class="card">
      <EmptyState
        icon={IconAi}
        title={usageText.emptyTitle}
        action={<LinkButton href="/settings/ai">{usageText.settings}</LinkButton>}
      >
        {isAvailable() ? usageText.empty : usageText.emptyOff}
      </EmptyState>
    </div>
  );
}

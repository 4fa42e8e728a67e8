import { For, type JSX, Show } from "solid-js";
import type { Recommendation } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { badgeText, categoryText, findingText } from "../../strings.ts";
import { aiText } from "../../text/ai.ts";
import { SeverityIcon } from "../../ui/badge.tsx";
import { IconAi } from "../../ui/icons.ts";
import { CATEGORIES, type FindingFilter, ORIGINS, originCounts, SEVERITIES, severityCounts } from "./findings.model.ts";

type FilterProps = {
  readonly findings: readonly Recommendation[];
  readonly filter: FindingFilter;
  readonly onFilter: (filter: FindingFilter) => void;
};

/** Rows of chips: one severity or all, one category or all, one origin or all. Those without a finding are left out. */
export function FindingFilters(props: FilterProps) {
  const counts = () => severityCounts(props.findings);
  const severities = () => SEVERITIES.filter((severity) => counts()[severity] > 0);
  const categories = () => CATEGORIES.filter((category) => props.findings.some((it) => it.category === category));
  return (
    <div class="filters">
      <fieldset class="chips">
        <legend class="sr-only">{findingText.severity}</legend>
        <Chip
          isOn={props.filter.severity === "all"}
          onClick={() => props.onFilter({ ...props.filter, severity: "all" })}
        >
          {findingText.all}
        </Chip>
        <For each={severities()}>
          {(severity) => (
            <Chip
              isOn={props.filter.severity === severity}
              onClick={() => props.onFilter({ ...props.filter, severity })}
            >
              <SeverityIcon severity={severity} />
              {badgeText.severity[severity]}
              <span class="chip-count">{formatNumber(counts()[severity])}</span>
            </Chip>
          )}
        </For>
      </fieldset>
      <Show when={categories().length > 1}>
        <fieldset class="chips">
          <legend class="sr-only">{findingText.category}</legend>
          <For each={categories()}>
            {(category) => (
              <Chip
                isOn={props.filter.category === category}
                onClick={() =>
                  props.onFilter({ ...props.filter, category: props.filter.category === category ? "all" : category })
                }
              >
                {categoryText[category]}
              </Chip>
            )}
          </For>
        </fieldset>
      </Show>
      <OriginChips {...props} />
    </div>
  );
}

const ORIGIN_WORDS = { rule: aiText.rules, ai: aiText.title } as const;

/** Only where a model claims something beside the rules. */
function OriginChips(props: FilterProps) {
  const counts = () => originCounts(props.findings);
  const toggle = (origin: (typeof ORIGINS)[number]) =>
    props.onFilter({ ...props.filter, origin: props.filter.origin === origin ? "all" : origin });
  return (
    <Show when={counts().ai > 0 && counts().rule > 0}>
      <fieldset class="chips">
        <legend class="sr-only">{aiText.origin}</legend>
        <For each={ORIGINS}>
          {(origin) => (
            <Chip isOn={props.filter.origin === origin} onClick={() => toggle(origin)}>
              <Show when={origin === "ai"}>
                <IconAi />
              </Show>
              {ORIGIN_WORDS[origin]}
              <span class="chip-count">{formatNumber(counts()[origin])}</span>
            </Chip>
          )}
        </For>
      </fieldset>
    </Show>
  );
}

function Chip(props: { readonly isOn: boolean; readonly onClick: () => void; readonly children: JSX.Element }) {
  return (
    <button type="button" class="chip" aria-pressed={props.isOn} onClick={() => props.onClick()}>
      {props.children}
    </button>
  );
}

import { For, type JSX, Show } from "solid-js";
import type { Recommendation } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { badgeText, categoryText, findingText } from "../../strings.ts";
import { SeverityIcon } from "../../ui/badge.tsx";
import { CATEGORIES, type FindingFilter, SEVERITIES, severityCounts } from "./findings.model.ts";

type FilterProps = {
  readonly findings: readonly Recommendation[];
  readonly filter: FindingFilter;
  readonly onFilter: (filter: FindingFilter) => void;
};

/** Two rows of chips: one severity or all, one category or all. Those without a finding are left out. */
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
    </div>
  );
}

function Chip(props: { readonly isOn: boolean; readonly onClick: () => void; readonly children: JSX.Element }) {
  return (
    <button type="button" class="chip" aria-pressed={props.isOn} onClick={() => props.onClick()}>
      {props.children}
    </button>
  );
}

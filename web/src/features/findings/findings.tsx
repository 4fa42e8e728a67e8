import { createAsync } from "@solidjs/router";
import { createMemo, createSignal, For, Show } from "solid-js";
import type { Recommendation, Remediation } from "../../api-types.ts";
import { findingText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconDone, IconPullRequest, IconSearch } from "../../ui/icons.ts";
import { SelectionBar } from "../../ui/selection-bar.tsx";
import { getMayAskAi } from "../ai/ai.queries.ts";
import { getFindings, getFixes, openPullRequest, planFixes } from "../analyses/analyses.queries.ts";
import { PlanDialog } from "../plan/plan-dialog.tsx";
import { FindingFilters } from "./finding-filters.tsx";
import { FindingGroupCard } from "./finding-group.tsx";
import { type FindingFilter, fixesById, groupFindings, openFixIds, withSelection } from "./findings.model.ts";

const NO_FILTER: FindingFilter = { severity: "all", category: "all", origin: "all" };

/** Findings of an analysis by rule, worst first, with a selection of fixes that leads to a pull request. */
export function Findings(props: { readonly analysisId: string; readonly repositoryId: string }) {
  const findings = createAsync(() => getFindings(props.analysisId));
  const fixes = createAsync(() => getFixes(props.analysisId));
  return (
    <Show when={findings()}>
      {(known) => (
        <Show when={known().length > 0} fallback={<NothingFound />}>
          <FindingList
            analysisId={props.analysisId}
            repositoryId={props.repositoryId}
            findings={known()}
            fixes={fixes() ?? []}
          />
        </Show>
      )}
    </Show>
  );
}

function NothingFound() {
  return (
    <div class="card">
      <EmptyState icon={IconDone} title={findingText.noneTitle}>
        {findingText.none}
      </EmptyState>
    </div>
  );
}

type ListProps = {
  readonly analysisId: string;
  readonly repositoryId: string;
  readonly findings: readonly Recommendation[];
  readonly fixes: readonly Remediation[];
};

function FindingList(props: ListProps) {
  const [filter, setFilter] = createSignal(NO_FILTER);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [proved, setProved] = createSignal<readonly Remediation[]>([]);
  const fixes = createMemo(() => fixesById([...props.fixes, ...proved()]));
  const mayAskAi = createAsync(() => getMayAskAi(), { initialValue: false });
  const groups = createMemo(() => groupFindings(props.findings, filter()));
  const shown = () => groups().flatMap((group) => group.findings);
  const openIds = createMemo(() => openFixIds(shown(), fixes()));
  const select = (ids: readonly string[], on: boolean) => setChosen((all) => withSelection(all, ids, on));
  return (
    <section class="stack" aria-labelledby="findings">
      <div class="toolbar">
        <h2 id="findings">{findingText.title}</h2>
        <span class="quiet small" aria-live="polite">
          {findingText.count(shown().length, props.findings.length)}
        </span>
        <div class="toolbar-end">
          <Show when={openIds().length > 0}>
            <Button onClick={() => select(openIds(), true)}>{findingText.selectSafe(openIds().length)}</Button>
          </Show>
        </div>
      </div>
      <FindingFilters findings={props.findings} filter={filter()} onFilter={setFilter} />
      <div class="card groups">
        <For each={groups()} fallback={<NoMatch onClear={() => setFilter(NO_FILTER)} />}>
          {(group, index) => (
            <FindingGroupCard
              group={group}
              repositoryId={props.repositoryId}
              fixes={fixes()}
              chosen={chosen()}
              onSelect={select}
              onProved={mayAskAi() ? (fix) => setProved((all) => [...all, fix]) : undefined}
              isOpenAtFirst={index() === 0}
            />
          )}
        </For>
      </div>
      <ChosenFixes analysisId={props.analysisId} chosen={chosen()} onClear={() => setChosen(new Set<string>())} />
    </section>
  );
}

function NoMatch(props: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={IconSearch}
      title={findingText.noMatchTitle}
      action={<Button onClick={() => props.onClear()}>{findingText.clearFilters}</Button>}
    >
      {findingText.noMatch}
    </EmptyState>
  );
}

type ChosenProps = {
  readonly analysisId: string;
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
};

/** The way from the chosen fixes to their pull request. */
function ChosenFixes(props: ChosenProps) {
  const [isPlanOpen, setPlanOpen] = createSignal(false);
  return (
    <>
      <SelectionBar
        words={findingText.selected(props.chosen.size)}
        count={props.chosen.size}
        clear={findingText.clearSelection}
        onClear={() => props.onClear()}
      >
        <Button variant="primary" onClick={() => setPlanOpen(true)}>
          <IconPullRequest />
          {findingText.open}
        </Button>
      </SelectionBar>
      <PlanDialog
        open={isPlanOpen()}
        plan={() => planFixes(props.analysisId, [...props.chosen])}
        openPlan={(planId) => openPullRequest(props.analysisId, planId)}
        onClose={() => setPlanOpen(false)}
        onOpened={() => props.onClear()}
      />
    </>
  );
}

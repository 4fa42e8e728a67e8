import { createMemo, createSignal, Show } from "solid-js";
import type { OfferedRepository } from "../../api-types.ts";
import { onboardingText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconSearch } from "../../ui/icons.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectionBar } from "../../ui/selection-bar.tsx";
import type { Connecting } from "./create-connect.ts";
import { connectableNames, offeredRows } from "./onboarding.model.ts";
import { RepositoryPicker } from "./repository-picker.tsx";

type OfferedListProps = { readonly items: readonly OfferedRepository[]; readonly connecting: Connecting };

/** What GitHub offers, to be searched, chosen from and connected. */
export function OfferedList(props: OfferedListProps) {
  const [search, setSearch] = createSignal("");
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const rows = createMemo(() => offeredRows(props.items, search()));
  const chooseAll = () => setChosen(new Set(connectableNames(rows())));
  return (
    <>
      <div class="toolbar">
        <SearchField
          label={onboardingText.search}
          placeholder={onboardingText.searchPlaceholder}
          value={search()}
          onInput={setSearch}
        />
        <span class="quiet small" aria-live="polite">
          {onboardingText.count(rows().length, props.items.length)}
        </span>
        <Show when={connectableNames(rows()).length > 1}>
          <Button variant="ghost" onClick={chooseAll}>
            {onboardingText.selectAll}
          </Button>
        </Show>
      </div>
      <Show when={rows().length > 0} fallback={<NoMatch onClear={() => setSearch("")} />}>
        <RepositoryPicker
          rows={rows()}
          chosen={chosen()}
          onChosen={setChosen}
          isBusy={props.connecting.isBusy()}
          onConnect={(name) => props.connecting.connect([name])}
        />
      </Show>
      <ChosenRepositories
        chosen={chosen()}
        onClear={() => setChosen(new Set<string>())}
        connecting={props.connecting}
      />
    </>
  );
}

function NoMatch(props: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={IconSearch}
      title={onboardingText.noMatchTitle}
      action={<Button onClick={() => props.onClear()}>{onboardingText.clearSearch}</Button>}
    >
      {onboardingText.noMatch}
    </EmptyState>
  );
}

type ChosenProps = {
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
  readonly connecting: Connecting;
};

function ChosenRepositories(props: ChosenProps) {
  return (
    <SelectionBar
      words={onboardingText.selected(props.chosen.size)}
      count={props.chosen.size}
      clear={onboardingText.clear}
      onClear={() => props.onClear()}
    >
      <Button
        variant="primary"
        busy={props.connecting.isBusy()}
        onClick={() => props.connecting.connect([...props.chosen])}
      >
        {onboardingText.connectMany(props.chosen.size)}
      </Button>
    </SelectionBar>
  );
}

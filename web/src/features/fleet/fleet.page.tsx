import { useSearchParams } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { createSlices } from "../../create-slices.ts";
import { fleetText } from "../../strings.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconPlus, IconRepository, IconSearch } from "../../ui/icons.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Fleet, getFleet } from "../repositories/repositories.queries.ts";
import { AiAlert } from "./ai-alert.tsx";
import { Checklist } from "./checklist.tsx";
import { createFleet } from "./create-fleet.ts";
import { type Activities, FILTERS, fleetRows, oneOf, SORTS, type View } from "./fleet.model.ts";
import { FleetSummaryStrip } from "./fleet-summary.tsx";
import { FleetTable } from "./fleet-table.tsx";

type Search = { q?: string | undefined; sort?: string | undefined; show?: string | undefined };

/** Every repository with its scores; the page that a signed-in user starts from. */
export function FleetPage() {
  createPageTitle(() => fleetText.title);
  const connect = (
    <LinkButton variant="primary" href="/onboarding">
      <IconPlus />
      {fleetText.connect}
    </LinkButton>
  );
  return (
    <>
      <PageHead title={fleetText.title} actions={connect} />
      <Pending fallback="">
        <AiAlert />
      </Pending>
      <Failing keys={() => [getFleet.key]}>
        <Pending fallback={<Skeleton rows={8} />}>
          <FleetContent />
        </Pending>
      </Failing>
    </>
  );
}

function FleetContent() {
  const { fleet, activities } = createFleet();
  return (
    <Show when={fleet()}>
      {(known) => (
        <>
          <Checklist summary={known().summary} items={known().items} />
          <Show when={known().items.length > 0} fallback={<NoRepository />}>
            <FleetSummaryStrip summary={known().summary} />
            <FleetList fleet={known()} activities={activities()} />
          </Show>
        </>
      )}
    </Show>
  );
}

function NoRepository() {
  return (
    <div class="card">
      <EmptyState
        icon={IconRepository}
        title={fleetText.noneTitle}
        action={<LinkButton href="/onboarding">{fleetText.connect}</LinkButton>}
      >
        {fleetText.noneDetail}
      </EmptyState>
    </div>
  );
}

function FleetList(props: { readonly fleet: Fleet; readonly activities: Activities }) {
  const [search, setSearch] = useSearchParams<Search>();
  const view = (): View => ({
    search: search.q ?? "",
    sort: oneOf(SORTS, search.sort),
    filter: oneOf(FILTERS, search.show),
  });
  const rows = createMemo(() => fleetRows(props.fleet.items, view(), props.activities));
  const shown = createSlices(rows, () => `${view().sort} ${view().filter} ${view().search}`);
  const set = (change: Search) => setSearch(change, { replace: true });
  return (
    <section class="stack">
      <FleetToolbar view={view()} onChange={set} />
      <Show when={rows().length > 0} fallback={<NoMatch onClear={() => set({ q: undefined, show: undefined })} />}>
        <FleetTable rows={shown()} activities={props.activities} />
      </Show>
    </section>
  );
}

function NoMatch(props: { readonly onClear: () => void }) {
  return (
    <div class="card">
      <EmptyState
        icon={IconSearch}
        title={fleetText.noMatchTitle}
        action={<Button onClick={() => props.onClear()}>{fleetText.clear}</Button>}
      >
        {fleetText.noMatch}
      </EmptyState>
    </div>
  );
}

function FleetToolbar(props: { readonly view: View; readonly onChange: (change: Search) => void }) {
  return (
    <div class="toolbar">
      <SearchField
        label={fleetText.search}
        placeholder={fleetText.searchPlaceholder}
        value={props.view.search}
        onInput={(q) => props.onChange({ q })}
      />
      <div class="toolbar-end">
        <SelectField
          label={fleetText.show}
          options={fleetText.filters}
          value={props.view.filter}
          onChange={(show) => props.onChange({ show })}
        />
        <SelectField
          label={fleetText.sort}
          options={fleetText.sorts}
          value={props.view.sort}
          onChange={(sort) => props.onChange({ sort })}
        />
      </div>
    </div>
  );
}

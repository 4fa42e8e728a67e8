import { createAsync, useSearchParams } from "@solidjs/router";
import { createMemo, createSignal, onMount, Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { onboardingText } from "../../strings.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconRepository, IconSearch } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectionBar } from "../../ui/selection-bar.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { createConnect } from "./create-connect.ts";
import { ListNotices, RestrictionsNote } from "./list-notices.tsx";
import { isConnectable, offeredRows } from "./onboarding.model.ts";
import { getOffered } from "./onboarding.queries.ts";
import { type PendingChoice, recallChoice } from "./pending-choice.ts";
import { RepositoryPicker } from "./repository-picker.tsx";

type Search = { continue?: string; error?: string };
type Connecting = ReturnType<typeof createConnect>;

/** Chooses repositories to connect, and goes on by itself when GitHub has granted what was missing. */
export function OnboardingPage() {
  const [search, setSearch] = useSearchParams<Search>();
  const [leftOver, setLeftOver] = createSignal<PendingChoice>();
  const wasDenied = search.error !== undefined;
  const connecting = createConnect();
  createPageTitle(() => onboardingText.title);
  onMount(() => {
    const choice = recallChoice(sessionStorage, Date.now());
    const isOurTrip = choice !== undefined && search.continue === choice.nonce && !wasDenied;
    if (search.continue !== undefined) setSearch({ continue: undefined, error: undefined }, { replace: true });
    if (isOurTrip) connecting.connect(choice.repositories);
    else setLeftOver(choice);
  });
  return (
    <>
      <PageHead title={onboardingText.title} below={<p class="prose">{onboardingText.lead}</p>} />
      <Show when={wasDenied}>
        <Notice tone="warning" title={onboardingText.deniedTitle}>
          {onboardingText.denied}
        </Notice>
      </Show>
      <ConnectNotices connecting={connecting} leftOver={leftOver()} />
      <Failing keys={() => [getOffered.key]}>
        <Pending fallback={<Skeleton rows={8} />}>
          <Offered connecting={connecting} />
        </Pending>
      </Failing>
    </>
  );
}

function ConnectNotices(props: { readonly connecting: Connecting; readonly leftOver: PendingChoice | undefined }) {
  const resume = (choice: PendingChoice) => (
    <Button onClick={() => props.connecting.connect(choice.repositories)}>
      {onboardingText.resume(choice.repositories.length)}
    </Button>
  );
  return (
    <>
      <Show when={props.connecting.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div role="status">
        <Show when={props.connecting.isBusy()}>
          <Notice tone="info" title={onboardingText.continuing(props.connecting.names().length)}>
            {props.connecting.isLeaving() ? onboardingText.leaving : props.connecting.names().join(", ")}
          </Notice>
        </Show>
      </div>
      <Show when={!props.connecting.isBusy() && props.leftOver}>
        {(choice) => (
          <Notice tone="info" title={onboardingText.resumeTitle} actions={resume(choice())}>
            {onboardingText.resumeDetail}
          </Notice>
        )}
      </Show>
    </>
  );
}

function Offered(props: { readonly connecting: Connecting }) {
  const offered = createAsync(() => getOffered());
  const [search, setSearch] = createSignal("");
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const rows = createMemo(() => offeredRows(offered()?.items ?? [], search()));
  const connectable = () => rows().filter(isConnectable);
  const chooseAll = () => setChosen(new Set(connectable().map((row) => row.full_name)));
  return (
    <Show when={offered()}>
      {(known) => (
        <section class="stack">
          <ListNotices offered={known()} />
          <Show
            when={known().items.length > 0}
            fallback={
              <EmptyState icon={IconRepository} title={onboardingText.noneTitle}>
                {onboardingText.none}
              </EmptyState>
            }
          >
            <div class="toolbar">
              <SearchField
                label={onboardingText.search}
                placeholder={onboardingText.searchPlaceholder}
                value={search()}
                onInput={setSearch}
              />
              <span class="quiet small" aria-live="polite">
                {onboardingText.count(rows().length, known().items.length)}
              </span>
              <Show when={connectable().length > 1}>
                <Button variant="ghost" onClick={chooseAll}>
                  {onboardingText.selectAll}
                </Button>
              </Show>
            </div>
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState
                  icon={IconSearch}
                  title={onboardingText.noMatchTitle}
                  action={<Button onClick={() => setSearch("")}>{onboardingText.clearSearch}</Button>}
                >
                  {onboardingText.noMatch}
                </EmptyState>
              }
            >
              <RepositoryPicker
                rows={rows()}
                chosen={chosen()}
                onChosen={setChosen}
                isBusy={props.connecting.isBusy()}
                onConnect={(name) => props.connecting.connect([name])}
              />
            </Show>
            <RestrictionsNote />
          </Show>
          <SelectionBar
            words={onboardingText.selected(chosen().size)}
            count={chosen().size}
            clear={onboardingText.clear}
            onClear={() => setChosen(new Set<string>())}
          >
            <Button
              variant="primary"
              busy={props.connecting.isBusy()}
              onClick={() => props.connecting.connect([...chosen()])}
            >
              {onboardingText.connectMany(chosen().size)}
            </Button>
          </SelectionBar>
        </section>
      )}
    </Show>
  );
}

import { createAsync, useSearchParams } from "@solidjs/router";
import { createSignal, onMount, Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { onboardingText } from "../../strings.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconRepository } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Connecting, createConnect } from "./create-connect.ts";
import { ListNotices, RestrictionsNote } from "./list-notices.tsx";
import { OfferedList } from "./offered-list.tsx";
import { getOffered } from "./onboarding.queries.ts";
import { type PendingChoice, recallChoice } from "./pending-choice.ts";

type Search = { continue?: string; error?: string };

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
  return (
    <Show when={offered()}>
      {(known) => (
        <section class="stack">
          <ListNotices offered={known()} />
          <Show when={known().items.length > 0} fallback={<NothingOffered />}>
            <OfferedList items={known().items} connecting={props.connecting} />
            <RestrictionsNote />
          </Show>
        </section>
      )}
    </Show>
  );
}

function NothingOffered() {
  return (
    <EmptyState icon={IconRepository} title={onboardingText.noneTitle}>
      {onboardingText.none}
    </EmptyState>
  );
}

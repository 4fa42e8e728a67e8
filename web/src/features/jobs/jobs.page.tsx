import { createAsync, useSearchParams } from "@solidjs/router";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { JobKind } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { jobText } from "../../text/jobs.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconDone, IconPipeline, IconSearch } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { oneOf } from "../fleet/fleet.model.ts";
import { createJobs } from "./create-jobs.ts";
import { KINDS, STATES } from "./jobs.model.ts";
import { getJobs, getStats } from "./jobs.queries.ts";
import { JobsTable } from "./jobs-table.tsx";
import { createMay, type May } from "./may.ts";
import { QueueStrip } from "./queue-strip.tsx";
import { AT_ONCE } from "./remove-dialog.tsx";
import { SetAsideBar } from "./set-aside-bar.tsx";

type Search = { state?: string | undefined; kind?: string | undefined };

/** What waits, works, failed and is done, live. */
export function JobsPage() {
  createPageTitle(() => jobText.title);
  return (
    <>
      <PageHead title={jobText.title} below={jobText.lead} />
      <Failing keys={() => [getJobs.key, getStats.key]}>
        <Pending fallback={<Skeleton rows={8} />}>
          <JobsContent />
        </Pending>
      </Failing>
    </>
  );
}

function JobsContent() {
  const [search, setSearch] = useSearchParams<Search>();
  const state = createMemo(() => oneOf(STATES, search.state));
  const kind = createMemo(() => oneOf(KINDS, search.kind));
  const may = createMay();
  const chosenKind = (): JobKind | undefined => {
    const chosen = kind();
    return chosen === "all" ? undefined : chosen;
  };
  const filter = createMemo(() => {
    const chosen = state();
    return { state: chosen === "all" ? undefined : chosen, kind: chosenKind() };
  });
  const list = createJobs(filter);
  const set = (change: Search) => setSearch(change, { replace: true });
  return (
    <>
      <Show when={list.counts()}>{(counts) => <QueueStrip counts={counts()} oldest={list.oldest()} />}</Show>
      <section class="stack" aria-label={jobText.list}>
        <Filters state={state()} kind={kind()} onChange={set} />
        <Show when={state() === "dead_letter" && list.jobs().length > 0}>
          <SetAside all={list.counts()?.dead_letter} listed={list.jobs().length} kind={chosenKind()} may={may()} />
        </Show>
        <Show
          when={list.jobs().length > 0}
          fallback={
            <Nothing
              isSetAside={state() === "dead_letter" && kind() === "all"}
              isFiltered={state() !== "all" || kind() !== "all"}
              onClear={() => set({ state: undefined, kind: undefined })}
            />
          }
        >
          <JobsTable jobs={list.jobs()} may={may()} stepOf={list.stepOf} />
        </Show>
        <Show when={list.more.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Show when={list.cursor()}>
          {(from) => (
            <Button busy={list.more.isBusy()} onClick={() => void list.more.run(from())}>
              {jobText.more}
            </Button>
          )}
        </Show>
      </section>
    </>
  );
}

/** What can be done with all set-aside jobs of the kind: `all` is their number of every kind, if it is known. */
function SetAside(props: {
  readonly all: number | undefined;
  readonly listed: number;
  readonly kind: JobKind | undefined;
  readonly may: May;
}) {
  // The same answer as the figures above: it is asked for once.
  const stats = createAsync(() => getStats());
  const known = () => (props.kind === undefined ? props.all : stats()?.set_aside[props.kind]);
  // A figure that is older than the list knows of none yet.
  const count = () => known() || props.listed;
  return (
    <>
      <SetAsideBar count={count()} kind={props.kind} may={props.may} />
      <Show when={props.may.manage && count() > AT_ONCE}>
        <p class="quiet small">{jobText.atOnce(AT_ONCE)}</p>
      </Show>
    </>
  );
}

function Filters(props: {
  readonly state: (typeof STATES)[number];
  readonly kind: (typeof KINDS)[number];
  readonly onChange: (change: Search) => void;
}) {
  return (
    <div class="toolbar job-filters">
      <SelectField
        label={jobText.state}
        options={jobText.stateFilter}
        value={props.state}
        onChange={(key) => props.onChange({ state: key === "all" ? undefined : key })}
      />
      <SelectField
        label={jobText.kind}
        options={jobText.kindFilter}
        value={props.kind}
        onChange={(key) => props.onChange({ kind: key === "all" ? undefined : key })}
      />
    </div>
  );
}

function Nothing(props: { readonly isSetAside: boolean; readonly isFiltered: boolean; readonly onClear: () => void }) {
  const showAll = () => <Button onClick={() => props.onClear()}>{jobText.showAll}</Button>;
  return (
    <div class="card">
      <Switch>
        <Match when={props.isSetAside}>
          <EmptyState icon={IconDone} title={jobText.noneSetAsideTitle} action={showAll()}>
            {jobText.noneSetAside}
          </EmptyState>
        </Match>
        <Match when={props.isFiltered}>
          <EmptyState icon={IconSearch} title={jobText.noMatchTitle} action={showAll()}>
            {jobText.noMatch}
          </EmptyState>
        </Match>
        <Match when={true}>
          <EmptyState
            icon={IconPipeline}
            title={jobText.emptyTitle}
            action={<LinkButton href="/onboarding">{jobText.connect}</LinkButton>}
          >
            {jobText.empty}
          </EmptyState>
        </Match>
      </Switch>
    </div>
  );
}

import { createAsync, useParams, useSearchParams } from "@solidjs/router";
import { Match, onCleanup, Show, Switch } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { createPageTitle } from "../../app/page.tsx";
import { createFleetStream } from "../../live-streams.ts";
import { createLooking, createPacedRead, type Pace } from "../../paced-read.ts";
import { refresh } from "../../refresh.ts";
import { fleetText, repositoryText } from "../../strings.ts";
import { Pending } from "../../ui/async.tsx";
import { PhaseBadge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconPipeline } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { Findings } from "../findings/findings.tsx";
import { oneOf } from "../fleet/fleet.model.ts";
import { Artifacts } from "../generator/artifacts.tsx";
import { PullChecks } from "../pulls/pull-checks.tsx";
import { getPulls, loadPulls } from "../pulls/pulls.queries.ts";
import { ReviewPanel } from "../review/review.tsx";
import { Activity } from "./activity.tsx";
import { HealthCards } from "./health-cards.tsx";
import { Overview } from "./overview.tsx";
import {
  getAnalysesOf,
  getHealth,
  getRepository,
  loadAnalysesOf,
  loadHealth,
  loadRepository,
} from "./repositories.queries.ts";
import { RepositoryHead } from "./repository-head.tsx";

const TABS = ["overview", "findings", "pulls", "pipelines", "review", "activity"] as const;
/** All but one of its three or four requests are of the 30 a minute that a user has for repositories. */
const PACE: Pace = { afterMs: 300, perRequestMs: 2000 };

export function RepositoryPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <RepositoryOf id={id} />}
    </Show>
  );
}

/** Reads the page again when something of this repository changes, and now and then while something is at work. */
function createRepositoryUpdates(id: string, isAtWork: () => boolean): void {
  const [search] = useSearchParams<{ tab?: string }>();
  const isSeen = () => search.tab === "pulls";
  const load = async () => {
    await refresh(getRepository.keyFor(id), () => loadRepository(id));
    await refresh(getHealth.keyFor(id), () => loadHealth(id));
    await refresh(getAnalysesOf.keyFor(id), () => loadAnalysesOf(id));
    if (isSeen()) await refresh(getPulls.keyFor(id), () => loadPulls(id));
  };
  const reading = createPacedRead(load, () => (isSeen() ? 4 : 3), PACE);
  createFleetStream({
    onFrame: (frame) => frame.repository_id === id && reading.soon(),
    refetch: () => reading.next(),
    keys: [getRepository.keyFor(id), getHealth.keyFor(id), getAnalysesOf.keyFor(id), getPulls.keyFor(id)],
  });
  createLooking(reading, isAtWork);
  onCleanup(() => reading.close());
}

function RepositoryOf(props: { readonly id: string }) {
  const repository = createAsync(() => getRepository(props.id));
  createRepositoryUpdates(props.id, () => repository()?.active_job != null);
  return <Show when={repository()}>{(known) => <RepositoryView repository={known()} />}</Show>;
}

function RepositoryView(props: { readonly repository: Repository }) {
  const [search, setSearch] = useSearchParams<{ tab?: string | undefined }>();
  const tab = () => oneOf(TABS, search.tab);
  createPageTitle(() => props.repository.full_name);
  const tabs = () =>
    TABS.map((key) => ({
      key,
      label: repositoryText.tabs[key],
      count: key === "findings" && props.repository.last_analysis ? props.repository.open_findings : undefined,
    }));
  return (
    <>
      <RepositoryHead repository={props.repository} />
      <StateNotices repository={props.repository} />
      <HealthCards repository={props.repository} />
      <div>
        <Tabs
          label={repositoryText.tabsLabel}
          tabs={tabs()}
          chosen={tab()}
          onChoose={(key) => setSearch({ tab: key === "overview" ? undefined : key }, { replace: true })}
        >
          <Pending>
            <TabContent repository={props.repository} tab={tab()} />
          </Pending>
        </Tabs>
      </div>
    </>
  );
}

function StateNotices(props: { readonly repository: Repository }) {
  const state = () => (props.repository.state === "connected" ? undefined : props.repository.state);
  return (
    <>
      <Show when={state()}>
        {(lost) => (
          <Notice tone="warning" title={repositoryText.stateTitle[lost()]}>
            <Show when={props.repository.state_detail}>{(detail) => <p>{detail()}</p>}</Show>
            <p>{lost() === "gone" ? fleetText.goneHint : fleetText.suspendedHint}</p>
          </Notice>
        )}
      </Show>
      <Show when={props.repository.active_job}>
        {(job) => (
          <Notice
            tone="info"
            title={job().analysis_id === null ? repositoryText.atWork : repositoryText.running}
            actions={
              <LinkButton href={job().analysis_id === null ? `/jobs/${job().id}` : `/analysis/${job().analysis_id}`}>
                {repositoryText.watch}
              </LinkButton>
            }
          >
            <PhaseBadge phase={job().phase} state={job().state} />
          </Notice>
        )}
      </Show>
    </>
  );
}

function TabContent(props: { readonly repository: Repository; readonly tab: (typeof TABS)[number] }) {
  return (
    <Switch>
      <Match when={props.tab === "overview"}>
        <Overview repository={props.repository} />
      </Match>
      <Match when={props.tab === "findings"}>
        <Show when={props.repository.last_analysis?.id} fallback={<NotAnalysed />} keyed>
          {(id) => <Findings analysisId={id} repositoryId={props.repository.id} />}
        </Show>
      </Match>
      <Match when={props.tab === "pulls"}>
        <PullChecks repositoryId={props.repository.id} />
      </Match>
      <Match when={props.tab === "pipelines"}>
        <Artifacts repositoryId={props.repository.id} />
      </Match>
      <Match when={props.tab === "review"}>
        <ReviewPanel repository={props.repository} />
      </Match>
      <Match when={props.tab === "activity"}>
        <Activity repositoryId={props.repository.id} />
      </Match>
    </Switch>
  );
}

function NotAnalysed() {
  return (
    <div class="card">
      <EmptyState icon={IconPipeline} title={repositoryText.notAnalysedTitle}>
        {repositoryText.notAnalysed}
      </EmptyState>
    </div>
  );
}

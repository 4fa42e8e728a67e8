import { createAsync } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { HealthPoint, Repository } from "../../api-types.ts";
import { formatNumber, shortSha } from "../../format.ts";
import { fleetText, repositoryText } from "../../strings.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconPipeline, IconPullRequest } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { getHealth } from "./repositories.queries.ts";

const SHOWN = 8;

/** Facts beside the last scores in figures: the table behind the lines of the cards. */
export function Overview(props: { readonly repository: Repository }) {
  const health = createAsync(() => getHealth(props.repository.id));
  return (
    <div class="overview">
      <section class="card">
        <div class="card-head">
          <h2>{repositoryText.historyOf}</h2>
          <Show when={props.repository.last_analysis}>
            {(last) => (
              <LinkButton size="small" href={`/analysis/${last().id}`}>
                {repositoryText.seeAll}
              </LinkButton>
            )}
          </Show>
        </div>
        <Show when={health()?.current} fallback={<NoHistory />}>
          <History points={health()?.history ?? []} />
        </Show>
      </section>
      <Facts repository={props.repository} current={health()?.current ?? null} />
    </div>
  );
}

function NoHistory() {
  return (
    <EmptyState icon={IconPipeline} title={repositoryText.notAnalysedTitle}>
      {repositoryText.notAnalysed}
    </EmptyState>
  );
}

const COLUMNS = ["overall", "security", "ci_cd", "performance", "quality"] as const;
const NAMES = { overall: repositoryText.overall, ...repositoryText.axes };

function History(props: { readonly points: readonly HealthPoint[] }) {
  const newest = () => [...props.points].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
  return (
    <section class="table-scroll" tabindex="0" aria-label={repositoryText.historyOf}>
      <table class="table">
        <caption class="sr-only">{repositoryText.historyOf}</caption>
        <thead>
          <tr>
            <th scope="col">{repositoryText.date}</th>
            <For each={COLUMNS}>
              {(column) => (
                <th scope="col" class="table-number">
                  {NAMES[column]}
                </th>
              )}
            </For>
            <th scope="col" class="table-number">
              {repositoryText.openFindings}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={newest()}>
            {(point) => (
              <tr>
                <th scope="row">
                  <a class="fleet-quiet-link" href={`/analysis/${point.analysis_id}`}>
                    <RelativeTime at={point.at} />
                  </a>
                </th>
                <For each={COLUMNS}>{(column) => <td class="table-number">{point.scores[column] ?? "–"}</td>}</For>
                <td class="table-number">{formatNumber(point.open_findings)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function Fact(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function Instant(props: { readonly at: string | null }) {
  return (
    <Show when={props.at} fallback={repositoryText.unknown}>
      {(at) => <RelativeTime at={at()} />}
    </Show>
  );
}

function Facts(props: { readonly repository: Repository; readonly current: HealthPoint | null }) {
  const branch = () => props.repository.default_branch;
  return (
    <section class="card overview-facts">
      <h2 class="card-head">{repositoryText.facts}</h2>
      <dl class="facts card-body">
        <Fact label={repositoryText.branch}>
          <span class="mono">{branch() ?? repositoryText.unknown}</span>
        </Fact>
        <Fact label={repositoryText.commit}>
          <Show when={props.current?.commit} fallback={repositoryText.unknown}>
            {(commit) => (
              <span class="mono" title={commit()}>
                {shortSha(commit())}
              </span>
            )}
          </Show>
        </Fact>
        <Fact label={repositoryText.lastPullRequest}>
          <Show when={props.repository.last_pull_request} fallback={repositoryText.none}>
            {(pull) => (
              <a class="link fact" href={pull().url} target="_blank" rel="noopener noreferrer">
                <IconPullRequest class="icon-small" />#{pull().number} {fleetText.state[pull().state]}
              </a>
            )}
          </Show>
        </Fact>
        <Show when={props.current}>
          {(current) => (
            <Fact label={repositoryText.ruleSet}>
              <span class="mono">{current().rule_set_version}</span>
            </Fact>
          )}
        </Show>
        <Fact label={repositoryText.connected}>
          <RelativeTime at={props.repository.connected_at} />
        </Fact>
        <Fact label={repositoryText.synced_at}>
          <Instant at={props.repository.synced_at} />
        </Fact>
        <Fact label={repositoryText.inSync}>
          <Instant at={props.repository.in_sync_as_of} />
        </Fact>
      </dl>
    </section>
  );
}

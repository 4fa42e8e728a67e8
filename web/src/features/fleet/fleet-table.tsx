import { useNavigate } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { toProblem } from "../../problem.ts";
import { fleetText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconLock, IconMore, IconPullRequest } from "../../ui/icons.ts";
import { Menu, type MenuItem } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ScoreChange, ScoreMeter, ScoreRing } from "../../ui/score.tsx";
import { notify } from "../../ui/toasts.tsx";
import { startAnalysis } from "../repositories/repositories.queries.ts";
import { ActivityLine } from "./activity-line.tsx";
import { type Activities, type Activity, activityOf } from "./fleet.model.ts";

const AXES = ["security", "ci_cd", "performance", "quality"] as const;
const HEADS = [
  fleetText.repository,
  fleetText.overall,
  ...AXES.map((axis) => fleetText.axisNames[axis]),
  fleetText.findings,
  fleetText.last,
  fleetText.pullRequest,
];

/** Rows are grids, so that they become cards on a narrow page; the roles keep them a table for screen readers. */
export function FleetTable(props: { readonly rows: readonly Repository[]; readonly activities: Activities }) {
  return (
    <table class="card fleet">
      <caption class="sr-only">{fleetText.table}</caption>
      <thead>
        <tr class="fleet-row fleet-head">
          <For each={HEADS}>
            {(head) => (
              <th scope="col" class="label">
                {head}
              </th>
            )}
          </For>
          <th scope="col">
            <span class="sr-only">{fleetText.actions("")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>{(row) => <FleetRow row={row} activity={activityOf(row, props.activities)} />}</For>
      </tbody>
    </table>
  );
}

function FleetRow(props: { readonly row: Repository; readonly activity: Activity | null }) {
  return (
    <tr class="fleet-row">
      <th scope="row" class="fleet-name">
        <RepositoryName row={props.row} />
      </th>
      <td class="fleet-overall">
        <ScoreRing score={props.row.health?.overall ?? null} label={fleetText.overall} />
        <ScoreChange from={props.row.previous_overall} to={props.row.health?.overall ?? null} />
      </td>
      <For each={AXES}>
        {(axis) => (
          <td class="fleet-axis">
            <span class="fleet-card-label label" aria-hidden="true">
              {fleetText.axisNames[axis]}
            </span>
            <ScoreMeter score={props.row.health?.[axis] ?? null} label={fleetText.axisNames[axis]} />
          </td>
        )}
      </For>
      <td class="fleet-count tabular small">
        <span class="fleet-card-label label">{fleetText.findings}</span>
        {props.row.last_analysis ? formatNumber(props.row.open_findings) : "–"}
      </td>
      <td class="fleet-last small">
        <Show when={props.activity} fallback={<LastAnalysis row={props.row} />}>
          {(activity) => <ActivityLine activity={activity()} />}
        </Show>
      </td>
      <td class="fleet-pull small">
        <LastPullRequest row={props.row} />
      </td>
      <td class="fleet-menu">
        <RowMenu row={props.row} />
      </td>
    </tr>
  );
}

function RepositoryName(props: { readonly row: Repository }) {
  return (
    <>
      <a class="fleet-link truncate" href={`/repos/${props.row.id}`}>
        <span class="second">{props.row.owner}/</span>
        <span class="strong">{props.row.name}</span>
      </a>
      <span class="fleet-marks quiet tiny">
        <Show when={props.row.language}>{(language) => <span>{language()}</span>}</Show>
        <Show when={props.row.private}>
          <span class="fact">
            <IconLock class="icon-small" />
            {fleetText.private}
          </span>
        </Show>
        <Show when={props.row.archived}>
          <span>{fleetText.archived}</span>
        </Show>
        <Show when={props.row.state === "suspended"}>
          <Badge tone="medium" title={props.row.state_detail ?? fleetText.suspendedHint}>
            {fleetText.suspended}
          </Badge>
        </Show>
        <Show when={props.row.state === "gone"}>
          <Badge tone="critical" title={props.row.state_detail ?? fleetText.goneHint}>
            {fleetText.gone}
          </Badge>
        </Show>
      </span>
    </>
  );
}

function LastAnalysis(props: { readonly row: Repository }) {
  return (
    <Show when={props.row.last_analysis} fallback={<span class="quiet">{fleetText.never}</span>}>
      {(last) => (
        <a class="fleet-quiet-link second" href={`/analysis/${last().id}`}>
          <RelativeTime at={last().completed_at} />
        </a>
      )}
    </Show>
  );
}

function LastPullRequest(props: { readonly row: Repository }) {
  return (
    <Show when={props.row.last_pull_request} fallback={<span class="quiet fleet-none">{fleetText.none}</span>}>
      {(pull) => (
        <a class="fleet-quiet-link fact second" href={pull().url} target="_blank" rel="noopener noreferrer">
          <IconPullRequest class="icon-small" />
          <span>
            #{pull().number} {fleetText.state[pull().state]}
          </span>
        </a>
      )}
    </Show>
  );
}

function RowMenu(props: { readonly row: Repository }) {
  const navigate = useNavigate();
  const analyse = async () => {
    try {
      await startAnalysis(props.row.id);
      notify({ tone: "ok", text: fleetText.started(props.row.full_name) });
    } catch (error) {
      notify({ tone: "failure", text: toProblem(error).detail });
    }
  };
  const items = (): MenuItem[] => [
    { label: fleetText.open, run: () => navigate(`/repos/${props.row.id}`) },
    { label: fleetText.analyse, run: () => void analyse() },
    { label: fleetText.onGithub, run: () => window.open(props.row.html_url, "_blank", "noopener,noreferrer") },
  ];
  return (
    <Menu label={fleetText.actions(props.row.full_name)} items={items()}>
      <IconMore />
    </Menu>
  );
}

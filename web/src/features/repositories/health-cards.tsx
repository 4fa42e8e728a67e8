import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Repository, RepositoryHealth, Scores } from "../../api-types.ts";
import { repositoryText } from "../../strings.ts";
import { Pending } from "../../ui/async.tsx";
import { IconGauge, IconPipeline, IconQuality, IconShield } from "../../ui/icons.ts";
import { bandOf } from "../../ui/score.model.ts";
import { ScoreChange, ScoreRing, Sparkline } from "../../ui/score.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { getHealth } from "./repositories.queries.ts";

const AXES = ["security", "ci_cd", "performance", "quality"] as const;
const ICONS = { security: IconShield, ci_cd: IconPipeline, performance: IconGauge, quality: IconQuality } as const;
type Axis = keyof Scores;

/** Scores of an axis over time, oldest first; times when it did not apply are left out. */
function historyOf(health: RepositoryHealth, axis: Axis): number[] {
  return [...health.history].sort((a, b) => a.at.localeCompare(b.at)).flatMap((point) => point.scores[axis] ?? []);
}

/** The overall score and the four axes, each with its history. */
export function HealthCards(props: { readonly repository: Repository }) {
  return (
    <Pending fallback={<Skeleton shape="cards" rows={5} />}>
      <HealthContent repository={props.repository} />
    </Pending>
  );
}

function HealthContent(props: { readonly repository: Repository }) {
  const health = createAsync(() => getHealth(props.repository.id));
  return (
    <Show when={health()}>
      {(known) => (
        <section class="health" aria-label={repositoryText.health}>
          <div class="card health-overall">
            <ScoreRing size="large" score={known().current?.scores.overall ?? null} label={repositoryText.overall} />
            <div>
              <p class="label">{repositoryText.overall}</p>
              <Change history={historyOf(known(), "overall")} />
            </div>
          </div>
          <For each={AXES}>{(axis) => <AxisCard axis={axis} health={known()} />}</For>
        </section>
      )}
    </Show>
  );
}

function Change(props: { readonly history: readonly number[] }) {
  return <ScoreChange from={props.history.at(-2) ?? null} to={props.history.at(-1) ?? null} />;
}

function AxisCard(props: { readonly axis: (typeof AXES)[number]; readonly health: RepositoryHealth }) {
  const Icon = ICONS[props.axis];
  const score = () => props.health.current?.scores[props.axis] ?? null;
  const history = () => historyOf(props.health, props.axis);
  const label = () => repositoryText.axes[props.axis];
  const empty = () => (props.health.current === null ? repositoryText.noHistory : repositoryText.notApplicable);
  return (
    <div class={`card health-card band-${score() === null ? "none" : bandOf(score() ?? 0)}`}>
      <p class="label fact">
        <Icon class="icon-small" />
        {label()}
      </p>
      <p class="health-figure">
        <span class="figure">{score() ?? "–"}</span>
        <Change history={history()} />
      </p>
      <Show when={history().length > 0} fallback={<p class="quiet tiny">{empty()}</p>}>
        <Sparkline values={history()} label={repositoryText.history(label(), history())} />
      </Show>
    </div>
  );
}

import { Show } from "solid-js";
import { PhaseBadge } from "../../ui/badge.tsx";
import type { Activity } from "./fleet.model.ts";

/** What runs now: the phase, and the step with its place among all steps. Links to where it can be watched. */
export function ActivityLine(props: { readonly activity: Activity }) {
  const content = () => (
    <>
      <PhaseBadge phase={props.activity.phase} state={props.activity.state} />
      <Show when={props.activity.step}>
        {(step) => (
          <span class="quiet tiny tabular">
            {step().index}/{step().total} {step().title}
          </span>
        )}
      </Show>
    </>
  );
  return (
    <Show when={props.activity.analysisId} fallback={<span class="activity">{content()}</span>}>
      {(id) => (
        <a class="activity" href={`/analysis/${id()}`}>
          {content()}
        </a>
      )}
    </Show>
  );
}

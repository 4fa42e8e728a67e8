import { For, Show } from "solid-js";
import type { FleetSummary, Repository } from "../../api-types.ts";
import { checklistText } from "../../strings.ts";
import { IconArrowRight, IconDone, IconQueued } from "../../ui/icons.ts";
import { milestonesOf } from "./fleet.model.ts";

type Step = { readonly title: string; readonly hint: string; readonly isDone: boolean; readonly href: string };

/** The three steps of first use; gone when all are done. */
export function Checklist(props: { readonly summary: FleetSummary; readonly items: readonly Repository[] }) {
  const analysed = () => props.items.find((item) => item.last_analysis !== null)?.last_analysis;
  const running = () => props.items.find((item) => item.active_job?.analysis_id)?.active_job?.analysis_id;
  const analysisPath = () => {
    const id = analysed()?.id ?? running();
    return id ? `/analysis/${id}` : "/onboarding";
  };
  const steps = (): Step[] => {
    const done = milestonesOf(props.summary);
    const { connect, connectHint, analyse, analyseHint, pullRequest, pullRequestHint } = checklistText;
    return [
      { title: connect, hint: connectHint, isDone: done.connect, href: "/onboarding" },
      { title: analyse, hint: analyseHint, isDone: done.analyse, href: analysisPath() },
      { title: pullRequest, hint: pullRequestHint, isDone: done.pullRequest, href: analysisPath() },
    ];
  };
  const doneCount = () => steps().filter((step) => step.isDone).length;
  return (
    <Show when={doneCount() < steps().length}>
      <section class="card checklist" aria-labelledby="checklist">
        <div class="card-head">
          <h2 id="checklist">{checklistText.title}</h2>
          <span class="quiet small tabular">{checklistText.progress(doneCount(), steps().length)}</span>
        </div>
        <ol class="checklist-steps">
          <For each={steps()}>{(step, index) => <ChecklistStep step={step} isNext={index() === doneCount()} />}</For>
        </ol>
      </section>
    </Show>
  );
}

function ChecklistStep(props: { readonly step: Step; readonly isNext: boolean }) {
  return (
    <li class="checklist-step" classList={{ "checklist-done": props.step.isDone, "checklist-next": props.isNext }}>
      {props.step.isDone ? <IconDone /> : <IconQueued />}
      <span>
        <Show when={props.isNext} fallback={<span class="strong">{props.step.title}</span>}>
          <a class="checklist-link strong" href={props.step.href}>
            {props.step.title}
            <IconArrowRight class="icon-small" />
          </a>
        </Show>
        <Show when={props.step.isDone}>
          <span class="sr-only"> ({checklistText.done})</span>
        </Show>
        <span class="block second small">{props.step.hint}</span>
      </span>
    </li>
  );
}

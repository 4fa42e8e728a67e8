import { createEffect, createSignal, For, on, onCleanup, Show } from "solid-js";
import type { Job, JobEvent, JobPhase } from "../../api-types.ts";
import { formatClock, formatClockSeconds, formatDuration } from "../../format.ts";
import { analysisText, eventText } from "../../strings.ts";
import { IconDone, IconFailed, IconQueued, IconSpinner } from "../../ui/icons.ts";
import { isFinal, type Progress, type StepStatus, type StepView } from "./progress.model.ts";

type PanelProps = {
  readonly phase: JobPhase;
  readonly progress: Progress;
  readonly events: readonly JobEvent[];
  readonly job: Job | undefined;
};

/** Named steps with their times beside the log. */
export function ProgressPanel(props: PanelProps) {
  return (
    <section class="progress" aria-label={analysisText.progress}>
      <div class="card progress-steps">
        <ProgressHead {...props} />
        <ol class="steps" aria-label={analysisText.steps}>
          <For each={props.progress.steps}>{(step) => <Step step={step} />}</For>
        </ol>
      </div>
      <Log events={props.events} />
    </section>
  );
}

function statusWords(props: PanelProps): string {
  const { job, phase } = props;
  if (job?.state === "retrying" && job.next_run_at !== null) {
    return analysisText.retrying(formatClock(Date.parse(job.next_run_at)), job.attempt + 1, job.max_attempts);
  }
  return phase === "queued" ? analysisText.queued : analysisText.running;
}

function ProgressHead(props: PanelProps) {
  return (
    <div class="progress-head">
      <progress class="bar" aria-label={analysisText.progress} max={props.progress.total} value={props.progress.done} />
      <p class="small" role="status">
        <span class="strong tabular">{analysisText.stepsDone(props.progress.done, props.progress.total)}</span>
        <Show when={!isFinal(props.phase)}>
          <span class="block second">{statusWords(props)}</span>
        </Show>
      </p>
    </div>
  );
}

const STEP_ICONS: Record<StepStatus, typeof IconDone> = {
  waiting: IconQueued,
  running: IconSpinner,
  done: IconDone,
  failed: IconFailed,
};

/** Time that a step has taken: growing while it runs. */
function createElapsed(step: () => StepView): () => string | undefined {
  const [now, setNow] = createSignal(Date.now());
  createEffect(
    on(
      () => step().status === "running",
      (isRunning) => {
        if (!isRunning) return;
        const timer = setInterval(() => setNow(Date.now()), 100);
        onCleanup(() => clearInterval(timer));
      },
    ),
  );
  return () => {
    const { startedAt, finishedAt } = step();
    if (startedAt === undefined) return undefined;
    return formatDuration(Math.max(0, (finishedAt ?? now()) - startedAt));
  };
}

function Step(props: { readonly step: StepView }) {
  const elapsed = createElapsed(() => props.step);
  const Icon = () => {
    const Shape = STEP_ICONS[props.step.status];
    return <Shape class={props.step.status === "running" ? "icon spin" : "icon"} />;
  };
  return (
    <li class={`step step-${props.step.status}`} aria-current={props.step.status === "running" ? "step" : undefined}>
      {Icon()}
      <span class="step-words">
        <span class="step-title">{props.step.title}</span>
        <span class="sr-only">({analysisText.stepStatus[props.step.status]})</span>
        <Show when={props.step.detail}>
          <span class="block quiet small">{props.step.detail}</span>
        </Show>
      </span>
      <span class="step-time quiet small tabular">{elapsed()}</span>
    </li>
  );
}

/** The log scrolls with its newest line, unless the reader has scrolled away from it. */
function Log(props: { readonly events: readonly JobEvent[] }) {
  let box: HTMLDivElement | undefined;
  let isAtEnd = true;
  createEffect(
    on(
      () => props.events.length,
      () => {
        if (box && isAtEnd) box.scrollTop = box.scrollHeight;
      },
    ),
  );
  const scrolled = () => {
    if (box) isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
  };
  return (
    <div class="card log">
      <h2 class="log-head">{eventText.logTitle}</h2>
      <div
        class="log-scroll"
        ref={box}
        tabindex="0"
        role="log"
        aria-live="off"
        aria-label={eventText.logLabel}
        onScroll={scrolled}
      >
        <For each={props.events} fallback={<p class="quiet small">{eventText.waiting}</p>}>
          {(event) => (
            <p class={`log-line log-${event.level}`} data-seq={event.seq}>
              <time class="quiet" datetime={event.at}>
                {formatClockSeconds(Date.parse(event.at))}
              </time>
              <span>{event.message}</span>
            </p>
          )}
        </For>
      </div>
    </div>
  );
}

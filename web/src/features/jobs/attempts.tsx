import { For, Show } from "solid-js";
import { formatClockSeconds, formatDuration } from "../../format.ts";
import { jobPageText } from "../../text/jobs.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { IconDone, IconFailed, IconRetry, IconSpinner, IconStop } from "../../ui/icons.ts";
import { createNow } from "./create-now.ts";
import type { Attempt } from "./jobs.model.ts";

type End = NonNullable<Attempt["end"]>;
const LOOKS: Readonly<Record<End, { readonly tone: Tone; readonly icon: typeof IconDone }>> = {
  completed: { tone: "ok", icon: IconDone },
  retrying: { tone: "medium", icon: IconRetry },
  dead_letter: { tone: "critical", icon: IconFailed },
  failed: { tone: "critical", icon: IconFailed },
  cancelled: { tone: "neutral", icon: IconStop },
};

/** Each try of a job, how long it took and why it ended. */
export function Attempts(props: { readonly attempts: readonly Attempt[] }) {
  return (
    <section class="card" aria-labelledby="attempts">
      <div class="card-head">
        <h2 id="attempts">{jobPageText.attempts}</h2>
        <span class="quiet small">{jobPageText.attemptsHint}</span>
      </div>
      <ol class="attempts">
        <For each={props.attempts}>{(attempt) => <AttemptRow attempt={attempt} />}</For>
      </ol>
    </section>
  );
}

function AttemptRow(props: { readonly attempt: Attempt }) {
  const now = createNow(() => props.attempt.endedAt === null);
  const took = () => {
    const { startedAt, endedAt } = props.attempt;
    return formatDuration(Math.max(0, (endedAt === null ? now() : Date.parse(endedAt)) - Date.parse(startedAt)));
  };
  return (
    <li class="attempt">
      <span class="attempt-number strong small tabular">{`${jobPageText.number} ${props.attempt.number}`}</span>
      <span>
        <Show
          when={props.attempt.end}
          fallback={
            <Badge tone="accent" icon={IconSpinner} spin>
              {jobPageText.isRunning}
            </Badge>
          }
        >
          {(end) => (
            <Badge tone={LOOKS[end()].tone} icon={LOOKS[end()].icon}>
              {jobPageText.ends[end()]}
            </Badge>
          )}
        </Show>
      </span>
      <span class="attempt-message small second">{props.attempt.message}</span>
      <span class="quiet small tabular">
        <time datetime={props.attempt.startedAt}>{formatClockSeconds(Date.parse(props.attempt.startedAt))}</time>
        {" · "}
        {took()}
      </span>
    </li>
  );
}

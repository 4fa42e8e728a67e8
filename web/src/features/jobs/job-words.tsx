import { Match, Show, Switch } from "solid-js";
import type { Job, JobStep } from "../../api-types.ts";
import { formatClockSeconds } from "../../format.ts";
import { jobPageText, jobText } from "../../text/jobs.ts";
import { isPullCheck, resultOf } from "./jobs.model.ts";

/** What kind of work a job is. */
export function kindOf(job: Pick<Job, "kind" | "analysis_id">): string {
  return isPullCheck(job) ? jobText.pullCheck : jobText.kinds[job.kind];
}

/** What the result of a job is called. */
export function resultWords(job: Pick<Job, "kind" | "analysis_id">): string {
  if (job.kind === "ci_generation") return jobPageText.seePipelines;
  return isPullCheck(job) ? jobPageText.seePulls : jobPageText.seeAnalysis;
}

/** What a job does now, or why it does nothing. */
export function JobNow(props: { readonly job: Job; readonly step: JobStep | null }) {
  const attempt = () => jobText.attempt(props.job.attempt + 1, props.job.max_attempts);
  return (
    <Switch>
      <Match when={props.job.state === "retrying" && props.job.next_run_at}>
        {(at) => (
          <span class="second tabular">
            {jobText.nextTry(formatClockSeconds(Date.parse(at())))} <span class="quiet">· {attempt()}</span>
          </span>
        )}
      </Match>
      <Match when={props.job.phase === "queued"}>
        <span class="quiet">{jobText.waitsForWorker}</span>
      </Match>
      <Match when={props.job.phase === "processing"}>
        <Show
          when={props.step}
          fallback={
            <span class="quiet">{props.job.state === "ai_request" ? jobText.isAsking : jobText.isStarting}</span>
          }
        >
          {(step) => <StepLine step={step()} />}
        </Show>
      </Match>
      <Match when={props.job.phase === "failed" && props.job.error}>
        {(error) => (
          <span class="second truncate" title={error().detail}>
            {error().detail}
          </span>
        )}
      </Match>
      <Match when={props.job.phase === "cancelled"}>
        <span class="quiet">{jobText.stopped}</span>
      </Match>
      <Match when={true}>
        <span class="quiet">
          <Show when={resultOf(props.job)}>
            {(href) => (
              <a class="job-result" href={href()}>
                {resultWords(props.job)}
              </a>
            )}
          </Show>
          <Show when={props.job.attempt > 1}> · {jobText.afterAttempts(props.job.attempt)}</Show>
        </span>
      </Match>
    </Switch>
  );
}

function StepLine(props: { readonly step: JobStep }) {
  const done = () => props.step.index - (props.step.status === "done" ? 0 : 1);
  return (
    <span class="job-step">
      <span class="truncate">
        <span class="quiet tabular">{jobText.step(props.step.index, props.step.total)}</span> {props.step.title}
      </span>
      <progress class="bar" aria-label={props.step.title} max={props.step.total} value={done()} />
    </span>
  );
}

import { createAsync, useParams } from "@solidjs/router";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Job } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { formatDuration } from "../../format.ts";
import { stepText } from "../../strings.ts";
import { jobPageText, jobText } from "../../text/jobs.ts";
import { PhaseBadge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Attempts } from "./attempts.tsx";
import { createJobActions } from "./create-job-actions.ts";
import { createNow } from "./create-now.ts";
import { createProgress } from "./create-progress.ts";
import { kindOf, resultWords } from "./job-words.tsx";
import { attemptsOf, resultOf, stepsOf, tookOf } from "./jobs.model.ts";
import { getJob } from "./jobs.queries.ts";
import { createMay } from "./may.ts";
import { isFinal } from "./progress.model.ts";
import { ProgressPanel } from "./progress-panel.tsx";

/** One job: its steps, its log and each of its tries. Keyed by id, so that a retry is a new page. */
export function JobPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <JobOf id={id} />}
    </Show>
  );
}

function JobOf(props: { readonly id: string }) {
  const job = createAsync(() => getJob(props.id));
  return <Show when={job()}>{(known) => <JobView job={known()} />}</Show>;
}

function JobView(props: { readonly job: Job }) {
  const live = createProgress(() => ({
    jobId: props.job.id,
    phase: props.job.phase,
    steps: stepsOf(props.job, stepText),
  }));
  const attempts = createMemo(() => attemptsOf(live.events()));
  createPageTitle(() => {
    const { done, total } = live.progress();
    const title = `${kindOf(props.job)} · ${props.job.repository}`;
    return isFinal(props.job.phase) ? title : jobPageText.documentTitle(done, total, title);
  });
  return (
    <>
      <PageHead
        above={
          <a class="link" href="/jobs">
            {jobText.open}
          </a>
        }
        title={kindOf(props.job)}
        below={<JobFacts job={props.job} />}
        actions={<Actions job={props.job} />}
      />
      <JobEnd job={props.job} />
      <ProgressPanel phase={props.job.phase} progress={live.progress()} events={live.events()} job={props.job} />
      <Show when={attempts().length > (props.job.phase === "failed" ? 0 : 1)}>
        <Attempts attempts={attempts()} />
      </Show>
    </>
  );
}

function JobFacts(props: { readonly job: Job }) {
  const now = createNow(() => props.job.phase === "processing");
  const took = () => tookOf(props.job, now());
  return (
    <>
      <a class="link" href={`/repos/${props.job.repository_id}`}>
        {props.job.repository}
      </a>
      <span>
        {jobText.triggers[props.job.trigger]}, <RelativeTime at={props.job.created_at} />
      </span>
      <Show when={took() !== undefined}>
        <span class="tabular">
          {jobText.took} {formatDuration(took() ?? 0)}
        </span>
      </Show>
      <Show when={props.job.attempt > 1}>
        <span class="tabular">{jobText.attempt(props.job.attempt, props.job.max_attempts)}</span>
      </Show>
      <Show when={props.job.lost > 0}>
        <span>{jobPageText.lost(props.job.lost)}</span>
      </Show>
      <Show when={props.job.retry_of}>
        {(before) => (
          <span>
            {jobPageText.retryOf}{" "}
            <a class="link mono" href={`/jobs/${before()}`}>
              {before().slice(-8)}
            </a>
          </span>
        )}
      </Show>
      <span class="fact quiet">
        <code>{props.job.id.slice(-8)}</code>
        <CopyButton value={props.job.id} label={jobPageText.id} />
      </span>
    </>
  );
}

/** How it ended, where that is not told by its result. */
function JobEnd(props: { readonly job: Job }) {
  return (
    <Switch>
      <Match when={props.job.phase === "failed"}>
        <Notice tone="failure" title={jobPageText.failedTitle}>
          <Show when={props.job.error}>
            {(error) => (
              <p>
                {error().detail} <code class="quiet">{error().code}</code>
              </p>
            )}
          </Show>
          <p>{jobPageText.failed}</p>
        </Notice>
      </Match>
      <Match when={props.job.phase === "cancelled"}>
        <Notice tone="info" title={jobPageText.cancelledTitle}>
          {jobPageText.cancelledDetail}
        </Notice>
      </Match>
    </Switch>
  );
}

function Actions(props: { readonly job: Job }) {
  const may = createMay();
  const actions = createJobActions(() => props.job);
  const retry = async () => {
    const id = await actions.retry.run();
    if (id !== undefined) actions.navigate(`/jobs/${id}`);
  };
  const canRetry = () => props.job.state === "dead_letter" || props.job.state === "cancelled";
  return (
    <>
      <PhaseBadge phase={props.job.phase} state={props.job.state} words={jobText.stateFilter[props.job.state]} />
      <Show when={resultOf(props.job)}>
        {(href) => <LinkButton href={href()}>{resultWords(props.job)}</LinkButton>}
      </Show>
      <Show when={may().act && !isFinal(props.job.phase)}>
        <Button busy={actions.cancel.isBusy()} onClick={() => void actions.cancel.run()}>
          {jobText.cancel}
        </Button>
      </Show>
      <Show when={may().act && canRetry()}>
        <Button variant="primary" busy={actions.retry.isBusy()} onClick={() => void retry()}>
          {jobText.retry}
        </Button>
      </Show>
      <Show when={actions.problem()}>{(known) => <ProblemNotice problem={known()} />}</Show>
    </>
  );
}

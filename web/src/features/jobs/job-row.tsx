import { createSignal, createUniqueId, Show } from "solid-js";
import type { Job, JobStep } from "../../api-types.ts";
import { formatDuration } from "../../format.ts";
import { jobText } from "../../text/jobs.ts";
import { PhaseBadge } from "../../ui/badge.tsx";
import { IconChevronRight, IconMore } from "../../ui/icons.ts";
import { Menu, type MenuItem } from "../../ui/menu.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { createJobActions } from "./create-job-actions.ts";
import { createNow } from "./create-now.ts";
import { JobNow, kindOf } from "./job-words.tsx";
import { resultOf, tookOf } from "./jobs.model.ts";
import type { May } from "./may.ts";
import { isFinal } from "./progress.model.ts";
import { SetAsideDetails } from "./set-aside-details.tsx";

type Actions = ReturnType<typeof createJobActions>;

/** One job; a set-aside one opens to its reason and the end of its log. */
export function JobRow(props: { readonly job: Job; readonly may: May; readonly step: JobStep | null }) {
  const [isOpen, setOpen] = createSignal(false);
  const actions = createJobActions(() => props.job);
  const details = createUniqueId();
  const isSetAside = () => props.job.state === "dead_letter";
  return (
    <>
      <tr class="job-row" data-job={props.job.id} data-state={props.job.state}>
        <td class="job-state">
          <PhaseBadge phase={props.job.phase} state={props.job.state} words={jobText.stateFilter[props.job.state]} />
        </td>
        <th scope="row" class="job-name">
          <JobName job={props.job} />
        </th>
        <td class="job-now small">
          <Show when={isSetAside()} fallback={<JobNow job={props.job} step={props.step} />}>
            <Reason job={props.job} isOpen={isOpen()} details={details} onToggle={() => setOpen((open) => !open)} />
          </Show>
        </td>
        <td class="job-when small second">
          <RelativeTime at={props.job.created_at} />
        </td>
        <td class="job-took small second tabular">
          <Took job={props.job} />
        </td>
        <td class="job-menu">
          <RowMenu job={props.job} may={props.may} actions={actions} />
        </td>
      </tr>
      <Show when={actions.problem()}>
        {(problem) => (
          <tr class="job-more">
            <td colspan="6">
              <ProblemNotice problem={problem()} />
            </td>
          </tr>
        )}
      </Show>
      <Show when={isSetAside()}>
        <tr class="job-more" id={details} hidden={!isOpen()}>
          <td colspan="6">
            <Show when={isOpen()}>
              <SetAsideDetails job={props.job} may={props.may} actions={actions} />
            </Show>
          </td>
        </tr>
      </Show>
    </>
  );
}

function Reason(props: {
  readonly job: Job;
  readonly isOpen: boolean;
  readonly details: string;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      class="job-reason"
      aria-expanded={props.isOpen}
      aria-controls={props.details}
      onClick={() => props.onToggle()}
    >
      <IconChevronRight class="icon-small group-arrow" />
      <span class="truncate">{props.job.error?.detail ?? jobText.setAsideHint}</span>
    </button>
  );
}

function JobName(props: { readonly job: Job }) {
  return (
    <>
      <a class="fleet-link truncate" href={`/jobs/${props.job.id}`}>
        <span class="strong">{kindOf(props.job)}</span> <span class="second">{props.job.repository}</span>
      </a>
      <span class="quiet tiny">{jobText.triggers[props.job.trigger]}</span>
    </>
  );
}

/** Grows by the second while the job runs. */
function Took(props: { readonly job: Job }) {
  const now = createNow(() => props.job.phase === "processing");
  const took = () => (props.job.phase === "queued" ? undefined : tookOf(props.job, now()));
  return <Show when={took() !== undefined}>{formatDuration(took() ?? 0)}</Show>;
}

function RowMenu(props: { readonly job: Job; readonly may: May; readonly actions: Actions }) {
  const items = (): MenuItem[] => {
    const { job, may, actions } = props;
    const result = resultOf(job);
    const canRetry = may.act && (job.state === "dead_letter" || job.state === "cancelled");
    return [
      { label: jobText.details, run: () => actions.navigate(`/jobs/${job.id}`) },
      ...(result === undefined ? [] : [{ label: jobText.result, run: () => actions.navigate(result) }]),
      { label: jobText.repository, run: () => actions.navigate(`/repos/${job.repository_id}`) },
      ...(canRetry ? [{ label: jobText.retry, run: () => void actions.retry.run() }] : []),
      ...(may.act && !isFinal(job.phase)
        ? [{ label: jobText.cancel, danger: true, run: () => void actions.cancel.run() }]
        : []),
    ];
  };
  return (
    <Menu label={jobText.actions(`${kindOf(props.job)} ${props.job.repository}`)} items={items()}>
      <IconMore />
    </Menu>
  );
}

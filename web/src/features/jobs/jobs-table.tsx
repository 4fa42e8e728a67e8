import { For } from "solid-js";
import type { Job, JobStep } from "../../api-types.ts";
import { jobText } from "../../text/jobs.ts";
import { JobRow } from "./job-row.tsx";
import type { May } from "./may.ts";

const HEADS = [jobText.state, jobText.job, jobText.now, jobText.started, jobText.took];

/** Rows are grids, so that they become cards on a narrow page; the roles keep them a table for screen readers. */
export function JobsTable(props: {
  readonly jobs: readonly Job[];
  readonly may: May;
  readonly stepOf: (id: string) => JobStep | null;
}) {
  return (
    <table class="card jobs">
      <caption class="sr-only">{jobText.list}</caption>
      <thead>
        <tr class="job-row job-head">
          <For each={HEADS}>
            {(head) => (
              <th scope="col" class="label">
                {head}
              </th>
            )}
          </For>
          <th scope="col">
            <span class="sr-only">{jobText.actions("")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.jobs}>{(job) => <JobRow job={job} may={props.may} step={props.stepOf(job.id)} />}</For>
      </tbody>
    </table>
  );
}

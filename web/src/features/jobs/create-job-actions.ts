import { useNavigate } from "@solidjs/router";
import type { Job } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { jobText } from "../../text/jobs.ts";
import { notify } from "../../ui/toasts.tsx";
import { cancelJob, retryJob } from "./jobs.queries.ts";

/** What can be done with one job. */
export function createJobActions(job: () => Job) {
  const navigate = useNavigate();
  const cancel = createTask(async () => {
    await cancelJob(job().id);
    notify({ tone: "ok", text: jobText.cancelled });
  });
  const retry = createTask(async () => {
    const { job_id: id } = await retryJob(job().id);
    notify({ tone: "ok", text: jobText.retried, action: { label: jobText.watch, href: `/jobs/${id}` } });
    return id;
  });
  const problem = () => cancel.problem() ?? retry.problem();
  return { cancel, retry, problem, navigate };
}

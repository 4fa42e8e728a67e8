import { Show } from "solid-js";
import type { DeadLetters } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { jobText } from "../../text/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { deleteDeadLetters } from "./jobs.queries.ts";

/** Jobs that one request runs again or deletes. */
export const AT_ONCE = 100;

/** Asks before set-aside jobs are deleted: those named by `which`, else the oldest of them, as many as the button names. */
export function RemoveDialog(props: {
  readonly open: boolean;
  /** How many of them there are. */
  readonly count: number;
  readonly which: Omit<DeadLetters, "limit">;
  readonly onClose: () => void;
}) {
  const atOnce = () => Math.min(props.count, AT_ONCE);
  const remove = createTask(async () => {
    const { deleted, remaining } = await deleteDeadLetters(
      props.which.ids === undefined ? { ...props.which, limit: atOnce() } : props.which,
    );
    const rest = remaining > 0 ? ` ${jobText.remaining(remaining)}` : "";
    notify({ tone: "ok", text: jobText.removed(deleted) + rest });
    props.onClose();
  });
  return (
    <Dialog
      open={props.open}
      title={jobText.removeTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {jobText.keep}
          </Button>
          <Button variant="danger" busy={remove.isBusy()} onClick={() => void remove.run()}>
            {jobText.removeNamed(atOnce())}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="second">{jobText.removeDetail(atOnce())}</p>
        <Show when={props.count > atOnce()}>
          <p class="second">{jobText.oldestRemoved(atOnce(), props.count)}</p>
        </Show>
        <Show when={remove.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

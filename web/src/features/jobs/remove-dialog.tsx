import { Show } from "solid-js";
import type { DeadLetters } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { jobText } from "../../text/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { deleteDeadLetters } from "./jobs.queries.ts";

/** Asks before set-aside jobs are deleted: those of `which`, at most a hundred at once. */
export function RemoveDialog(props: {
  readonly open: boolean;
  readonly count: number;
  readonly which: DeadLetters;
  readonly onClose: () => void;
}) {
  const atOnce = () => Math.min(props.count, 100);
  const remove = createTask(async () => {
    const { deleted, remaining } = await deleteDeadLetters(props.which);
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
        <Show when={remove.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

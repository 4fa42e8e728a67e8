import { Show } from "solid-js";
import type { Task } from "../../create-task.ts";
import { ownText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";

/** Says what the file holds before it is saved. */
export function ExportDialog(props: {
  readonly open: boolean;
  readonly task: Task<[], void>;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open={props.open}
      title={ownText.exportTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {ownText.keep}
          </Button>
          <Button variant="primary" busy={props.task.isBusy()} onClick={() => void props.task.run()}>
            {ownText.exportNow}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="second">{ownText.exportDetail}</p>
        <Show when={props.task.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

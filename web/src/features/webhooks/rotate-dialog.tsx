import { Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock } from "../../format.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { rotateSecret } from "./webhooks.queries.ts";

/** Asks before a webhook gets a new secret. */
export function RotateDialog(props: { readonly repository: Repository | undefined; readonly onClose: () => void }) {
  const rotate = createTask(async ({ id, full_name: name }: Repository) => {
    const { previous_valid_until: until } = await rotateSecret(id);
    notify({ tone: "ok", text: webhookText.rotated(name, formatDayClock(Date.parse(until))) });
    props.onClose();
  });
  const close = () => {
    rotate.forget();
    props.onClose();
  };
  return (
    <Dialog
      open={props.repository !== undefined}
      title={webhookText.rotateTitle}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {webhookText.keep}
          </Button>
          <Show when={props.repository}>
            {(repository) => (
              <Button variant="primary" busy={rotate.isBusy()} onClick={() => void rotate.run(repository())}>
                {webhookText.rotateNamed(repository().full_name)}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <div class="stack">
        <p class="second">{webhookText.rotateDetail}</p>
        <Show when={rotate.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

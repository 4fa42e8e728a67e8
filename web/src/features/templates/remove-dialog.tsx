import { Show } from "solid-js";
import type { ListedTemplate } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { templateText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { removeTemplate } from "./templates.queries.ts";

export function RemoveDialog(props: { readonly template: ListedTemplate | undefined; readonly onClose: () => void }) {
  const remove = createTask(async ({ id, name }: ListedTemplate) => {
    await removeTemplate(id);
    notify({ tone: "ok", text: templateText.removed(name) });
    props.onClose();
  });
  return (
    <Dialog
      open={props.template !== undefined}
      title={templateText.removeTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {templateText.keep}
          </Button>
          <Show when={props.template}>
            {(template) => (
              <Button variant="danger" busy={remove.isBusy()} onClick={() => void remove.run(template())}>
                {templateText.removeNamed(template().name)}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <div class="stack">
        <p class="second">{templateText.removeDetail}</p>
        <Show when={remove.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

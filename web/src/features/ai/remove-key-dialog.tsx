import { Show } from "solid-js";
import type { AiProvider } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { removeAiKey } from "./ai.queries.ts";

export function RemoveKeyDialog(props: { readonly provider: AiProvider | undefined; readonly onClose: () => void }) {
  const remove = createTask(async (provider: AiProvider) => {
    await removeAiKey(provider);
    notify({ tone: "ok", text: aiSettingsText.removed(aiSettingsText.names[provider]) });
    props.onClose();
  });
  return (
    <Dialog
      open={props.provider !== undefined}
      title={aiSettingsText.removeTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {aiSettingsText.keep}
          </Button>
          <Show when={props.provider}>
            {(provider) => (
              <Button variant="danger" busy={remove.isBusy()} onClick={() => void remove.run(provider())}>
                {aiSettingsText.removeNamed(aiSettingsText.names[provider()])}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <div class="stack">
        <p class="second">{aiSettingsText.removeDetail}</p>
        <Show when={remove.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

import { Show } from "solid-js";
import { createTask } from "../../create-task.ts";
import { profileText } from "../../text/profile.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { signOutEverywhere } from "./profile.queries.ts";

/** Asks before every session of the user ends, this one too. */
export function EverywhereDialog(props: { readonly open: boolean; readonly onClose: () => void }) {
  const leave = createTask(signOutEverywhere);
  return (
    <Dialog
      open={props.open}
      title={profileText.everywhereTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {profileText.keep}
          </Button>
          <Button variant="danger" busy={leave.isBusy()} onClick={() => void leave.run()}>
            {profileText.everywhereConfirm}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="second">{profileText.everywhereDetail}</p>
        <Show when={leave.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

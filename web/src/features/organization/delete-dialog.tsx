import { For, Show } from "solid-js";
import type { Org } from "../../api-types.ts";
import type { Task } from "../../create-task.ts";
import { ownText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { createTypedName, TypedName } from "./typed-name.tsx";

/** Asks for the name before the organization is deleted, and says what that means. */
export function DeleteDialog(props: {
  readonly open: boolean;
  readonly organization: Org;
  readonly task: Task<[string], void>;
  readonly onClose: () => void;
}) {
  const name = () => props.organization.name;
  const confirm = createTypedName(name);
  const close = () => {
    confirm.forget();
    props.onClose();
  };
  const run = () => {
    if (confirm.isRight()) void props.task.run(name());
  };
  return (
    <Dialog
      open={props.open}
      title={ownText.deleteTitle(name())}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {ownText.keep}
          </Button>
          <Button variant="danger" busy={props.task.isBusy()} disabled={!confirm.isRight()} onClick={run}>
            {ownText.deleteNow(name())}
          </Button>
        </>
      }
    >
      <div class="stack">
        <For each={ownText.deleteDetail}>{(sentence) => <p class="second">{sentence}</p>}</For>
        <TypedName name={name()} typed={confirm.typed()} onInput={confirm.setTyped} onEnter={run} />
        <Show when={props.task.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

import { type JSX, Show } from "solid-js";
import type { Member } from "../../api-types.ts";
import { createTask, type Task } from "../../create-task.ts";
import { memberText } from "../../text/members.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { leaveOrganization, removeMember } from "./members.queries.ts";

/** Asks before a member is removed. */
export function RemoveDialog(props: { readonly member: Member | undefined; readonly onClose: () => void }) {
  const login = () => props.member?.user.login ?? "";
  const remove = createTask(async () => {
    const { id = "", login = "" } = props.member?.user ?? {};
    await removeMember(id);
    notify({ tone: "ok", text: memberText.removed(login) });
    props.onClose();
  });
  return (
    <Question
      open={props.member !== undefined}
      title={memberText.removeTitle(login())}
      keep={memberText.keep}
      act={memberText.removeNamed(login())}
      task={remove}
      onClose={() => props.onClose()}
    >
      {memberText.removeDetail(login())}
    </Question>
  );
}

/** Asks before the reader leaves. */
export function LeaveDialog(props: { readonly open: boolean; readonly name: string; readonly onClose: () => void }) {
  const leave = createTask(leaveOrganization);
  return (
    <Question
      open={props.open}
      title={memberText.leaveTitle(props.name)}
      keep={memberText.stay}
      act={memberText.leaveNamed(props.name)}
      task={leave}
      onClose={() => props.onClose()}
    >
      {memberText.leaveDetail}
    </Question>
  );
}

function Question(props: {
  readonly open: boolean;
  readonly title: string;
  readonly keep: string;
  readonly act: string;
  readonly task: Task<[], void>;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}) {
  const close = () => {
    props.task.forget();
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      title={props.title}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {props.keep}
          </Button>
          <Button variant="danger" busy={props.task.isBusy()} onClick={() => void props.task.run()}>
            {props.act}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="second">{props.children}</p>
        <Show when={props.task.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

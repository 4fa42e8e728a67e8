import { createAsync } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Member, Org, OrgTransfer } from "../../api-types.ts";
import type { Task } from "../../create-task.ts";
import { ownText } from "../../text/organization.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { getEverybody } from "../members/members.queries.ts";
import { getMe } from "../session/session.queries.ts";
import { createTypedName, TypedName } from "./typed-name.tsx";

type Props = {
  readonly open: boolean;
  readonly organization: Org;
  readonly task: Task<[OrgTransfer, string], void>;
  readonly onClose: () => void;
};

/** Asks to whom, and for the name, before another member becomes the owner. */
export function TransferDialog(props: Props) {
  const [chosen, setChosen] = createSignal<Member["user"]>();
  const confirm = createTypedName(() => props.organization.name);
  const close = () => {
    confirm.forget();
    props.onClose();
  };
  const run = () => {
    const user = chosen();
    if (user && confirm.isRight())
      void props.task.run({ user_id: user.id, confirm: props.organization.name }, user.login);
  };
  return (
    <Dialog
      open={props.open}
      title={ownText.transferTitle}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {ownText.keep}
          </Button>
          <Show when={chosen()}>
            {(user) => (
              <Button variant="danger" busy={props.task.isBusy()} disabled={!confirm.isRight()} onClick={run}>
                {ownText.transferNow(user().login)}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <div class="stack">
        <p class="second">{ownText.transferDetail}</p>
        <Failing keys={() => [getEverybody.key]}>
          <Pending>
            <NewOwner chosen={chosen()} onChoose={setChosen} />
          </Pending>
        </Failing>
        <Show when={chosen()}>
          <TypedName name={props.organization.name} typed={confirm.typed()} onInput={confirm.setTyped} onEnter={run} />
        </Show>
        <Show when={props.task.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

function NewOwner(props: {
  readonly chosen: Member["user"] | undefined;
  readonly onChoose: (user: Member["user"] | undefined) => void;
}) {
  const everybody = createAsync(() => getEverybody());
  const me = createAsync(() => getMe());
  const others = () => (everybody() ?? []).map(({ user }) => user).filter(({ id }) => id !== me()?.user.id);
  const names = () => ({ "": "–", ...Object.fromEntries(others().map(({ id, login }) => [id, login])) });
  return (
    <Show when={others().length > 0} fallback={<p class="second small">{ownText.transferNobody}</p>}>
      <div class="choice">
        <SelectField
          label={ownText.transferTo}
          options={names()}
          value={props.chosen?.id ?? ""}
          onChange={(id: string) => props.onChoose(others().find((user) => user.id === id))}
        />
      </div>
    </Show>
  );
}

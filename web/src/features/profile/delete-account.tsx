import { useLocation } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { Me } from "../../api-types.ts";
import { createTask, type Task } from "../../create-task.ts";
import { profileText } from "../../text/profile.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { createTypedName, TypedName } from "../organization/typed-name.tsx";
import { createStepUp, StepUpDialog } from "../session/step-up.tsx";
import { deleteAccount } from "./profile.queries.ts";

/** The way out: ends the account once GitHub has confirmed who asks and the login was typed. */
export function DeleteAccount(props: { readonly me: Me }) {
  const location = useLocation();
  const [isAsking, setAsking] = createSignal(false);
  const end = createTask(deleteAccount);
  const needsStepUp = createStepUp(end.problem);
  const close = () => {
    end.forget();
    setAsking(false);
  };
  return (
    <section class="card" aria-labelledby="delete-account">
      <div class="card-body standing-words">
        <h2 id="delete-account">{profileText.deleteAccount}</h2>
        <p class="second small">{profileText.deleteHint}</p>
        <div class="row">
          <Button variant="danger" onClick={() => setAsking(true)}>
            {profileText.deleteAccount}
          </Button>
        </div>
      </div>
      <StepUpDialog open={isAsking() && needsStepUp()} returnTo={location.pathname} onClose={close} />
      <Question open={isAsking() && !needsStepUp()} login={props.me.user.login} end={end} onClose={close} />
    </section>
  );
}

type QuestionProps = {
  readonly open: boolean;
  readonly login: string;
  readonly end: Task<[], void>;
  readonly onClose: () => void;
};

function Question(props: QuestionProps) {
  const confirm = createTypedName(() => props.login);
  const close = () => {
    confirm.forget();
    props.onClose();
  };
  const run = () => {
    if (confirm.isRight()) void props.end.run();
  };
  return (
    <Dialog
      open={props.open}
      title={profileText.deleteTitle}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {profileText.keepAccount}
          </Button>
          <Button variant="danger" busy={props.end.isBusy()} disabled={!confirm.isRight()} onClick={run}>
            {profileText.deleteNamed(props.login)}
          </Button>
        </>
      }
    >
      <div class="stack">
        <For each={profileText.deleteDetail}>{(sentence) => <p class="second">{sentence}</p>}</For>
        <TypedName name={props.login} typed={confirm.typed()} onInput={confirm.setTyped} onEnter={run} />
        <Show when={props.end.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

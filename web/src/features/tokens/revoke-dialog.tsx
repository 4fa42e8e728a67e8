import { Show } from "solid-js";
import type { ApiToken } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { tokenText } from "../../text/tokens.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { revokeToken } from "./tokens.queries.ts";

/** Asks before a token stops working. */
export function RevokeDialog(props: { readonly token: ApiToken | undefined; readonly onClose: () => void }) {
  const revoke = createTask(async ({ id, name }: ApiToken) => {
    await revokeToken(id);
    notify({ tone: "ok", text: tokenText.revoked(name) });
    props.onClose();
  });
  const close = () => {
    revoke.forget();
    props.onClose();
  };
  return (
    <Dialog
      open={props.token !== undefined}
      title={tokenText.revokeTitle}
      onClose={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {tokenText.keep}
          </Button>
          <Show when={props.token}>
            {(token) => (
              <Button variant="danger" busy={revoke.isBusy()} onClick={() => void revoke.run(token())}>
                {tokenText.revokeNamed(token().name)}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <div class="stack">
        <p class="second">{tokenText.revokeDetail}</p>
        <Show when={revoke.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}

import { createAsync } from "@solidjs/router";
import { createEffect, createSignal } from "solid-js";
import type { Me } from "../../api-types.ts";
import type { ApiProblem } from "../../problem.ts";
import { stepUpText } from "../../strings.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { getMe, signInPath } from "./session.queries.ts";

/** The server asks for ten minutes; the rest is for what the reader still has to type. */
const RECENT_MS = 8 * 60_000;

function isRecent(me: Me | undefined): boolean {
  return me?.signed_in_at != null && Date.now() - Date.parse(me.signed_in_at) < RECENT_MS;
}

/**
 * Whether GitHub has to confirm who the reader is before something that cannot be taken back: the sign-in is too old, or
 * `problem` says that the server finds it so.
 */
export function createStepUp(problem: () => ApiProblem | undefined): () => boolean {
  const me = createAsync(() => getMe());
  const [isRefused, setRefused] = createSignal(false);
  createEffect(() => {
    if (problem()?.code === "sign_in_again") setRefused(true);
  });
  return () => isRefused() || (me() !== undefined && !isRecent(me()));
}

/** Sends the reader to GitHub and from there back to `returnTo`, a path of this site that says what was about to be done. */
export function StepUpDialog(props: {
  readonly open: boolean;
  readonly returnTo: string;
  readonly onClose: () => void;
}) {
  const me = createAsync(() => getMe());
  // Signing in with fewer rights than before would take the access to repositories away.
  const access = () => (me()?.github.missing_scopes.length === 0 ? "repositories" : "identity");
  return (
    <Dialog
      open={props.open}
      title={stepUpText.title}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {stepUpText.cancel}
          </Button>
          <LinkButton variant="primary" rel="external" href={signInPath(access(), props.returnTo)}>
            {stepUpText.confirm}
          </LinkButton>
        </>
      }
    >
      <p class="second">{stepUpText.detail}</p>
    </Dialog>
  );
}

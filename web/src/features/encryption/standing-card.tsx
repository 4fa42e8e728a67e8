import { createSignal, Show } from "solid-js";
import type { Encryption } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { encryptionText } from "../../text/encryption.ts";
import { Button } from "../../ui/button.tsx";
import { IconHigh, IconLock, IconShield } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { createCan } from "../session/create-can.ts";
import { reseal } from "./encryption.queries.ts";

type Standing = { readonly title: string; readonly detail: string };

function standingOf({ items, outdated }: Encryption): Standing {
  if (items.length === 0) return { title: encryptionText.noneTitle, detail: encryptionText.none };
  if (outdated > 0) return { title: encryptionText.outdatedTitle(outdated), detail: encryptionText.outdated };
  return { title: encryptionText.standingTitle, detail: encryptionText.standing };
}

/** Whether everything is sealed with the key in use, and the way to make it so. */
export function StandingCard(props: { readonly encryption: Encryption }) {
  const can = createCan();
  const [unreadable, setUnreadable] = createSignal(0);
  const renew = createTask(async () => {
    const result = await reseal();
    setUnreadable(result.unreadable);
    notify({ tone: "ok", text: encryptionText.resealed(result.resealed, result.remaining) });
  });
  const isOutdated = () => props.encryption.outdated > 0;
  const standing = () => standingOf(props.encryption);
  return (
    <section class="card" aria-labelledby="sealed">
      <div class="standing">
        <span class="mark" classList={{ "mark-well": !isOutdated(), "mark-alert": isOutdated() }}>
          <Show when={isOutdated()} fallback={props.encryption.items.length > 0 ? <IconShield /> : <IconLock />}>
            <IconHigh />
          </Show>
        </span>
        <div class="standing-words">
          <h2 id="sealed">{standing().title}</h2>
          <p class="second small">{standing().detail}</p>
          <p class="quiet small">
            {encryptionText.activeKey}: <code>{props.encryption.active_kid}</code>
          </p>
        </div>
        <Show when={isOutdated() && can("encryption.rotate")}>
          <Button variant="primary" busy={renew.isBusy()} onClick={() => void renew.run()}>
            {encryptionText.reseal}
          </Button>
        </Show>
      </div>
      <Show when={unreadable() > 0}>
        <Notice tone="warning" title={encryptionText.unreadableTitle(unreadable())}>
          {encryptionText.unreadable}
        </Notice>
      </Show>
      <Show when={renew.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </section>
  );
}

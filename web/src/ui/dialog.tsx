import { createEffect, createUniqueId, type JSX, on, Show } from "solid-js";
import { dialogText } from "../strings.ts";
import { IconButton } from "./button.tsx";
import { IconClose } from "./icons.ts";

/** Modal dialog on the native element: Escape, the focus trap and the return of focus are the browser's. */
export function Dialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly wide?: boolean;
  readonly footer?: JSX.Element;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}) {
  const id = createUniqueId();
  let element: HTMLDialogElement | undefined;
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (open && !element?.open) element?.showModal();
        if (!open && element?.open) element.close();
      },
    ),
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the key for it is Escape, natively
    <dialog
      ref={element}
      class="dialog"
      classList={{ "dialog-wide": props.wide ?? false }}
      aria-labelledby={id}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === element && element.close()}
    >
      <Show when={props.open}>
        <div class="dialog-frame">
          <header class="dialog-head">
            <h2 id={id}>{props.title}</h2>
            <IconButton size="small" label={dialogText.close} onClick={() => element?.close()}>
              <IconClose />
            </IconButton>
          </header>
          <section class="dialog-body" tabindex="0" aria-labelledby={id}>
            {props.children}
          </section>
          <Show when={props.footer}>
            <footer class="dialog-foot">{props.footer}</footer>
          </Show>
        </div>
      </Show>
    </dialog>
  );
}

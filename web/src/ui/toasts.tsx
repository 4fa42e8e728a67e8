import { createSignal, For, Show } from "solid-js";
import { toastText } from "../strings.ts";
import { IconButton } from "./button.tsx";
import { IconClose, IconDone, IconFailed } from "./icons.ts";

export type Toast = {
  readonly tone: "ok" | "failure";
  readonly text: string;
  /** A toast with an action stays until it is dismissed. */
  readonly action?: { readonly label: string; readonly href: string };
};

type Shown = Toast & { readonly id: number };
const STAYS_MS = 6000;

let lastId = 0;
const [toasts, setToasts] = createSignal<readonly Shown[]>([]);

function dismissToast(id: number): void {
  setToasts((all) => all.filter((toast) => toast.id !== id));
}

/** Says something in the corner of the page. Plain successes leave after six seconds; failures and actions stay. */
export function notify(toast: Toast): void {
  const id = ++lastId;
  setToasts((all) => [...all.slice(-2), { ...toast, id }]);
  if (toast.tone === "ok" && !toast.action) setTimeout(() => dismissToast(id), STAYS_MS);
}

/** Always in the page, so that screen readers hear what is added: politely for successes, at once for failures. */
export function Toasts() {
  return (
    <div class="toasts">
      <div role="status" aria-live="polite" class="toast-group">
        <For each={toasts().filter((toast) => toast.tone === "ok")}>{(toast) => <ToastCard toast={toast} />}</For>
      </div>
      <div role="alert" class="toast-group">
        <For each={toasts().filter((toast) => toast.tone === "failure")}>{(toast) => <ToastCard toast={toast} />}</For>
      </div>
    </div>
  );
}

function ToastCard(props: { readonly toast: Shown }) {
  return (
    <div class={`toast toast-${props.toast.tone}`}>
      {props.toast.tone === "ok" ? <IconDone /> : <IconFailed />}
      <p class="toast-text">{props.toast.text}</p>
      <Show when={props.toast.action}>
        {(action) => (
          <a class="link" href={action().href}>
            {action().label}
          </a>
        )}
      </Show>
      <IconButton size="small" label={toastText.dismiss} onClick={() => dismissToast(props.toast.id)}>
        <IconClose />
      </IconButton>
    </div>
  );
}

import { createSignal, onCleanup, Show } from "solid-js";
import { copyText } from "../strings.ts";
import { IconCheck, IconCopy } from "./icons.ts";

const SAYS_COPIED_MS = 2000;

/** Copies `value`, and says so in its own place. */
export function CopyButton(props: { readonly value: string; readonly label: string }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    await navigator.clipboard.writeText(props.value);
    setCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), SAYS_COPIED_MS);
  };
  return (
    <button type="button" class="copy" title={props.label} aria-label={props.label} onClick={() => void copy()}>
      <Show when={copied()} fallback={<IconCopy class="icon-small" />}>
        <IconCheck class="icon-small" />
      </Show>
      <span class="sr-only" aria-live="polite">
        {copied() ? copyText.copied : ""}
      </span>
    </button>
  );
}

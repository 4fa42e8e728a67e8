import { Show } from "solid-js";

/** A line of text with its label above it. */
export function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="text-field">
      <span>{props.label}</span>
      <input
        class="input"
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.hint}>
        <span class="quiet small">{props.hint}</span>
      </Show>
    </label>
  );
}

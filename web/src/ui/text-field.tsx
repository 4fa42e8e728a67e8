import { createUniqueId, Show } from "solid-js";

/** A line of text with its label above it. */
export function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  const id = createUniqueId();
  return (
    <div class="text-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input"
        type="text"
        spellcheck={false}
        autocomplete="off"
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.hint}>
        <span class="quiet small" id={`${id}-hint`}>
          {props.hint}
        </span>
      </Show>
    </div>
  );
}

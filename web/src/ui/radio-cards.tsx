import { createUniqueId, For } from "solid-js";

/** One of a few, each with a sentence that says what it means. */
export function RadioCards<Key extends string>(props: {
  readonly legend: string;
  readonly options: Readonly<Record<Key, string>>;
  readonly hints: Readonly<Record<Key, string>>;
  readonly value: Key;
  readonly disabled?: boolean;
  readonly onChange: (key: Key) => void;
}) {
  const name = createUniqueId();
  const keys = () => Object.keys(props.options) as Key[];
  return (
    <fieldset class="radio-cards" disabled={props.disabled ?? false}>
      <legend class="sr-only">{props.legend}</legend>
      <For each={keys()}>
        {(key) => (
          <label class="radio-card">
            <input
              type="radio"
              name={name}
              value={key}
              checked={props.value === key}
              aria-labelledby={`${name}-${key}`}
              aria-describedby={`${name}-${key}-hint`}
              onChange={() => props.onChange(key)}
            />
            <span>
              <span class="strong" id={`${name}-${key}`}>
                {props.options[key]}
              </span>
              <span class="second small block" id={`${name}-${key}-hint`}>
                {props.hints[key]}
              </span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

import { For } from "solid-js";
import { IconChevronDown } from "./icons.ts";

/** A native choice of one, with its label beside it. */
export function SelectField<Key extends string>(props: {
  readonly label: string;
  readonly options: Readonly<Record<Key, string>>;
  readonly value: Key;
  readonly onChange: (key: Key) => void;
}) {
  const keys = () => Object.keys(props.options) as Key[];
  return (
    <label class="select">
      <span class="quiet small">{props.label}</span>
      <span class="select-box">
        <select class="input" onChange={(event) => props.onChange(event.currentTarget.value as Key)}>
          <For each={keys()}>
            {(key) => (
              <option value={key} selected={props.value === key}>
                {props.options[key]}
              </option>
            )}
          </For>
        </select>
        <IconChevronDown class="icon-small" />
      </span>
    </label>
  );
}

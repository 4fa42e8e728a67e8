import { IconSearch } from "./icons.ts";

/** A search box; the key `/` leads to it from anywhere on the page. */
export function SearchField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="search">
      <span class="sr-only">{props.label}</span>
      <IconSearch />
      <input
        type="search"
        class="input"
        placeholder={props.placeholder}
        value={props.value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="search-key" aria-hidden="true">
        /
      </span>
    </label>
  );
}

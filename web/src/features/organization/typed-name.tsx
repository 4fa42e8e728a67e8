import { createSignal, createUniqueId } from "solid-js";
import { ownText } from "../../text/organization.ts";

/** The name of what is about to be lost, typed; what is typed is remembered until the dialog closes. */
export function createTypedName(name: () => string) {
  const [typed, setTyped] = createSignal("");
  return { typed, setTyped, isRight: () => typed().trim() === name(), forget: () => setTyped("") };
}

export function TypedName(props: {
  readonly name: string;
  readonly typed: string;
  readonly onInput: (typed: string) => void;
  readonly onEnter: () => void;
}) {
  const id = createUniqueId();
  return (
    <div class="text-field">
      <label for={id}>{ownText.confirm(props.name)}</label>
      <input
        id={id}
        class="input"
        type="text"
        maxlength="100"
        spellcheck={false}
        autocomplete="off"
        value={props.typed}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && props.onEnter()}
      />
    </div>
  );
}

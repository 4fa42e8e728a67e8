/** On or off, at once. `words` say the state beside it, so that it does not hang on colour. */
export function Switch(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly words: string;
  readonly disabled: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const change = (box: HTMLInputElement) => {
    const wanted = box.checked;
    // The box shows what is stored, not what was asked for.
    box.checked = props.isOn;
    props.onChange(wanted);
  };
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.isOn}
        checked={props.isOn}
        disabled={props.disabled}
        onChange={(event) => change(event.currentTarget)}
      />
      <span class="strong">{props.label}</span>
      <span class="quiet small" aria-hidden="true">
        {props.words}
      </span>
    </label>
  );
}

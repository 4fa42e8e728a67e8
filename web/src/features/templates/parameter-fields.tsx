import { For, Show } from "solid-js";
import { templateText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconPlus } from "../../ui/icons.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { NEW_PARAMETER, type ParameterDraft } from "./draft.model.ts";

type Change = (parameters: readonly ParameterDraft[]) => ParameterDraft[];

/** What a template asks for, each with its type. */
export function ParameterFields(props: {
  readonly parameters: readonly ParameterDraft[];
  readonly onChange: (change: Change) => void;
  readonly onSet: (index: number, change: Partial<ParameterDraft>) => void;
}) {
  return (
    <>
      <For each={props.parameters}>
        {(parameter, index) => (
          <fieldset class="template-part">
            <legend>{templateText.parameter(index() + 1)}</legend>
            <Fields parameter={parameter} onSet={(change) => props.onSet(index(), change)} />
            <Button
              size="small"
              variant="ghost"
              onClick={() => props.onChange((all) => all.filter((_, at) => at !== index()))}
            >
              {templateText.removeParameter}
            </Button>
          </fieldset>
        )}
      </For>
      <Button size="small" class="template-add" onClick={() => props.onChange((all) => [...all, { ...NEW_PARAMETER }])}>
        <IconPlus class="icon-small" />
        {templateText.addParameter}
      </Button>
    </>
  );
}

function Fields(props: {
  readonly parameter: ParameterDraft;
  readonly onSet: (change: Partial<ParameterDraft>) => void;
}) {
  return (
    <>
      <TextField
        label={templateText.parameterName}
        value={props.parameter.name}
        onInput={(name) => props.onSet({ name })}
      />
      <SelectField
        label={templateText.type}
        options={templateText.types}
        value={props.parameter.type}
        onChange={(type) => props.onSet({ type })}
      />
      <TextField
        label={templateText.fallback}
        value={props.parameter.fallback}
        onInput={(fallback) => props.onSet({ fallback })}
      />
      <Show when={props.parameter.type === "choice"}>
        <TextField
          label={templateText.choices}
          value={props.parameter.choices}
          onInput={(choices) => props.onSet({ choices })}
        />
      </Show>
      <label class="fix-check small">
        <input
          type="checkbox"
          checked={props.parameter.required}
          onChange={(event) => props.onSet({ required: event.currentTarget.checked })}
        />
        {templateText.isRequired}
      </label>
    </>
  );
}

import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { generatorText } from "../../strings.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { valueFrom } from "../templates/draft.model.ts";
import { getFittingTemplates } from "../templates/templates.queries.ts";
import { withParameter } from "./choices.model.ts";
import type { Generation } from "./create-generation.ts";

const NONE = "";

/** A template that fits the repository, with what it asks for. */
export function TemplateChoice(props: { readonly generation: Generation; readonly repositoryId: string }) {
  const { choices, setChoices } = props.generation;
  const fitting = createAsync(() => getFittingTemplates(props.repositoryId).catch(() => []));
  const offered = () => (fitting() ?? []).filter(({ platform }) => platform === null || platform === choices.platform);
  const names = () => ({
    [NONE]: generatorText.noTemplate,
    ...Object.fromEntries(offered().map(({ id, name }) => [id, name])),
  });
  const chosen = () => offered().find(({ id }) => id === choices.template);
  return (
    <Show when={offered().length > 0}>
      <div class="generator-selects">
        <SelectField
          label={generatorText.template}
          options={names()}
          value={choices.template ?? NONE}
          onChange={(id) => setChoices({ template: id === NONE ? null : id, parameters: {}, from: null })}
        />
      </div>
      <Show when={chosen()} keyed>
        {(template) => (
          <>
            <p class="second small">{template.description}</p>
            <For each={template.parameters}>
              {({ name, type, default: value, description }) => (
                <TextField
                  label={name}
                  hint={description}
                  value={String(choices.parameters[name] ?? value ?? "")}
                  onInput={(text) =>
                    setChoices({ parameters: withParameter(choices.parameters, name, valueFrom(type, text)) })
                  }
                />
              )}
            </For>
          </>
        )}
      </Show>
    </Show>
  );
}

import { createSignal, For, Show } from "solid-js";
import { createStore } from "solid-js/store";
import type { ListedTemplate, TemplatePreview } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { generatorText, templateText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { notify } from "../../ui/toasts.tsx";
import { Editor } from "../generator/editor.tsx";
import { FileText } from "../generator/file-text.tsx";
import { ProblemList } from "../generator/problem-list.tsx";
import { bodyOf, type Draft, draftOf } from "./draft.model.ts";
import { MatchFields } from "./match-fields.tsx";
import { ParameterFields } from "./parameter-fields.tsx";
import { previewTemplate, saveTemplate } from "./templates.queries.ts";

/** Writes a template, or a new version of one. */
export function TemplateForm(props: { readonly template: ListedTemplate | undefined; readonly onClose: () => void }) {
  const [draft, setDraft] = createStore(draftOf(props.template));
  const [preview, setPreview] = createSignal<TemplatePreview>();
  const look = createTask(async () => setPreview(await previewTemplate(bodyOf(draft))));
  const save = createTask(async () => {
    await saveTemplate(bodyOf(draft), props.template?.id);
    notify({ tone: "ok", text: templateText.saved(draft.name) });
    props.onClose();
  });
  const title = () => (props.template ? templateText.editTitle(props.template.name) : templateText.newTitle);
  return (
    <section class="card" aria-label={title()}>
      <div class="card-head">
        <h2>{title()}</h2>
      </div>
      <div class="card-body stack">
        <Basics draft={draft} onSet={setDraft} />
        <Editor path={templateText.text} text={draft.text} problems={[]} onInput={(text) => setDraft({ text })} />
        <p class="quiet small">{templateText.placeholderHint}</p>
        <ParameterFields
          parameters={draft.parameters}
          onChange={(change) => setDraft("parameters", change)}
          onSet={(index, change) => setDraft("parameters", index, change)}
        />
        <MatchFields draft={draft} onSet={setDraft} />
        <Show when={look.problem() ?? save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Show when={preview()}>{(known) => <Outcome preview={known()} />}</Show>
        <div class="row">
          <Button variant="primary" busy={save.isBusy()} onClick={() => void save.run()}>
            {templateText.save}
          </Button>
          <Button busy={look.isBusy()} onClick={() => void look.run()}>
            {templateText.preview}
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {templateText.cancel}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Basics(props: { readonly draft: Draft; readonly onSet: (change: Partial<Draft>) => void }) {
  return (
    <>
      <div class="generator-selects">
        <TextField label={templateText.name} value={props.draft.name} onInput={(name) => props.onSet({ name })} />
        <SelectField
          label={templateText.platform}
          options={generatorText.platforms}
          value={props.draft.platform}
          onChange={(platform) => props.onSet({ platform, path: null })}
        />
      </div>
      <TextField
        label={templateText.description}
        value={props.draft.description}
        onInput={(description) => props.onSet({ description })}
      />
    </>
  );
}

function Outcome(props: { readonly preview: TemplatePreview }) {
  return (
    <div class="stack stack-tight">
      <For each={props.preview.files}>{({ path, text }) => <FileText path={path} text={text} />}</For>
      <ProblemList problems={props.preview.problems} />
      <Show when={props.preview.problems.length === 0}>
        <p class="second small" role="status">
          {templateText.passes}
        </p>
      </Show>
    </div>
  );
}

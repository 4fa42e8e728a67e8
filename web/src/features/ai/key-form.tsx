import { createSignal, createUniqueId, Show } from "solid-js";
import type { AiKey, AiProvider } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RadioCards } from "../../ui/radio-cards.tsx";
import { notify } from "../../ui/toasts.tsx";
import { setAiKey } from "./ai.queries.ts";

const LENGTH = { least: 16, most: 512 };

/** Takes a key, sends it once, and forgets it. */
export function KeyForm(props: {
  readonly provider: AiProvider;
  readonly plan: AiKey["plan"] | null;
  readonly onClose: () => void;
}) {
  const name = () => aiSettingsText.names[props.provider];
  const [plan, setPlan] = createSignal<AiKey["plan"]>(props.plan ?? "free");
  const [error, setError] = createSignal("");
  let field: HTMLInputElement | undefined;
  const save = createTask(async (key: string) => {
    await setAiKey(props.provider, { key, plan: plan() });
    notify({ tone: "ok", text: aiSettingsText.savedKey(name()) });
    props.onClose();
  });
  const shownError = () => error() || save.problem()?.errors.find(({ path }) => path === "key")?.message || "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const key = field?.value.trim() ?? "";
    const fits = key.length >= LENGTH.least && key.length <= LENGTH.most;
    setError(fits ? "" : aiSettingsText.keyError);
    if (fits) void save.run(key);
    else field?.focus();
  };
  return (
    <form class="key-form stack" aria-label={aiSettingsText.key(name())} onSubmit={submit}>
      <KeyField error={shownError()} keep={(input) => (field = input)} />
      <RadioCards
        legend={aiSettingsText.plan}
        options={aiSettingsText.plans}
        hints={aiSettingsText.planHints}
        value={plan()}
        onChange={setPlan}
      />
      <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div class="row">
        <Button variant="primary" type="submit" busy={save.isBusy()}>
          {aiSettingsText.saveKey}
        </Button>
        <Button variant="ghost" onClick={() => props.onClose()}>
          {aiSettingsText.cancel}
        </Button>
      </div>
    </form>
  );
}

function KeyField(props: { readonly error: string; readonly keep: (input: HTMLInputElement) => void }) {
  const id = createUniqueId();
  return (
    <div class="text-field">
      <label for={id}>{aiSettingsText.keyField}</label>
      <input
        ref={props.keep}
        id={id}
        class="input mono"
        type="password"
        spellcheck={false}
        autocomplete="new-password"
        aria-describedby={`${id}-hint`}
        aria-invalid={props.error === "" ? undefined : "true"}
      />
      <span class={`small ${props.error === "" ? "quiet" : "field-error"}`} id={`${id}-hint`} aria-live="polite">
        {props.error || aiSettingsText.keyHint}
      </span>
    </div>
  );
}

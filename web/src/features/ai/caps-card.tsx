import { createEffect, createUniqueId, For, on, Show } from "solid-js";
import { createStore } from "solid-js/store";
import type { AiSettings } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatNumber } from "../../format.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { saveAiSettings } from "./ai.queries.ts";
import { CAPS, type Cap, capChange, capError } from "./caps.ts";

function textsOf(caps: AiSettings["caps"]): Record<Cap, string> {
  return {
    task: formatNumber(caps.task),
    user_day: formatNumber(caps.user_day),
    user_month: formatNumber(caps.user_month),
    organization_month: formatNumber(caps.organization_month),
  };
}

/** The limits as they are typed, what is wrong with them, and the way to store them. */
function createCaps(settings: () => AiSettings) {
  const [texts, setTexts] = createStore(textsOf(settings().caps));
  const fields = new Map<Cap, HTMLInputElement>();
  const follow = (caps: AiSettings["caps"]) => setTexts(textsOf(caps));
  createEffect(on(() => settings().caps, follow, { defer: true }));
  const wrong = () => CAPS.find((cap) => capError(cap, texts[cap]) !== "");
  const isChanged = () => CAPS.some((cap) => texts[cap] !== textsOf(settings().caps)[cap]);
  const isDefault = () => CAPS.every((cap) => settings().caps[cap] === settings().default_caps[cap]);
  const save = createTask(async () => {
    await saveAiSettings(capChange(texts, settings()));
    notify({ tone: "ok", text: aiSettingsText.savedCaps });
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const cap = wrong();
    if (cap === undefined) void save.run();
    else fields.get(cap)?.focus();
  };
  const reset = () => setTexts(textsOf(settings().default_caps));
  return { texts, setTexts, fields, isChanged, isDefault, save, submit, reset };
}

/** How many tokens may be used, by one question, a person and the organization. */
export function CapsCard(props: { readonly settings: AiSettings; readonly mayWrite: boolean }) {
  const { texts, setTexts, fields, isChanged, isDefault, save, submit, reset } = createCaps(() => props.settings);
  return (
    <section class="card" aria-labelledby="caps">
      <div class="card-head">
        <h2 id="caps">{aiSettingsText.caps}</h2>
        <span class="quiet small">{aiSettingsText.capsHint}</span>
      </div>
      <form class="card-body stack" onSubmit={submit}>
        <div class="caps">
          <For each={CAPS}>
            {(cap) => (
              <CapField
                cap={cap}
                value={texts[cap]}
                fallback={props.settings.default_caps[cap]}
                disabled={!props.mayWrite}
                keep={(field) => fields.set(cap, field)}
                onInput={(text) => setTexts(cap, text)}
              />
            )}
          </For>
        </div>
        <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Show when={props.mayWrite}>
          <CapButtons isBusy={save.isBusy()} isChanged={isChanged()} isDefault={isDefault()} onReset={reset} />
        </Show>
      </form>
    </section>
  );
}

function CapButtons(props: {
  readonly isBusy: boolean;
  readonly isChanged: boolean;
  readonly isDefault: boolean;
  readonly onReset: () => void;
}) {
  return (
    <div class="row">
      <Button variant="primary" type="submit" busy={props.isBusy} disabled={!props.isChanged}>
        {aiSettingsText.saveCaps}
      </Button>
      <Show when={!props.isDefault}>
        <Button variant="ghost" onClick={() => props.onReset()}>
          {aiSettingsText.resetCaps}
        </Button>
      </Show>
    </div>
  );
}

function CapField(props: {
  readonly cap: Cap;
  readonly value: string;
  readonly fallback: number;
  readonly disabled: boolean;
  readonly keep: (field: HTMLInputElement) => void;
  readonly onInput: (text: string) => void;
}) {
  const id = createUniqueId();
  const error = () => capError(props.cap, props.value);
  return (
    <div class="text-field">
      <label for={id}>{aiSettingsText.capNames[props.cap]}</label>
      <input
        ref={props.keep}
        id={id}
        class="input tabular"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        disabled={props.disabled}
        aria-describedby={`${id}-hint`}
        aria-invalid={error() === "" ? undefined : "true"}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class={`small ${error() === "" ? "quiet" : "field-error"}`} id={`${id}-hint`} aria-live="polite">
        {error() || aiSettingsText.capDefault(props.fallback)}
      </span>
    </div>
  );
}

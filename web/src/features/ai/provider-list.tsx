import { createSignal, For, Show } from "solid-js";
import type { AiProvider, AiSettings } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { saveAiSettings } from "./ai.queries.ts";
import { moved } from "./ai-words.ts";
import { moveButtonId, ProviderRow } from "./provider-row.tsx";
import { RemoveKeyDialog } from "./remove-key-dialog.tsx";

const ALL = Object.keys(aiSettingsText.names) as AiProvider[];

/** Providers in the order in which they are asked, then those that are not. */
export function ProviderList(props: { readonly settings: AiSettings; readonly mayWrite: boolean }) {
  const [said, setSaid] = createSignal("");
  const [removing, setRemoving] = createSignal<AiProvider>();
  const order = () => props.settings.order;
  const shown = () => [...order(), ...ALL.filter((name) => !order().includes(name))];
  const save = createTask(async (next: AiProvider[]) => await saveAiSettings({ order: next }));
  const move = async (name: AiProvider, by: -1 | 1) => {
    const settings = await save.run(moved(order(), name, by));
    if (!settings) return;
    setSaid(aiSettingsText.moved(aiSettingsText.names[name], settings.order.indexOf(name) + 1));
    requestAnimationFrame(() => focusMove(name, by));
  };
  const use = (name: AiProvider, isUsed: boolean) =>
    void save.run(isUsed ? [...order(), name] : order().filter((other) => other !== name));
  return (
    <section class="card" aria-labelledby="providers">
      <div class="card-head">
        <h2 id="providers">{aiSettingsText.providers}</h2>
        <span class="quiet small">{aiSettingsText.providersHint}</span>
      </div>
      <Show when={save.problem()}>
        {(problem) => (
          <div class="card-body">
            <ProblemNotice problem={problem()} />
          </div>
        )}
      </Show>
      <ol class="providers">
        <For each={shown()}>
          {(name) => (
            <Row
              settings={props.settings}
              name={name}
              mayWrite={props.mayWrite}
              onMove={(by) => void move(name, by)}
              onUse={(isUsed) => use(name, isUsed)}
              onRemove={() => setRemoving(name)}
            />
          )}
        </For>
      </ol>
      <p class="sr-only" role="status">
        {said()}
      </p>
      <RemoveKeyDialog provider={removing()} onClose={() => setRemoving(undefined)} />
    </section>
  );
}

function Row(props: {
  readonly settings: AiSettings;
  readonly name: AiProvider;
  readonly mayWrite: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onUse: (isUsed: boolean) => void;
  readonly onRemove: () => void;
}) {
  const state = () => props.settings.providers.find(({ provider }) => provider === props.name);
  return (
    <Show when={state()}>
      {(known) => (
        <ProviderRow
          state={known()}
          place={props.settings.order.indexOf(props.name)}
          count={props.settings.order.length}
          mayWrite={props.mayWrite}
          onMove={props.onMove}
          onUse={props.onUse}
          onRemove={props.onRemove}
        />
      )}
    </Show>
  );
}

/** A moved row is taken out of the page for a moment, which drops the focus; at an end the other arrow gets it. */
function focusMove(name: AiProvider, by: -1 | 1): void {
  const same = document.getElementById(moveButtonId(name, by));
  const other = document.getElementById(moveButtonId(name, by === 1 ? -1 : 1));
  const target = same instanceof HTMLButtonElement && !same.disabled ? same : other;
  target?.focus();
}

import { createUniqueId, For, type JSX, Show } from "solid-js";
import { formatNumber } from "../format.ts";
import { stepIndex } from "./step-index.ts";

export type Tab<Key extends string> = {
  readonly key: Key;
  readonly label: string;
  readonly count?: number | undefined;
};

/** A row of tabs and the chosen one's panel. The choice lives with the caller, so that it can stand in the URL. */
export function Tabs<Key extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<Key>[];
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
  readonly children: JSX.Element;
}) {
  const base = createUniqueId();
  const buttons = new Map<Key, HTMLButtonElement>();
  const key = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex((tab) => tab.key === props.chosen);
    const next = props.tabs[stepIndex(event.key, { at, count: props.tabs.length, axis: "horizontal" }) ?? -1];
    if (!next) return;
    event.preventDefault();
    props.onChoose(next.key);
    buttons.get(next.key)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={props.label} onKeyDown={key}>
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              ref={(element) => buttons.set(tab.key, element)}
              id={`${base}-${tab.key}`}
              aria-controls={`${base}-panel`}
              aria-selected={props.chosen === tab.key}
              tabindex={props.chosen === tab.key ? 0 : -1}
              class="tab"
              onClick={() => props.onChoose(tab.key)}
            >
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="tab-count">{formatNumber(tab.count ?? 0)}</span>
              </Show>
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${props.chosen}`} class="tab-panel">
        {props.children}
      </div>
    </>
  );
}

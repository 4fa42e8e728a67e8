import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { Preview } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Diff } from "../../ui/diff-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconDone, IconPipeline } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import type { Generation } from "./create-generation.ts";
import { Files } from "./files.tsx";
import { Jobs } from "./jobs.tsx";

const TABS = ["file", "jobs", "changes"] as const;
type Tab = (typeof TABS)[number];

/** What would be written: the files to read or edit, what its jobs do, and what changes in the repository. */
export function PipelineCard(props: { readonly generation: Generation; readonly preview: Preview }) {
  const [tab, setTab] = createSignal<Tab>("file");
  const tabs = () =>
    TABS.map((key) => ({
      key,
      label: generatorText.tabs[key],
      count: key === "jobs" ? props.preview.jobs.length : undefined,
    }));
  return (
    <section
      class="card pipeline-card"
      aria-label={generatorText.tabsLabel}
      aria-busy={props.generation.preview.isAsking()}
    >
      <Show
        when={props.preview.files.length > 0}
        fallback={<Nothing generation={props.generation} preview={props.preview} />}
      >
        <div class="pipeline-body">
          <Tabs label={generatorText.tabsLabel} tabs={tabs()} chosen={tab()} onChoose={setTab}>
            <Switch>
              <Match when={tab() === "file"}>
                <Files generation={props.generation} preview={props.preview} />
              </Match>
              <Match when={tab() === "jobs"}>
                <Jobs jobs={props.preview.jobs} />
              </Match>
              <Match when={tab() === "changes"}>
                <Changes generation={props.generation} preview={props.preview} />
              </Match>
            </Switch>
          </Tabs>
          <Notes preview={props.preview} />
        </div>
      </Show>
    </section>
  );
}

/** Two different things: all is there already, or nothing is known of what could be checked. */
function Nothing(props: { readonly generation: Generation; readonly preview: Preview }) {
  const isDone = () => props.preview.notes.some(({ code }) => code === "up_to_date");
  const details = () => props.preview.notes.map(({ detail }) => detail);
  return (
    <EmptyState
      icon={isDone() ? IconDone : IconPipeline}
      title={isDone() ? generatorText.doneTitle : generatorText.nothingTitle}
      action={
        <Show when={isDone() && !props.generation.choices.replaces}>
          <Button onClick={() => props.generation.setChoices("replaces", true)}>
            {generatorText.existings.replace}
          </Button>
        </Show>
      }
    >
      <InlineText text={details().join(" ") || generatorText.nothing} />
    </EmptyState>
  );
}

function Changes(props: { readonly generation: Generation; readonly preview: Preview }) {
  return (
    <div class="stack">
      <Show when={props.generation.edited() !== undefined}>
        <p class="second small">{generatorText.withoutEdits}</p>
      </Show>
      <For each={props.preview.files}>{(file) => <Diff diff={file.diff} path={file.path} />}</For>
    </div>
  );
}

function Notes(props: { readonly preview: Preview }) {
  return (
    <Show when={props.preview.notes.length > 0}>
      <section class="pipeline-notes">
        <h3>{generatorText.notes}</h3>
        <ul class="generator-notes">
          <For each={props.preview.notes}>
            {(note) => (
              <li>
                <InlineText text={note.detail} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

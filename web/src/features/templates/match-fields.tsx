import { createSignal, For, Show } from "solid-js";
import type { TestMatch } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { templateText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconDone, IconFailed, IconInfo, IconStop } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type Draft, matchOf } from "./draft.model.ts";
import { testMatch } from "./templates.queries.ts";

/** Which repositories a template is for, tried on those that there are. */
export function MatchFields(props: { readonly draft: Draft; readonly onSet: (change: Partial<Draft>) => void }) {
  const [result, setResult] = createSignal<TestMatch>();
  const test = createTask(async () => setResult(await testMatch(matchOf(props.draft))));
  return (
    <fieldset class="template-part">
      <legend>{templateText.rule}</legend>
      <TextField
        label={templateText.languages}
        value={props.draft.languages}
        onInput={(languages) => props.onSet({ languages })}
      />
      <TextField
        label={templateText.names}
        hint={templateText.commas}
        value={props.draft.names}
        onInput={(names) => props.onSet({ names })}
      />
      <TextField
        label={templateText.mustMatch}
        hint={templateText.expectHint}
        value={props.draft.mustMatch}
        onInput={(mustMatch) => props.onSet({ mustMatch })}
      />
      <TextField
        label={templateText.mustNotMatch}
        value={props.draft.mustNotMatch}
        onInput={(mustNotMatch) => props.onSet({ mustNotMatch })}
      />
      <div class="template-test stack stack-tight">
        <Button size="small" busy={test.isBusy()} onClick={() => void test.run()}>
          {templateText.test}
        </Button>
        <Show when={test.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Show when={result()}>{(known) => <Result result={known()} />}</Show>
      </div>
    </fieldset>
  );
}

const ICONS = { match: IconDone, no_match: IconStop, unknown: IconInfo } as const;

function Result(props: { readonly result: TestMatch }) {
  const matching = () => props.result.items.filter(({ outcome }) => outcome === "match").length;
  return (
    <>
      <p class="small" role="status">
        {templateText.tested(matching(), props.result.items.length)}
      </p>
      <ul class="problems">
        <For each={props.result.failures}>
          {({ expectation, pattern, detail }) => (
            <li class="problem problem-error">
              <IconFailed class="icon-small" />
              <span class="problem-words">
                {templateText.expectation[expectation]} <code class="inline-code">{pattern}</code>: {detail}
              </span>
            </li>
          )}
        </For>
        <For each={props.result.items}>
          {({ full_name: name, outcome, reason }) => (
            <li class="problem">
              {ICONS[outcome]({ class: "icon-small" })}
              <span class="problem-words">
                {name} <span class="quiet">{reason ?? templateText.outcome[outcome]}</span>
              </span>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

import { createAsync } from "@solidjs/router";
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { generatorText } from "../../strings.ts";
import { aiText } from "../../text/ai.ts";
import { Pending } from "../../ui/async.tsx";
import { Fold } from "../../ui/fold.tsx";
import { IconAi } from "../../ui/icons.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { getMayAskAi } from "../ai/ai.queries.ts";
import type { JobKind, Platform } from "./choices.model.ts";
import type { Generation } from "./create-generation.ts";
import { TemplateChoice } from "./template-choice.tsx";

const PLATFORMS = Object.keys(generatorText.platforms) as Platform[];
const KINDS = Object.keys(generatorText.kinds) as JobKind[];

type OptionsProps = {
  readonly generation: Generation;
  readonly repositoryId: string;
  readonly existing: readonly Platform[];
};

/** Everything that can be chosen; each change shows at once in the preview. */
export function OptionsCard(props: OptionsProps) {
  const isFree = () => props.generation.choices.template === null;
  const isLocked = () => props.generation.edited() !== undefined;
  return (
    <section class="card generator-what">
      <div class="card-head">
        <h2>{generatorText.optionsTitle}</h2>
      </div>
      <fieldset class="card-body stack generator-options" disabled={isLocked()}>
        <legend class="sr-only">{generatorText.optionsTitle}</legend>
        <Show when={isLocked()}>
          <p class="second small">{generatorText.locked}</p>
        </Show>
        <PlatformChoice {...props} />
        <Pending fallback="">
          <TemplateChoice generation={props.generation} repositoryId={props.repositoryId} />
        </Pending>
        <Show when={isFree()}>
          <SourceChoice {...props} />
          <ExistingChoice {...props} />
        </Show>
        <Show when={isFree() && props.generation.choices.from === null}>
          <JobChoice generation={props.generation} />
          <StackOptions generation={props.generation} />
        </Show>
        <AiChoice generation={props.generation} />
      </fieldset>
    </section>
  );
}

/** Only where the AI can be asked. */
function AiChoice(props: { readonly generation: Generation }) {
  const isAvailable = createAsync(() => getMayAskAi(), { initialValue: false });
  const id = createUniqueId();
  return (
    <Show when={isAvailable()}>
      <div class="generator-ai">
        <label class="fix-check">
          <input
            type="checkbox"
            checked={props.generation.choices.ai}
            aria-describedby={id}
            onChange={(event) => props.generation.setChoices("ai", event.currentTarget.checked)}
          />
          <span class="fact">
            <IconAi class="icon-small" />
            {aiText.overIt}
          </span>
        </label>
        <p class="quiet small" id={id}>
          {props.generation.edited() === undefined ? aiText.overItHint : aiText.overItEdited}
        </p>
      </div>
    </Show>
  );
}

function PlatformChoice(props: OptionsProps) {
  const { choices, setChoices } = props.generation;
  const choose = (platform: Platform) =>
    setChoices({ platform, from: choices.from === platform ? null : choices.from, template: null, parameters: {} });
  return (
    <Choice legend={generatorText.platform}>
      <For each={PLATFORMS}>
        {(platform) => (
          <Chip
            label={generatorText.platforms[platform]}
            isOn={choices.platform === platform}
            onClick={() => choose(platform)}
          />
        )}
      </For>
    </Choice>
  );
}

/** What is there for another platform can be converted. */
function SourceChoice(props: OptionsProps) {
  const { choices, setChoices } = props.generation;
  const others = () => props.existing.filter((platform) => platform !== choices.platform);
  return (
    <Show when={others().length > 0}>
      <Choice legend={generatorText.from}>
        <Chip label={generatorText.fromStack} isOn={choices.from === null} onClick={() => setChoices("from", null)} />
        <For each={others()}>
          {(platform) => (
            <Chip
              label={generatorText.fromPlatform(generatorText.platforms[platform])}
              isOn={choices.from === platform}
              onClick={() => setChoices("from", platform)}
            />
          )}
        </For>
      </Choice>
    </Show>
  );
}

function ExistingChoice(props: OptionsProps) {
  const { choices, setChoices } = props.generation;
  return (
    <Show when={props.existing.includes(choices.platform)}>
      <Choice legend={generatorText.existing}>
        <Chip
          label={generatorText.existings.add}
          isOn={!choices.replaces}
          onClick={() => setChoices("replaces", false)}
        />
        <Chip
          label={generatorText.existings.replace}
          isOn={choices.replaces}
          onClick={() => setChoices("replaces", true)}
        />
      </Choice>
    </Show>
  );
}

function JobChoice(props: { readonly generation: Generation }) {
  const { choices, setChoices } = props.generation;
  const toggle = (kind: JobKind) =>
    setChoices("jobs", (jobs) => (jobs.includes(kind) ? jobs.filter((each) => each !== kind) : [...jobs, kind]));
  return (
    <Choice legend={generatorText.jobs} hint={generatorText.jobsHint}>
      <For each={KINDS}>
        {(kind) => (
          <Chip label={generatorText.kinds[kind]} isOn={choices.jobs.includes(kind)} onClick={() => toggle(kind)} />
        )}
      </For>
    </Choice>
  );
}

function StackOptions(props: { readonly generation: Generation }) {
  const { choices, setChoices } = props.generation;
  return (
    <>
      <div class="generator-selects">
        <SelectField
          label={generatorText.deploy}
          options={generatorText.targets}
          value={choices.deploy}
          onChange={(deploy) => setChoices("deploy", deploy)}
        />
        <SelectField
          label={generatorText.style}
          options={generatorText.styles}
          value={choices.style}
          onChange={(style) => setChoices("style", style)}
        />
      </div>
      <Fold label={generatorText.more}>
        <div class="stack">
          <TextField
            label={generatorText.versions}
            hint={generatorText.versionsHint}
            value={choices.versions}
            onInput={(value) => setChoices("versions", value)}
          />
          <TextField
            label={generatorText.runner}
            hint={generatorText.runnerHint}
            value={choices.runner}
            onInput={(value) => setChoices("runner", value)}
          />
          <TextField
            label={generatorText.branch}
            value={choices.branch}
            onInput={(value) => setChoices("branch", value)}
          />
        </div>
      </Fold>
    </>
  );
}

function Choice(props: { readonly legend: string; readonly hint?: string; readonly children: JSX.Element }) {
  return (
    <fieldset class="generator-choice">
      <legend>{props.legend}</legend>
      <div class="chips">{props.children}</div>
      <Show when={props.hint}>
        <p class="quiet small">{props.hint}</p>
      </Show>
    </fieldset>
  );
}

function Chip(props: { readonly label: string; readonly isOn: boolean; readonly onClick: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={props.isOn} onClick={() => props.onClick()}>
      {props.label}
    </button>
  );
}

import { For, Show } from "solid-js";
import type { Component, Preview } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { Fold } from "../../ui/fold.tsx";
import { InlineText } from "../../ui/inline-text.tsx";
import { nameOf } from "./stack.model.ts";

/** A monorepo can have dozens; its main parts come first. */
const SHOWN_AT_FIRST = 2;

type Profile = Preview["profile"];

/** What the repository is made of, each with the files that say so. */
export function StackCard(props: { readonly profile: Profile }) {
  const first = () => props.profile.components.slice(0, SHOWN_AT_FIRST);
  const rest = () => props.profile.components.slice(SHOWN_AT_FIRST);
  return (
    <section class="card generator-stack">
      <div class="card-head">
        <h2>{generatorText.stack}</h2>
      </div>
      <div class="card-body stack">
        <For each={first()} fallback={<NoStack profile={props.profile} />}>
          {(component) => <ComponentFacts component={component} />}
        </For>
        <Show when={rest().length > 0}>
          <Fold label={generatorText.moreParts(rest().length)}>
            <div class="stack component-rest">
              <For each={rest()}>{(component) => <ComponentFacts component={component} />}</For>
            </div>
          </Fold>
        </Show>
        <Show when={props.profile.notes.length > 0}>
          <ul class="generator-notes">
            <For each={props.profile.notes}>
              {(note) => (
                <li>
                  <Show when={note.path}>
                    <code class="inline-code">{note.path}</code>{" "}
                  </Show>
                  <InlineText text={note.detail} />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </section>
  );
}

/** The notes say why, where there are any. */
function NoStack(props: { readonly profile: Profile }) {
  return (
    <Show when={props.profile.notes.length === 0}>
      <p class="second small">{generatorText.noStack}</p>
    </Show>
  );
}

function ComponentFacts(props: { readonly component: Component }) {
  return (
    <article class="component">
      <header class="row">
        <Show when={props.component.path !== "."} fallback={<h3>{generatorText.root}</h3>}>
          <h3 class="mono">{props.component.path}</h3>
        </Show>
        <Show when={props.component.confidence !== "high"}>
          <Badge tone={props.component.confidence === "low" ? "medium" : "neutral"}>
            {generatorText.confidence[props.component.confidence]}
          </Badge>
        </Show>
      </header>
      <Show when={props.component.part_of}>
        {(owner) => <p class="quiet small">{generatorText.partOf(owner())}</p>}
      </Show>
      <dl class="facts">
        <For each={factsOf(props.component)}>
          {([label, value, isCode]) => (
            <>
              <dt>{label}</dt>
              <dd classList={{ mono: isCode, "component-command": isCode }}>{value}</dd>
            </>
          )}
        </For>
      </dl>
      <Fold label={generatorText.evidence}>
        <ul class="component-evidence">
          <For each={props.component.evidence}>
            {(evidence) => (
              <li>
                <span class="quiet">{generatorText.facts[evidence.about]}</span> {evidence.value}
                <span class="evidence-place">
                  <span class="mono">
                    {evidence.path}
                    {evidence.line === null ? "" : `:${evidence.line}`}
                  </span>
                  {generatorText.confidence[evidence.confidence]}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Fold>
    </article>
  );
}

type Fact = readonly [label: string, value: string, isCode: boolean];

function factsOf(component: Component): Fact[] {
  const { facts } = generatorText;
  const { package_manager: manager, monorepo, commands, services, container, deploy } = component;
  const rows: Fact[] = [
    [facts.language, component.languages.map(nameOf).join(", "), false],
    [facts.package_manager, manager ? named(manager) : "", false],
    [facts.framework, component.frameworks.map(nameOf).join(", "), false],
    [facts.runtime, component.runtimes.map(titled).join(", "), false],
    [facts.monorepo, monorepo ? `${monorepo.tool}, ${generatorText.packages(monorepo.packages.length)}` : "", false],
    [facts.install, commands.install ?? "", true],
    [facts.lint, commands.lint ?? "", true],
    [facts.format, commands.format ?? "", true],
    [facts.typecheck, commands.typecheck ?? "", true],
    [facts.test, commands.test ?? "", true],
    [facts.build, commands.build ?? "", true],
    [facts.service, services.map(titled).join(", "), false],
    [facts.container, container?.dockerfile ?? "", true],
    [facts.deploy, deploy?.target ?? "", false],
  ];
  return rows.filter(([, value]) => value !== "");
}

function named({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return version === null ? name : `${name} ${version}`;
}

function titled({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return named({ name: nameOf(name), version });
}

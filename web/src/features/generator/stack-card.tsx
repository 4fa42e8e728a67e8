import { For, Show } from "solid-js";
import type { Component, Preview } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { InlineText } from "../../ui/inline-text.tsx";

type Profile = Preview["profile"];

/** What the repository is made of, each with the files that say so. */
export function StackCard(props: { readonly profile: Profile }) {
  return (
    <section class="card">
      <div class="card-head">
        <h2>{generatorText.stack}</h2>
      </div>
      <div class="card-body stack">
        <For each={props.profile.components} fallback={<p class="second small">{generatorText.noStack}</p>}>
          {(component) => <ComponentFacts component={component} />}
        </For>
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

function ComponentFacts(props: { readonly component: Component }) {
  const place = () => (props.component.path === "." ? generatorText.root : props.component.path);
  return (
    <article class="component">
      <header class="row">
        <h3 class="mono">{place()}</h3>
        <Badge tone={props.component.confidence === "low" ? "medium" : "neutral"}>
          {generatorText.confidence[props.component.confidence]}
        </Badge>
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
      <details class="component-evidence">
        <summary>{generatorText.evidence}</summary>
        <ul>
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
      </details>
    </article>
  );
}

type Fact = readonly [label: string, value: string, isCode: boolean];

function factsOf(component: Component): Fact[] {
  const { facts } = generatorText;
  const { package_manager: manager, monorepo, commands, services, container, deploy } = component;
  const rows: Fact[] = [
    [facts.language, component.languages.join(", "), false],
    [facts.package_manager, manager ? named(manager) : "", false],
    [facts.framework, component.frameworks.join(", "), false],
    [facts.runtime, component.runtimes.map(named).join(", "), false],
    [facts.monorepo, monorepo ? `${monorepo.tool}, ${generatorText.packages(monorepo.packages.length)}` : "", false],
    [facts.install, commands.install ?? "", true],
    [facts.lint, commands.lint ?? "", true],
    [facts.format, commands.format ?? "", true],
    [facts.typecheck, commands.typecheck ?? "", true],
    [facts.test, commands.test ?? "", true],
    [facts.build, commands.build ?? "", true],
    [facts.service, services.map(named).join(", "), false],
    [facts.container, container?.dockerfile ?? "", true],
    [facts.deploy, deploy?.target ?? "", false],
  ];
  return rows.filter(([, value]) => value !== "");
}

function named({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return version === null ? name : `${name} ${version}`;
}

import "../../styles/rules.css";
import { A, createAsync, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { Rule } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { badgeText, categoryText, ruleText } from "../../strings.ts";
import { Badge, SeverityIcon } from "../../ui/badge.tsx";
import { CodeLine } from "../../ui/code.tsx";
import { Prose } from "../../ui/prose.tsx";
import { getRule } from "./rules.queries.ts";
import { RulesFrame } from "./rules-frame.tsx";

/** One rule: what it reports, why, what it leaves alone, and how to fix it. */
export function RulePage() {
  const params = useParams<{ id: string }>();
  return (
    <RulesFrame keys={[getRule.keyFor(params.id)]}>
      <Show when={params.id} keyed>
        {(id) => <RuleOf id={id} />}
      </Show>
    </RulesFrame>
  );
}

function RuleOf(props: { readonly id: string }) {
  const rule = createAsync(() => getRule(props.id));
  return <Show when={rule()}>{(known) => <RuleView rule={known()} />}</Show>;
}

function RuleView(props: { readonly rule: Rule }) {
  createPageTitle(() => props.rule.title);
  return (
    <>
      <PageHead
        above={
          <A class="link" href="/rules">
            {ruleText.all}
          </A>
        }
        title={props.rule.title}
        below={<RuleFacts rule={props.rule} />}
      />
      <article class="card card-body rule-body">
        <Part title={ruleText.what}>
          <Prose text={props.rule.docs.what} />
        </Part>
        <Part title={ruleText.why}>
          <Prose text={props.rule.docs.why} />
        </Part>
        <Part title={ruleText.notReported}>
          <Prose text={props.rule.docs.not_reported} />
        </Part>
        <Part title={ruleText.fix}>
          <Prose text={props.rule.docs.fix} />
        </Part>
        <Part title={ruleText.example}>
          <div class="rule-example">
            <Sample label={ruleText.before} text={props.rule.docs.example.before} />
            <Sample label={ruleText.after} text={props.rule.docs.example.after} />
          </div>
        </Part>
        <Part title={ruleText.suppress}>
          <p class="prose">{ruleText.suppressHint}</p>
          <Sample label={ruleText.suppress} text={`# autodevops: ignore[${props.rule.id}] …`} />
        </Part>
      </article>
    </>
  );
}

function RuleFacts(props: { readonly rule: Rule }) {
  return (
    <>
      <span class="mono">{props.rule.id}</span>
      <span class={`fact severity-${props.rule.severity}`}>
        <SeverityIcon severity={props.rule.severity} />
        {badgeText.severity[props.rule.severity]}
      </span>
      <Badge>{categoryText[props.rule.category]}</Badge>
      <Badge tone={props.rule.fix_class === "none" ? "neutral" : "ok"}>{ruleText.fixClass[props.rule.fix_class]}</Badge>
      <Show when={props.rule.profile === "strict"}>
        <Badge title={ruleText.strictHint}>{ruleText.strict}</Badge>
      </Show>
    </>
  );
}

function Part(props: { readonly title: string; readonly children: JSX.Element }) {
  return (
    <section class="rule-part">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

function Sample(props: { readonly label: string; readonly text: string }) {
  return (
    <figure class="code">
      <figcaption class="code-head">
        <span class="quiet">{props.label}</span>
      </figcaption>
      <section class="code-scroll" tabindex="0" aria-label={props.label}>
        <ol class="code-lines">
          <For each={linesOf(props.text)}>
            {(line) => (
              <li class="code-line">
                <code>
                  <CodeLine text={line} />
                </code>
              </li>
            )}
          </For>
        </ol>
      </section>
    </figure>
  );
}

/** The lines of an example, without the indentation that all of them share. */
function linesOf(text: string): string[] {
  const lines = text.trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared));
}

import { A } from "@solidjs/router";
import { createRenderEffect, createSignal, createUniqueId, For, Show } from "solid-js";
import type { Remediation } from "../../api-types.ts";
import { badgeText, categoryText, findingText } from "../../strings.ts";
import { aiText } from "../../text/ai.ts";
import { Badge, SeverityIcon } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { IconAi, IconChevronRight, IconProved } from "../../ui/icons.ts";
import { Prose } from "../../ui/prose.tsx";
import { type FindingGroup, type Fixes, fixOf, openFixIds } from "./findings.model.ts";
import { Occurrence } from "./occurrence.tsx";

/** Many places of one rule look alike; the first ones tell what it is about. */
const SHOWN_AT_FIRST = 3;

/** What they miss, a generated pipeline has. */
const SOLVED_BY_GENERATION: readonly string[] = [
  "no-ci",
  "missing-ci-on-pr",
  "missing-build-job",
  "missing-lint-job",
  "missing-test-job",
  "missing-typecheck-job",
];

type GroupProps = {
  readonly group: FindingGroup;
  readonly repositoryId: string;
  readonly fixes: Fixes;
  readonly chosen: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], on: boolean) => void;
  /** Takes a fix that the AI wrote and that was proved; undefined where it cannot be asked. */
  readonly onProved: ((fix: Remediation) => void) | undefined;
  readonly isOpenAtFirst: boolean;
};

/** One rule: its name in a row, and on demand why it matters and every place that it was found in. */
export function FindingGroupCard(props: GroupProps) {
  const [isOpen, setOpen] = createSignal(props.isOpenAtFirst);
  const id = createUniqueId();
  return (
    <article class="group">
      <div class="group-head">
        <GroupCheck {...props} />
        <button
          type="button"
          class="group-toggle"
          aria-expanded={isOpen()}
          aria-controls={id}
          onClick={() => setOpen((open) => !open)}
        >
          <IconChevronRight class="icon-small group-arrow" />
          <SeverityIcon severity={props.group.severity} />
          <span class={`group-severity severity-${props.group.severity}`}>
            {badgeText.severity[props.group.severity]}
          </span>
          <span class="group-title">{props.group.title}</span>
          <GroupMeta group={props.group} fixes={props.fixes} />
        </button>
      </div>
      <div id={id} class="group-body" hidden={!isOpen()}>
        <Show when={isOpen()}>
          <Show when={props.group.origin === "rule"} fallback={<ClaimWorth />}>
            <RuleWords {...props} />
          </Show>
          <GroupPlaces {...props} />
        </Show>
      </div>
    </article>
  );
}

function RuleWords(props: GroupProps) {
  return (
    <div class="why">
      <h3 class="label">{findingText.why}</h3>
      <Prose text={props.group.why} />
      <A class="link small" href={`/rules/${props.group.rule}`}>
        {findingText.ruleDocs}
      </A>
      <Show when={SOLVED_BY_GENERATION.includes(props.group.rule)}>
        <A class="link small" href={`/repos/${props.repositoryId}/generate`}>
          {findingText.generate}
        </A>
      </Show>
    </div>
  );
}

/** Our own words on what a reader may conclude from a claim; what the model says stands at its place, as plain text. */
function ClaimWorth() {
  return (
    <div class="why">
      <h3 class="label">{aiText.claimTitle}</h3>
      <p class="prose">
        {aiText.claimDetail} {aiText.noScore}
      </p>
    </div>
  );
}

function GroupPlaces(props: GroupProps) {
  const [isAll, setAll] = createSignal(false);
  const shown = () => (isAll() ? props.group.findings : props.group.findings.slice(0, SHOWN_AT_FIRST));
  const hidden = () => props.group.findings.length - shown().length;
  return (
    <>
      <For each={shown()}>
        {(finding) => {
          const fix = () => fixOf(finding, props.fixes);
          const select = (on: boolean) => {
            const id = fix()?.id;
            if (id !== undefined) props.onSelect([id], on);
          };
          return (
            <Occurrence
              finding={finding}
              fix={fix()}
              isChosen={props.chosen.has(fix()?.id ?? "")}
              onSelect={select}
              onProved={props.onProved}
            />
          );
        }}
      </For>
      <Show when={hidden() > 0}>
        <Button class="group-more" onClick={() => setAll(true)}>
          {findingText.more(hidden())}
        </Button>
      </Show>
    </>
  );
}

function GroupCheck(props: GroupProps) {
  const ids = () => openFixIds(props.group.findings, props.fixes);
  const count = () => ids().filter((id) => props.chosen.has(id)).length;
  return (
    <Show when={ids().length > 0} fallback={<span class="check" />}>
      <label class="check">
        <span class="sr-only">{findingText.selectGroup(props.group.title)}</span>
        <input
          type="checkbox"
          checked={count() === ids().length}
          ref={(box) => createRenderEffect(() => (box.indeterminate = count() > 0 && count() < ids().length))}
          onChange={(event) => props.onSelect(ids(), event.currentTarget.checked)}
        />
      </label>
    </Show>
  );
}

function GroupMeta(props: { readonly group: FindingGroup; readonly fixes: Fixes }) {
  const fixes = () => new Set(props.group.findings.flatMap((finding) => fixOf(finding, props.fixes)?.id ?? []));
  return (
    <span class="group-meta">
      <Show when={fixes().size > 0}>
        <Badge tone="ok" icon={IconProved}>
          {findingText.fixes(fixes().size)}
        </Badge>
      </Show>
      <Show when={props.group.origin === "ai"}>
        <Badge tone="accent" icon={IconAi} title={aiText.claimHint}>
          {aiText.claim}
        </Badge>
      </Show>
      <Badge>{categoryText[props.group.category]}</Badge>
      <span class="quiet small tabular">{findingText.places(props.group.findings.length)}</span>
    </span>
  );
}

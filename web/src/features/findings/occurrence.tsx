import { For, Show } from "solid-js";
import type { Recommendation, Remediation } from "../../api-types.ts";
import { findingText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { CodeEvidence } from "../../ui/code.tsx";
import { Diff } from "../../ui/diff-table.tsx";
import { IconPullRequest } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { ReceiptView } from "./receipt.tsx";

/** One place: what is wrong there, the lines that prove it, and the fix beside them. */
export function Occurrence(props: {
  readonly finding: Recommendation;
  readonly fix: Remediation | undefined;
  readonly isChosen: boolean;
  readonly onSelect: (on: boolean) => void;
}) {
  return (
    <div class="occurrence">
      <p class="occurrence-place small">
        <span class="mono strong truncate">{props.finding.path}</span>
        <span class="quiet">
          {props.finding.evidence.length > 0 ? findingText.line(props.finding.line) : findingText.newFile}
        </span>
        <Show when={props.finding.state === "waived"}>
          <Badge>{findingText.waived}</Badge>
        </Show>
      </p>
      <div class="occurrence-columns">
        <div class="stack stack-tight">
          <p class="occurrence-message prose">
            <InlineText text={props.finding.message} />
          </p>
          <For each={props.finding.evidence}>{(evidence) => <CodeEvidence evidence={evidence} />}</For>
        </div>
        <Show when={props.fix} fallback={<p class="quiet small occurrence-none">{findingText.noFix}</p>}>
          {(fix) => <FixView fix={fix()} isChosen={props.isChosen} onSelect={props.onSelect} />}
        </Show>
      </div>
    </div>
  );
}

function FixView(props: {
  readonly fix: Remediation;
  readonly isChosen: boolean;
  readonly onSelect: (on: boolean) => void;
}) {
  return (
    <div class="stack stack-tight">
      <div class="fix-head">
        <Show when={!props.fix.pull_request} fallback={<InPullRequest fix={props.fix} />}>
          <label class="fix-check">
            <input
              type="checkbox"
              checked={props.isChosen}
              aria-label={findingText.select(props.fix.title)}
              onChange={(event) => props.onSelect(event.currentTarget.checked)}
            />
            <span class="strong">
              <InlineText text={props.fix.title} />
            </span>
          </label>
        </Show>
        <Badge
          tone={props.fix.fix_class === "review" ? "medium" : "ok"}
          title={findingText.classHints[props.fix.fix_class]}
        >
          {findingText.classes[props.fix.fix_class]}
        </Badge>
      </div>
      <p class="second small prose pre-line">
        <InlineText text={props.fix.explanation} />
      </p>
      <Diff diff={props.fix.diff} />
      <Show when={props.fix.resolves.length > 1}>
        <p class="quiet small">{findingText.also(props.fix.resolves.length - 1)}</p>
      </Show>
      <ReceiptView receipt={props.fix.receipt} />
    </div>
  );
}

function InPullRequest(props: { readonly fix: Remediation }) {
  return (
    <span class="fact">
      <span class="strong">
        <InlineText text={props.fix.title} />
      </span>
      <Show when={props.fix.pull_request}>
        {(pull) => (
          <a class="link fact small" href={pull().url} target="_blank" rel="noopener noreferrer">
            <IconPullRequest class="icon-small" />
            {findingText.inPullRequest(pull().number)}
          </a>
        )}
      </Show>
    </span>
  );
}

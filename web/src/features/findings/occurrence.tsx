import { For, Show } from "solid-js";
import type { Recommendation, Remediation } from "../../api-types.ts";
import { findingText } from "../../strings.ts";
import { aiText } from "../../text/ai.ts";
import { Badge } from "../../ui/badge.tsx";
import { CodeEvidence } from "../../ui/code.tsx";
import { Diff } from "../../ui/diff-table.tsx";
import { IconAi, IconPullRequest } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { AskFix } from "./ask-fix.tsx";
import { ReceiptView } from "./receipt.tsx";

/** One place: what is wrong there, the lines that prove it, and the fix beside them. */
export function Occurrence(props: {
  readonly finding: Recommendation;
  readonly fix: Remediation | undefined;
  readonly isChosen: boolean;
  readonly onSelect: (on: boolean) => void;
  readonly onProved: ((fix: Remediation) => void) | undefined;
}) {
  return (
    <div class="occurrence" classList={{ "occurrence-claim": props.finding.origin === "ai" }}>
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
            <Show when={props.finding.origin === "rule"} fallback={props.finding.message}>
              <InlineText text={props.finding.message} />
            </Show>
          </p>
          <For each={props.finding.evidence}>{(evidence) => <CodeEvidence evidence={evidence} />}</For>
          <ClaimSource finding={props.finding} />
        </div>
        <Show when={props.fix} fallback={<NoFix finding={props.finding} onProved={props.onProved} />}>
          {(fix) => (
            <FixView fix={fix()} line={props.finding.line} isChosen={props.isChosen} onSelect={props.onSelect} />
          )}
        </Show>
      </div>
    </div>
  );
}

/** Which model claims it, and what was checked of the claim. */
function ClaimSource(props: { readonly finding: Recommendation }) {
  return (
    <Show when={props.finding.source}>
      {(source) => (
        <p class="fact ai-line second small">
          <IconAi class="icon-small" />
          <span>
            {aiText.claimed(source().model, props.finding.line, props.finding.end_line)}{" "}
            <Show when={source().cached}>{aiText.reused(Date.parse(source().answered_at))} </Show>
            {aiText.noScore}
          </span>
        </p>
      )}
    </Show>
  );
}

/** Claims are not proved, so nothing could prove a fix of one. */
function NoFix(props: {
  readonly finding: Recommendation;
  readonly onProved: ((fix: Remediation) => void) | undefined;
}) {
  const mayAsk = () => (props.finding.origin === "rule" && props.finding.state === "open" ? props.onProved : undefined);
  return (
    <Show
      when={mayAsk()}
      fallback={
        <Show when={props.finding.origin === "rule"}>
          <p class="quiet small occurrence-none">{findingText.noFix}</p>
        </Show>
      }
    >
      {(onProved) => <AskFix finding={props.finding} onProved={onProved()} />}
    </Show>
  );
}

function FixView(props: {
  readonly fix: Remediation;
  readonly line: number;
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
      <Show when={props.fix.source}>
        {(source) => (
          <p class="fact ai-line second small">
            <IconAi class="icon-small" />
            {aiText.written(source().model)}
          </p>
        )}
      </Show>
      <p class="second small prose pre-line">
        <Show when={props.fix.origin === "fixer"} fallback={props.fix.explanation}>
          <InlineText text={props.fix.explanation} />
        </Show>
      </p>
      <Diff diff={props.fix.diff} purpose={`${props.fix.title}, ${findingText.line(props.line)}`} />
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

import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { PullCheck, PullCheckFinding } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { shortSha } from "../../format.ts";
import { badgeText, codeText } from "../../strings.ts";
import { pullText } from "../../text/pulls.ts";
import { Badge, SeverityIcon, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { IconChevronRight, IconDone, IconExternal, IconFailed, IconFork, IconLow } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import { checkPull } from "./pulls.queries.ts";

type Conclusion = PullCheck["conclusion"];
const LOOKS: Readonly<Record<Conclusion, { readonly tone: Tone; readonly icon: typeof IconDone }>> = {
  success: { tone: "ok", icon: IconDone },
  neutral: { tone: "medium", icon: IconLow },
  failure: { tone: "critical", icon: IconFailed },
};

/** One pull request with what it brings, on demand with each finding. */
export function PullCheckRow(props: { readonly check: PullCheck; readonly mayCheck: boolean }) {
  const [isOpen, setOpen] = createSignal(false);
  const findings = createUniqueId();
  const look = () => LOOKS[props.check.conclusion];
  return (
    <li class="pull-check">
      <div class="pull-check-head">
        <span class="gap-state">
          <Badge tone={look().tone} icon={look().icon} title={pullText.conclusionHints[props.check.conclusion]}>
            {pullText.conclusions[props.check.conclusion]}
          </Badge>
        </span>
        <div class="pull-check-words">
          <Title check={props.check} />
          <Facts check={props.check} />
        </div>
        <Counts check={props.check} />
        <Show when={props.mayCheck && props.check.state === "open"}>
          <CheckAgain check={props.check} />
        </Show>
        <Show when={props.check.findings.length > 0}>
          <button
            type="button"
            class="button button-ghost button-medium button-icon"
            aria-expanded={isOpen()}
            aria-controls={findings}
            aria-label={pullText.show(props.check.number)}
            onClick={() => setOpen((open) => !open)}
          >
            <IconChevronRight class="icon group-arrow" />
          </button>
        </Show>
      </div>
      <div id={findings} hidden={!isOpen()} class="pull-check-findings">
        <Show when={isOpen()}>
          <Findings check={props.check} />
        </Show>
      </div>
    </li>
  );
}

function Title(props: { readonly check: PullCheck }) {
  return (
    <p class="pull-check-title">
      <a class="fleet-link fact strong" href={props.check.url} target="_blank" rel="noopener noreferrer">
        <span>
          <span class="quiet">#{props.check.number}</span> {props.check.title}
        </span>
        <IconExternal class="icon-small" />
      </a>
      <Show when={props.check.fork}>
        <Badge icon={IconFork} title={pullText.forkHint}>
          {pullText.fork}
        </Badge>
      </Show>
      <Show when={props.check.state !== "open"}>
        <Badge>{pullText.states[props.check.state]}</Badge>
      </Show>
    </p>
  );
}

function Facts(props: { readonly check: PullCheck }) {
  return (
    <p class="quiet small">
      <span class="mono" title={props.check.head}>
        {shortSha(props.check.head)}
      </span>
      {" · "}
      {pullText.checked} <RelativeTime at={props.check.checked_at} />
      {" · "}
      {pullText.reported[props.check.reported_as]}
      <Show when={props.check.detail}>: {props.check.detail}</Show>
      {" · "}
      <a class="link" href={`/jobs/${props.check.job_id}`}>
        {pullText.seeJob}
      </a>
    </p>
  );
}

function Counts(props: { readonly check: PullCheck }) {
  return (
    <span class="pull-check-counts small strong tabular">
      <Show when={props.check.new_findings > 0}>
        <span class="pull-check-fresh">{pullText.fresh(props.check.new_findings)}</span>
      </Show>
      <Show when={props.check.fixed_findings > 0}>
        <span class="pull-check-fixed">{pullText.fixed(props.check.fixed_findings)}</span>
      </Show>
    </span>
  );
}

function CheckAgain(props: { readonly check: PullCheck }) {
  const again = createTask(async () => {
    const { repository_id: repository, number } = props.check;
    const job = await checkPull(repository, number);
    notify({ tone: "ok", text: pullText.started(number), action: { label: pullText.watch, href: `/jobs/${job}` } });
  });
  return (
    <>
      <Button
        size="small"
        busy={again.isBusy()}
        aria-label={pullText.againNamed(props.check.number)}
        onClick={() => void again.run()}
      >
        {pullText.again}
      </Button>
      <Show when={again.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </>
  );
}

function placeOf(finding: PullCheckFinding): string {
  return `${finding.path}, ${codeText.lines(finding.start_line, finding.end_line)}`;
}

function Findings(props: { readonly check: PullCheck }) {
  return (
    <>
      <Show when={props.check.new_findings > props.check.findings.length}>
        <p class="quiet small">{pullText.shown(props.check.findings.length, props.check.new_findings)}</p>
      </Show>
      <ul aria-label={pullText.findings(props.check.number)}>
        <For each={props.check.findings}>
          {(finding) => (
            <li class="pull-check-finding">
              <SeverityIcon severity={finding.severity} />
              <p class="small">
                <span class="sr-only">{badgeText.severity[finding.severity]}: </span>
                <span class="strong">{finding.title}</span> <span class="quiet mono">{placeOf(finding)}</span>
              </p>
              <p class="second small prose">
                <InlineText text={finding.message} />{" "}
                <a class="link" href={`/rules/${finding.rule_id}`}>
                  {finding.rule_id}
                </a>
              </p>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

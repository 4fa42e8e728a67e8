import { type JSX, Show } from "solid-js";
import { formatClock, formatClockSeconds } from "../format.ts";
import type { ApiProblem } from "../problem.ts";
import { copyText, problemText } from "../strings.ts";
import { Button, LinkButton } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { IconCritical, IconHigh, IconInfo } from "./icons.ts";

type NoticeTone = "info" | "warning" | "failure";
const ICONS = { info: IconInfo, warning: IconHigh, failure: IconCritical } as const;

/** A few sentences that the reader should not miss, with what to do about it. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly title?: string;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}) {
  const Icon = ICONS[props.tone];
  return (
    <div class={`notice notice-${props.tone}`} role={props.tone === "failure" ? "alert" : undefined}>
      <Icon />
      <div class="notice-words">
        <Show when={props.title}>
          <p class="strong">{props.title}</p>
        </Show>
        <div class="second">{props.children}</div>
      </div>
      <Show when={props.actions}>
        <div class="notice-actions">{props.actions}</div>
      </Show>
    </div>
  );
}

function whenAgain(at: number): string {
  const isSoon = at - Date.now() < 60_000;
  return problemText.retryAt(isSoon ? formatClockSeconds(at) : formatClock(at));
}

/** A failed request: what happened, what to do, when it makes sense again, and the id to quote. */
export function ProblemNotice(props: { readonly problem: ApiProblem; readonly onRetry?: () => void }) {
  const actions = () => (
    <>
      <Show when={props.problem.actionUrl}>{(url) => <LinkButton href={url()}>{problemText.solve}</LinkButton>}</Show>
      <Show when={props.onRetry}>{(retry) => <Button onClick={() => retry()()}>{problemText.retry}</Button>}</Show>
    </>
  );
  return (
    <Notice tone="failure" title={props.problem.title} actions={actions()}>
      <p>{props.problem.detail}</p>
      <Show when={props.problem.retryAt}>{(at) => <p>{whenAgain(at())}</p>}</Show>
      <Show when={props.problem.correlationId}>
        {(id) => (
          <p class="notice-id tiny">
            {problemText.requestId} <code>{id()}</code>
            <CopyButton value={id()} label={copyText.requestId} />
          </p>
        )}
      </Show>
    </Notice>
  );
}

import { createSignal, For, Show } from "solid-js";
import type { DeadLettersRetried, JobKind } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { jobText } from "../../text/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { retryDeadLetters } from "./jobs.queries.ts";
import type { May } from "./may.ts";
import { RemoveDialog } from "./remove-dialog.tsx";

type Problem = NonNullable<DeadLettersRetried["items"][number]["problem"]>;

/** Why some could not run, each reason once. */
function reasonsOf({ items }: DeadLettersRetried): Problem[] {
  const problems = items.flatMap(({ problem }) => problem ?? []);
  return problems.filter(({ detail }, index) => problems.findIndex((other) => other.detail === detail) === index);
}

/** What is true of all set-aside jobs, and what can be done with all of them at once. */
export function SetAsideBar(props: { readonly count: number; readonly kind: JobKind | undefined; readonly may: May }) {
  const [isAsking, setAsking] = createSignal(false);
  const [refused, setRefused] = createSignal<DeadLettersRetried>();
  const which = () => (props.kind === undefined ? {} : { kind: props.kind });
  const retry = createTask(async () => {
    const answer = await retryDeadLetters(which());
    const failed = answer.items.filter(({ problem }) => problem !== null).length;
    setRefused(failed > 0 ? answer : undefined);
    const rest = answer.remaining > 0 && failed === 0 ? ` ${jobText.remaining(answer.remaining)}` : "";
    notify({ tone: "ok", text: jobText.retriedAll(answer.items.length - failed) + rest });
  });
  const actions = () => (
    <Show when={props.may.manage}>
      <Button variant="primary" busy={retry.isBusy()} onClick={() => void retry.run()}>
        {jobText.retryAll}
      </Button>
      <Button onClick={() => setAsking(true)}>{jobText.removeAll}</Button>
    </Show>
  );
  return (
    <>
      <Notice tone="warning" title={jobText.setAsideTitle(props.count)} actions={actions()}>
        {jobText.setAsideNotice}
        <Show when={!props.may.manage}> {jobText.viewers}</Show>
      </Notice>
      <Show when={retry.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show when={refused()}>{(answer) => <Refused answer={answer()} />}</Show>
      <RemoveDialog open={isAsking()} count={props.count} which={which()} onClose={() => setAsking(false)} />
    </>
  );
}

function Refused(props: { readonly answer: DeadLettersRetried }) {
  const count = () => props.answer.items.filter(({ problem }) => problem !== null).length;
  return (
    <Notice tone="failure" title={jobText.notRetried(count())}>
      <ul>
        <For each={reasonsOf(props.answer)}>{(reason) => <li>{reason.detail}</li>}</For>
      </ul>
    </Notice>
  );
}

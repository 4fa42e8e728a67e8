import { For, type JSX, Match, Show, Switch } from "solid-js";
import type { ShownPlan } from "../../api-types.ts";
import { shortSha } from "../../format.ts";
import { copyText, planText } from "../../strings.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Diff } from "../../ui/diff-table.tsx";
import { IconBranch, IconDone, IconExternal, IconPullRequest } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ReceiptView } from "../findings/receipt.tsx";
import { createPlan } from "./create-plan.ts";

type PlanDialogProps = {
  readonly open: boolean;
  /** Words while the plan is made. */
  readonly planning?: string;
  /** What there is to say of the plan's origin, above it. */
  readonly about?: JSX.Element;
  readonly plan: () => Promise<ShownPlan>;
  readonly openPlan: (planId: string) => Promise<ShownPlan>;
  readonly onClose: () => void;
  readonly onOpened: () => void;
};

/** Shows exactly what will be written, and writes it only then. */
export function PlanDialog(props: PlanDialogProps) {
  const work = createPlan({
    isOpen: () => props.open,
    plan: () => props.plan(),
    openPlan: (planId) => props.openPlan(planId),
    onOpened: () => props.onOpened(),
  });
  const opened = () => (work.plan()?.state === "opened" ? work.plan()?.pull_request : null);
  return (
    <Dialog
      wide
      open={props.open}
      title={planText.title}
      onClose={() => props.onClose()}
      footer={<Footer work={work} onClose={() => props.onClose()} />}
    >
      <div class="stack stack-wide">
        <Show when={work.problem()}>{(problem) => <ProblemNotice problem={problem()} onRetry={retryOf(work)} />}</Show>
        <Show when={work.plan()?.state === "opening" && !work.opening.isBusy()}>
          <Notice tone="warning">{planText.stillOpening}</Notice>
        </Show>
        <Switch>
          <Match when={opened()}>
            {(pull) => (
              <div class="opened" role="status">
                <IconDone class="opened-mark" />
                <h3>{planText.openedTitle(pull().number)}</h3>
                <p class="second">{planText.opened}</p>
                <p class="mono small quiet">{pull().branch}</p>
              </div>
            )}
          </Match>
          <Match when={work.plan()}>{(plan) => <PlanView plan={plan()} about={props.about} />}</Match>
          <Match when={work.planning.isBusy()}>
            <p class="second" role="status">
              {props.planning ?? planText.planning}
            </p>
            <Skeleton rows={4} />
          </Match>
        </Switch>
      </div>
    </Dialog>
  );
}

type Work = ReturnType<typeof createPlan>;

function retryOf(work: Work): () => void {
  return () => {
    if (work.plan() && !work.mustPlanAgain()) void work.opening.run();
    else work.planAgain();
  };
}

function Footer(props: { readonly work: Work; readonly onClose: () => void }) {
  const pull = () => (props.work.plan()?.state === "opened" ? props.work.plan()?.pull_request : null);
  return (
    <Show
      when={pull()}
      fallback={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {planText.cancel}
          </Button>
          <Button
            variant="primary"
            busy={props.work.opening.isBusy()}
            disabled={props.work.plan() === undefined || props.work.mustPlanAgain()}
            onClick={() => void props.work.opening.run()}
          >
            <Show when={!props.work.opening.isBusy()} fallback={planText.opening}>
              <IconPullRequest />
              {props.work.plan()?.state === "opening" ? planText.check : planText.confirm}
            </Show>
          </Button>
        </>
      }
    >
      {(known) => (
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {planText.done}
          </Button>
          <LinkButton variant="primary" href={known().url}>
            {planText.view}
            <IconExternal />
          </LinkButton>
        </>
      )}
    </Show>
  );
}

function PlanView(props: { readonly plan: ShownPlan; readonly about: JSX.Element }) {
  return (
    <>
      {props.about}
      <p class="second">{planText.lead}</p>
      <dl class="facts plan-facts">
        <dt>{planText.branch}</dt>
        <dd class="fact">
          <IconBranch class="icon-small" />
          <span class="mono">{props.plan.branch}</span>
          <CopyButton value={props.plan.branch} label={copyText.branch} />
        </dd>
        <dt>{planText.base}</dt>
        <dd>
          <span class="mono">{props.plan.base}</span>{" "}
          <span class="quiet">
            {planText.at} <span class="mono">{shortSha(props.plan.base_commit)}</span>
          </span>
        </dd>
        <dt>{planText.prTitle}</dt>
        <dd class="strong">{props.plan.title}</dd>
        <dt>{planText.body}</dt>
        <dd>
          <section class="plan-body" tabindex="0" aria-label={planText.body}>
            {props.plan.body}
          </section>
        </dd>
      </dl>
      <section class="stack stack-tight">
        <h3>{planText.files(props.plan.files.length)}</h3>
        <For each={props.plan.files}>{(file) => <Diff diff={file.diff} path={file.path} />}</For>
      </section>
      <ReceiptView receipt={props.plan.receipt} isOpen />
    </>
  );
}

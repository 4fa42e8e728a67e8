import { createEffect, createSignal, on } from "solid-js";
import type { ShownPlan } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { ApiProblem } from "../../problem.ts";

const ASK_AGAIN_MS = 1500;
const TIMES_TO_ASK = 20;

type Options = {
  readonly isOpen: () => boolean;
  /** Asks what would be written, and writes nothing. */
  readonly plan: () => Promise<ShownPlan>;
  /** Opens the plan's pull request, or answers the one that there is. */
  readonly openPlan: (planId: string) => Promise<ShownPlan>;
  readonly onOpened: () => void;
};

/** Asking again is safe: a plan has one pull request, whoever asks and however often. */
async function openAndWait(planId: string, open: Options["openPlan"]): Promise<ShownPlan> {
  let plan = await open(planId);
  for (let times = 0; plan.state === "opening" && times < TIMES_TO_ASK; times++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    plan = await open(planId);
  }
  return plan;
}

/** The way from chosen fixes to a pull request: plan when the dialog opens, open on confirmation, then show it. */
export function createPlan(options: Options) {
  const [plan, setPlan] = createSignal<ShownPlan>();
  const planning = createTask(async () => {
    setPlan(undefined);
    setPlan(await options.plan());
  });
  const opening = createTask(async () => {
    const current = plan();
    if (!current) return;
    const opened = await openAndWait(current.id, options.openPlan);
    setPlan(opened);
    if (opened.state === "opened") options.onOpened();
  });
  createEffect(
    on(options.isOpen, (isOpen) => {
      if (!isOpen || opening.isBusy()) return;
      opening.forget();
      void planning.run();
    }),
  );
  const problem = () => planning.problem() ?? opening.problem();
  /** A conflict means that the repository has moved on: only a new plan can go further. */
  const mustPlanAgain = () => problem() instanceof ApiProblem && problem()?.status === 409;
  const planAgain = () => {
    opening.forget();
    void planning.run();
  };
  return { plan, planning, opening, problem, mustPlanAgain, planAgain };
}

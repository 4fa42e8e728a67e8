import type { Job, Step } from "../../../model/workflow.ts";

/** Fails unless every job that its own job needs passed, with `toJSON(needs)` as input. */
const ALLS_GREEN = "re-actors/alls-green";

/** True for a step that looks at the results of all jobs that its job needs. */
export function asksForResults({ env, run, uses }: Step): boolean {
  const texts = [...env.map(({ value }) => value?.value ?? ""), run?.value ?? ""];
  return uses?.name === ALLS_GREEN || texts.some((text) => text.includes("needs.*.result"));
}

/** True for a job that runs in any case and asks whether the others passed: the one for branch protection. */
export function isGate({ if: condition, steps }: Job): boolean {
  return /always\(\)/.test(condition?.value ?? "") && steps.some(asksForResults);
}

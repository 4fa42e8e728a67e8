import type { Fleet, FleetMember, WorkflowHistory, WorkflowRun } from "../../worker/engine/lookups/answers.ts";
import { type Lookups, withAnswers } from "../../worker/engine/lookups.ts";
import { NOW, WORKFLOW } from "./engine.ts";

const DAY_MS = 86_400_000;

/** A finished run of the default branch, `days` ago; `jobs` by name with their conclusions. */
export function run(
  conclusion: string | null,
  more: Partial<WorkflowRun> & { readonly days?: number } = {},
): WorkflowRun {
  const { days = 1, ...rest } = more;
  return {
    commit: "c",
    event: "push",
    branch: "main",
    conclusion,
    startedAt: NOW - days * DAY_MS,
    durationMs: 60_000,
    attempt: 1,
    jobs: [],
    ...rest,
  };
}

/** Lookups that know the history of the workflow alone. */
export function withHistory(runs: readonly WorkflowRun[], more: Partial<WorkflowHistory> = {}): { lookups: Lookups } {
  const history: WorkflowHistory = { state: "active", runs, changedAt: null, ...more };
  return { lookups: withAnswers({ history: (path) => (path === WORKFLOW ? history : "unknown") }) };
}

/** Lookups that know the fleet alone. */
export function withFleet(fleet: Partial<Fleet>): { lookups: Lookups } {
  return { lookups: withAnswers({ fleet: () => ({ members: [], governed: [], ...fleet }) }) };
}

export function member(fullName: string, more: Partial<FleetMember> = {}): FleetMember {
  return { fullName, languages: [], actions: {}, workflows: {}, blocks: [], jobKinds: [], passes: [], ...more };
}

/** What the workflows of the repository pass to its own reusable workflows and composite actions. */
import { findExpressions } from "../../../expressions/find.ts";
import { jobMayRunFor } from "../../../expressions/may-run.ts";
import { memo } from "../../../memo.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Action, Entry, StepPlace, Workflow } from "../../../model/workflow.ts";
import { findEntry } from "../../../model/workflow.ts";
import type { Injection } from "./find-injections.ts";
import type { Taint } from "./levels.ts";
import { flowsOf, type Scope } from "./taint.ts";

interface Call {
  readonly with: readonly Entry[];
  readonly scope: Scope;
}

/** Calls by the path of what is called: a workflow's file, an action's folder. */
const callsOf = memo((repository: RepositoryModel): ReadonlyMap<string, readonly Call[]> => {
  const calls = new Map<string, Call[]>();
  for (const document of repository.workflows) {
    for (const [path, call] of callsIn(document)) calls.set(path, [...(calls.get(path) ?? []), call]);
  }
  return calls;
});

function callsIn(document: Workflow): (readonly [string, Call])[] {
  return document.jobs.flatMap((job) => {
    const isOpen = document.triggers.some(({ event }) => jobMayRunFor(document, job, event));
    if (!isOpen) return [];
    const own = { uses: job.uses, call: { with: job.with, scope: { document, job, step: null } } };
    const steps = job.steps.map((step) => ({
      uses: step.uses,
      call: { with: step.with, scope: { document, job, step } },
    }));
    return [own, ...steps].flatMap(({ uses, call }) => (uses?.kind === "local" ? [[uses.path, call] as const] : []));
  });
}

function pathOf(document: Workflow | Action): string {
  return document.kind === "workflow" ? document.path : document.path.replace(/\/?action\.ya?ml$/, "");
}

/** The injection with the level of a stranger's text where a caller passes such a text to its input. */
export function withCallers(repository: RepositoryModel, { document }: StepPlace, injection: Injection): Injection {
  const [context, name] = injection.reference.segments;
  if (injection.taint.level !== "caller" || context !== "inputs" || name === undefined) return injection;
  for (const call of callsOf(repository).get(pathOf(document)) ?? []) {
    const taint = strangersText(findEntry(call.with, name)?.value?.value ?? "", call.scope);
    if (taint) return { ...injection, taint: { ...taint, what: `${taint.what} (by an input)` } };
  }
  return injection;
}

function strangersText(text: string, scope: Scope): Taint | null {
  for (const { inner } of findExpressions(text)) {
    const flow = flowsOf(inner, scope)?.find(({ taint }) => taint.level === "attacker" || taint.level === "merged");
    if (flow) return flow.taint;
  }
  return null;
}

import { type Action, type Entry, entryText, type Step } from "../../../model/workflow.ts";
import { asMap, asScalar, findValue } from "../../../parse/yaml-node.ts";
import type { StepContext } from "./job-draft.ts";
import type { Literals } from "./literals.ts";
import { bareCondition } from "./notes.ts";

/** Actions may use each other; more than so many levels are a circle. */
const MOST_LEVELS = 4;
const INPUT = /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g;

/** What the steps of a composite action of the repository itself are read with; null where the step uses none. */
export function localSteps(context: StepContext): readonly StepContext[] | null {
  const { step, repository, level } = context;
  if (step.uses?.kind !== "local" || level >= MOST_LEVELS) return null;
  const action = repository.actions.find(({ path }) => path.replace(/\/?action\.ya?ml$/, "") === step.uses?.path);
  if (action?.using?.value !== "composite") return null;
  const literals = withInputs(action, step.with, context.literals);
  return action.steps.map((inner) => ({
    ...context,
    step: { ...inner, if: bothConditions(step.if, inner.if) },
    literals,
    file: action.file,
    level: level + 1,
  }));
}

/** The steps of an action run only where the action does. */
function bothConditions(outer: Step["if"], inner: Step["if"]): Step["if"] {
  if (outer === null || inner === null) return outer ?? inner;
  return { ...inner, value: `(${bareCondition(outer.value)}) && (${bareCondition(inner.value)})` };
}

/** Writes out the action's inputs: as they are given, else as the action has them. */
function withInputs({ inputs }: Action, given: readonly Entry[], outer: Literals): Literals {
  const usual = new Map(
    inputs.map(({ name, pair }) => [name, asScalar(findValue(asMap(pair.value), "default"))?.value ?? ""]),
  );
  return (text) =>
    outer(text.replace(INPUT, (_whole, name: string) => entryText(given, name) ?? usual.get(name) ?? ""));
}

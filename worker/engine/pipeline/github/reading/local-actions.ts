import { type Action, type Entry, entryText } from "../../../model/workflow.ts";
import { asMap, asScalar, findValue } from "../../../parse/yaml-node.ts";
import type { StepContext } from "./job-draft.ts";
import type { Literals } from "./literals.ts";
import { bareCondition, shown } from "./notes.ts";

/** Actions may use each other; more than so many levels are a circle. */
const MOST_LEVELS = 4;
const INPUT = /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g;

/** What the steps of a composite action of the repository itself are read with; null where the step uses none. */
export function localSteps(context: StepContext): readonly StepContext[] | null {
  const { step, job, repository, losses, level } = context;
  if (step.uses?.kind !== "local" || level >= MOST_LEVELS) return null;
  const action = repository.actions.find(({ path }) => path.replace(/\/?action\.ya?ml$/, "") === step.uses?.path);
  if (action?.using?.value !== "composite") return null;
  if (step.if)
    losses.add(
      job.id,
      `\`${step.uses.raw}\` runs only if ${shown(bareCondition(step.if.value))}, which is not carried over.`,
    );
  const literals = withInputs(action, step.with, context.literals);
  return action.steps.map((inner) => ({ ...context, step: inner, literals, file: action.file, level: level + 1 }));
}

/** Writes out the action's inputs: as they are given, else as the action has them. */
function withInputs({ inputs }: Action, given: readonly Entry[], outer: Literals): Literals {
  const usual = new Map(
    inputs.map(({ name, pair }) => [name, asScalar(findValue(asMap(pair.value), "default"))?.value ?? ""]),
  );
  return (text) =>
    outer(text.replace(INPUT, (_whole, name: string) => entryText(given, name) ?? usual.get(name) ?? ""));
}

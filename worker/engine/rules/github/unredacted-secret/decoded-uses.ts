import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import { childrenOf } from "../../../expressions/references.ts";
import { secretReferencesOf } from "../../../expressions/secret-references.ts";
import type { Action, Workflow } from "../../../model/workflow.ts";

/** One place where a part of a secret's JSON reaches a text. Offsets are in the scalar's value. */
export interface DecodedUse {
  readonly place: ExpressionAt;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const MASK = "::add-mask::";

export function decodedUses(document: Workflow | Action): DecodedUse[] {
  const uses: DecodedUse[] = [];
  for (const { place, reference, name } of secretReferencesOf(document)) {
    if (name === null || name === "GITHUB_TOKEN" || !reference.reachesResult || !place.parsed.ok) continue;
    const around = decodersIn(place.parsed.expression).find(
      ({ start, end }) => start <= reference.start && reference.end <= end,
    );
    if (around) uses.push({ place, name, start: around.start, end: around.end });
  }
  const masks = uses.filter(({ place }) => isMask(place));
  return uses.filter((use) => !isMasked(use, masks));
}

/** Fields taken from a `fromJSON(…)`, and `toJSON` of one: outermost first. */
function decodersIn(expression: Expression): Expression[] {
  const found: Expression[] = [];
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isField(next) || isRewritten(next)) found.push(next);
    pending.push(...childrenOf(next));
  }
  return found;
}

function isField(expression: Expression): boolean {
  if (expression.kind !== "index") return false;
  let at: Expression = expression;
  while (at.kind === "index") at = at.object;
  return isCall(at, "fromjson");
}

function isRewritten(expression: Expression): boolean {
  if (expression.kind !== "call" || !isCall(expression, "tojson")) return false;
  return expression.args.some((argument) => isCall(argument, "fromjson"));
}

function isCall(expression: Expression, name: string): boolean {
  return expression.kind === "call" && expression.name.toLowerCase() === name;
}

function isMask({ step }: ExpressionAt): boolean {
  return step?.run?.value.includes(MASK) ?? false;
}

/** Masked in this job by this step or one before it. */
function isMasked({ place, name }: DecodedUse, masks: readonly DecodedUse[]): boolean {
  const { step, job } = place;
  if (!step) return false;
  return masks.some(
    (mask) =>
      mask.name === name && mask.place.job === job && mask.place.step !== null && mask.place.step.index <= step.index,
  );
}

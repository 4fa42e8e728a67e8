import { expressionsOf, spanInFile } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import type { Workflow } from "../../../model/workflow.ts";
import type { Span } from "../../../parse/line-index.ts";

/** A condition that only one branch can meet. */
export interface BranchTest {
  readonly branch: string;
  /** The branch's name in the file. */
  readonly at: Span;
  readonly anchor: string;
}

const HEADS = "refs/heads/";

/** Comparisons of `if` that must hold for it to be true. */
export function branchTests(workflow: Workflow): BranchTest[] {
  if (!/github\.(?:ref|base_ref)/.test(workflow.file.text)) return [];
  return expressionsOf(workflow).flatMap((place) => {
    if (place.way.at(-1) !== "if" || !place.parsed.ok) return [];
    return demandsOf(place.parsed.expression).map(({ branch, start, end }) => ({
      branch,
      at: spanInFile(place, start, end),
      anchor: `${place.job?.id ?? ""}.${place.step?.identity ?? ""}.if.${branch}`,
    }));
  });
}

type Demand = Span & { readonly branch: string };

function demandsOf(expression: Expression): Demand[] {
  if (expression.kind === "and") return expression.operands.flatMap(demandsOf);
  if (expression.kind !== "compare" || expression.operator !== "==") return [];
  return [demandOf(expression.left, expression.right), demandOf(expression.right, expression.left)].flatMap(
    (demand) => demand ?? [],
  );
}

function demandOf(context: Expression, literal: Expression): Demand | null {
  if (literal.kind !== "literal" || typeof literal.value !== "string") return null;
  const prefix = prefixOf(context);
  if (prefix === null || !literal.value.startsWith(prefix) || literal.value.includes("'")) return null;
  const branch = literal.value.slice(prefix.length);
  return branch === "" ? null : { branch, start: literal.start + 1 + prefix.length, end: literal.end - 1 };
}

/** What stands before a branch's name in this value; null for a value that is none, or may be a tag's. */
function prefixOf(expression: Expression): string | null {
  if (expression.kind !== "index" || expression.index === "*" || expression.object.kind !== "context") return null;
  if (expression.object.name.toLowerCase() !== "github" || expression.index.kind !== "literal") return null;
  if (expression.index.value === "ref") return HEADS;
  return expression.index.value === "base_ref" ? "" : null;
}

import { anchorOf, isEvaluated } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import type { Expression } from "../../expressions/parse.ts";
import { childrenOf } from "../../expressions/references.ts";
import { groupBy } from "../../group-by.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { scalarValue } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";
import { wrongBoolean } from "./expression-type-error/booleans.ts";
import { wrongArgument } from "./expression-type-error/calls.ts";
import { objectsInText, wrongComparison, wrongIndex } from "./expression-type-error/operands.ts";
import type { TypeProblem } from "./expression-type-error/problem.ts";

export const expressionTypeError = defineRule({
  meta: {
    id: "expression-type-error",
    category: "quality",
    severity: "medium",
    title: "Expression uses a value of the wrong type",
    fixClass: "none",
    docs: {
      what: "An expression of a workflow or composite action with a value that its place cannot take: an object or a list written into a text (`echo ${{ github.event }}`), also by `format()`; one compared with a text, a number or a boolean; a boolean input of the workflow compared with the word `'true'` or `'false'`, and an output of a step or job compared with `true`; a property of a value that is no object (`github.sha.short`, `steps.x.outputs.y.z`), or a name in a list; `contains`, `startsWith` or `endsWith` about an object; a `format()` with a placeholder that has no value, or a value without a placeholder; `fromJSON()` of a literal that is no JSON. One finding for each value in a key.",
      why: "GitHub converts silently: an object becomes the word `Object`, a list the word `Array`, and the run fails where one is the whole value of a variable or an input; compared with a text both are not a number, so the comparison is never true; a property of a text is empty. Nothing in the log says so. A wrong format text or wrong JSON ends the run. Sources: [expressions](https://docs.github.com/en/actions/reference/workflows-and-actions/expressions), [contexts](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts), [payloads](https://docs.github.com/en/webhooks/webhook-events-and-payloads), read 2026-11-21.",
      notReported:
        "A value that the same condition asks for twice (`inputs.x == true || inputs.x == 'true'`), and outputs compared with `false`, which an empty one equals. Inputs of composite actions, which are texts. Objects as conditions (`if: github.event.pull_request`), which ask whether they are there, and a comparison of one that may be absent with `''`, `null` or `false`. Whole values of keys that take a mapping or a list: `matrix`, `env`, `runs-on`, `container`. Values of `fromJSON()`, of most of an event's payload, of a matrix from an expression, or of one whose entries have different types. Numbers of arguments, which are `expression-undefined-reference`.",
      fix: "Name the property that is meant, or write `toJSON()` to have all of it as text. Read JSON in a text with `fromJSON()` before you ask for a property. No fix is offered: only the author knows what is meant.",
      example: {
        before: "if: github.event == 'push'\n",
        after: "if: github.event_name == 'push'\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) yield* hitsOf(document);
  },
});

function* hitsOf(document: Workflow | Action): Generator<Hit> {
  const found = expressionsOf(document).flatMap((place) =>
    problemsOf(place).map(({ what, message, start, end }) => ({
      key: `${anchorOf(place)}:${what}`,
      message,
      at: spanInFile(place, start, end),
    })),
  );
  for (const [anchor, [first, ...others]] of groupBy(found, ({ key }) => key)) {
    if (!first) continue;
    const related = others.map(({ at }) => ({ path: document.path, at }));
    yield { message: first.message, path: document.path, at: first.at, anchor, related };
  }
}

function problemsOf(place: ExpressionAt): TypeProblem[] {
  const { parsed } = place;
  if (!parsed.ok || isNoExpression(place)) return [];
  const problems = [...problemsIn(parsed.expression, place), ...textProblems(parsed.expression, place)];
  return problems.length > 0 && isRead(place) ? problems : [];
}

/** A condition that YAML reads as a boolean or number. */
function isNoExpression({ isBare, node }: ExpressionAt): boolean {
  return isBare && typeof scalarValue(node) !== "string";
}

function isRead(place: ExpressionAt): boolean {
  if (!isEvaluated(place)) return false;
  const available = checkDocument(place.document).availability.get(place.node);
  return available !== undefined && available.length > 0;
}

function problemsIn(expression: Expression, place: ExpressionAt): TypeProblem[] {
  const problem = problemAt(expression, place);
  const inner = childrenOf(expression).flatMap((child) => problemsIn(child, place));
  return problem ? [problem, ...inner] : inner;
}

function problemAt(expression: Expression, place: ExpressionAt): TypeProblem | null {
  switch (expression.kind) {
    case "call":
      return wrongArgument(expression, place);
    case "compare":
      return wrongComparison(expression, place) ?? wrongBoolean(expression, place);
    case "index":
      return wrongIndex(expression, place);
    default:
      return null;
  }
}

function textProblems(expression: Expression, place: ExpressionAt): TypeProblem[] {
  return isText(place) ? objectsInText(expression, place) : [];
}

/** Keys whose value is a text, and maps of texts. Other keys take what the expression gives when it is the whole value. */
const TEXT_KEYS = new Set(["run", "run-name", "name", "working-directory", "shell", "image", "url", "group"]);
const TEXT_MAPS = new Set(["env", "with", "outputs", "secrets"]);

function isText({ way, node, span, document }: ExpressionAt): boolean {
  const key = way.at(-1) ?? "";
  if (key === "if" && !TEXT_MAPS.has(way.at(-2) ?? "")) return false;
  const isWhole = node.value.trim().length === span.end - span.start;
  if (!isWhole) return true;
  if (way.includes("matrix")) return false;
  if (document.kind === "action" && way[0] === "outputs") return key === "value";
  return TEXT_KEYS.has(key) || TEXT_MAPS.has(way.at(-2) ?? "");
}

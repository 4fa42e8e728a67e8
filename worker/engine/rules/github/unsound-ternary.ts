import { editScalar } from "../../expressions/edit-scalar.ts";
import { anchorOf, isEvaluated } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import type { Expression } from "../../expressions/parse.ts";
import { childrenOf } from "../../expressions/references.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

interface Choice {
  readonly whole: Expression;
  readonly operands: readonly Expression[];
  readonly branch: Expression;
  /** What the choice depends on. */
  readonly test: Expression;
  readonly falsy: Extract<Expression, { kind: "literal" }>;
}

export const unsoundTernary = defineRule({
  meta: {
    id: "unsound-ternary",
    category: "ci_cd",
    severity: "medium",
    title: "Choice never takes its first value",
    fixClass: "safe",
    docs: {
      what: "`test && value || other` where the value is a literal that counts as false: `''`, `false`, `0`, `null`.",
      why: "`&&` gives its last operand, here the false one, and `||` then goes on to the next: the result is `other` also when the test holds. Source: docs.github.com, “Evaluate expressions in workflows and actions”, section “Operators”.",
      notReported:
        "Values that are not literals, because they may be true. The last value of the chain, which may be anything.",
      fix: "Negate the test and swap the values, or write `case(test, value, other)`. The fix swaps where the other value is a literal that counts as true, or a context value beside `''`.",
      example: {
        before: "${{ github.event_name == 'push' && '' || '--dry-run' }}\n",
        after: "${{ !(github.event_name == 'push') && '--dry-run' || '' }}\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      const { text } = document.file;
      if (!text.includes("&&") || !text.includes("||")) continue;
      for (const place of expressionsOf(document)) if (isEvaluated(place)) yield* hitsOf(place);
    }
  },
});

function hitsOf(place: ExpressionAt): Hit[] {
  const choices = place.parsed.ok ? choicesOf(place.parsed.expression) : [];
  return choices.map((choice) => ({
    message: `\`${textOf(place, choice.falsy)}\` counts as false, so \`||\` goes on and the result is never this value; negate the test and swap the values.`,
    path: place.document.path,
    at: spanInFile(place, choice.whole.start, choice.whole.end),
    anchor: `${anchorOf(place)}:${textOf(place, choice.whole)}`,
    fix: () => swap(place, choice),
  }));
}

function choicesOf(expression: Expression): Choice[] {
  const inner = childrenOf(expression).flatMap(choicesOf);
  if (expression.kind !== "or") return inner;
  for (const branch of expression.operands.slice(0, -1)) {
    if (branch.kind !== "and") continue;
    const [falsy, test] = [branch.operands.at(-1), branch.operands.at(-2)];
    if (test && falsy?.kind === "literal" && !falsy.value)
      return [...inner, { whole: expression, operands: expression.operands, branch, test, falsy }];
  }
  return inner;
}

function textOf({ node }: ExpressionAt, { start, end }: Expression): string {
  return node.value.slice(start, end);
}

function swap(place: ExpressionAt, { whole, operands, branch, test: last, falsy }: Choice): FixOutcome {
  const other = operands[1];
  const byHand = {
    abstain: "Write this choice as `case(test, value, other)` by hand: what it may become depends on the other value.",
  };
  if (operands.length !== 2 || operands[0] !== branch || !other || !isSwappable(other, falsy)) return byHand;
  const source = textOf(place, whole);
  const test = place.node.value.slice(branch.start, last.end);
  const isPlain =
    source.startsWith(test) &&
    !test.startsWith("((") &&
    !textOf(place, branch).startsWith("(") &&
    !source.endsWith(")");
  if (!isPlain) return byHand;
  const text = `!(${test}) && ${textOf(place, other)} || ${textOf(place, falsy)}`;
  const edits = editScalar(place.document.file, place.node, [{ start: whole.start, end: whole.end, text }]);
  if (!edits) return byHand;
  return {
    edits,
    title: "Let a choice take its first value",
    explanation:
      "The values are swapped and the test negated, so that each of the two values is chosen when it is meant.",
  };
}

/** True where a swap gives the same text as a real choice: the other value is true, or an empty text is as good. */
function isSwappable(other: Expression, falsy: Choice["falsy"]): boolean {
  if (other.kind === "literal") return Boolean(other.value);
  if (other.kind !== "index" || falsy.value !== "") return false;
  let at: Expression = other;
  while (at.kind === "index") at = at.object;
  return at.kind === "context" && /^(?:secrets|vars|env|steps|needs|github)$/i.test(at.name);
}

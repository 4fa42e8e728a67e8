import { deleteKey } from "../../edit/edit-yaml.ts";
import { anchorOf } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf } from "../../expressions/expression-places.ts";
import type { Expression, ParseResult } from "../../expressions/parse.ts";
import { childrenOf } from "../../expressions/references.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const constantCondition = defineRule({
  meta: {
    id: "constant-condition",
    category: "quality",
    severity: "low",
    title: "Condition is a constant",
    fixClass: "review",
    docs: {
      what: "An `if:` of a job or step that is made of literals alone: `true`, `false`, `${{ false }}`, `'a' == 'b'`.",
      why: "The job or step runs always or never, whatever happens. `false` is usually a leftover that hides unused code, `true` says nothing; a text such as `'false'` counts as true. Source: docs.github.com, “Evaluate expressions in workflows and actions”.",
      notReported:
        "Conditions that read a context or call a function, also `always()`, which changes what happens after a failure. Text outside `${{ }}`, which is `always-true-condition`.",
      fix: "The fix deletes a condition that is always true. Where it is always false, delete the job or step, or write the condition under which it shall run.",
      example: { before: "- run: make\n  if: true\n", after: "- run: make\n" },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (!document.file.text.includes("if")) continue;
      for (const place of expressionsOf(document)) {
        const isCondition = place.way.at(-1) === "if" && (place.step ?? place.job) !== null;
        if (!isCondition || !isWhole(place) || !isConstant(place.parsed)) continue;
        yield {
          message: "This condition never changes, whatever happens; remove it, or write the condition that is meant.",
          path: document.path,
          at: place.node,
          anchor: anchorOf(place),
          fix: () => removeCondition(place),
        };
      }
    }
  },
});

function isWhole({ node, span }: ExpressionAt): boolean {
  return node.value.slice(0, span.start) === "" && node.value.slice(span.end) === "";
}

function isConstant(parsed: ParseResult): boolean {
  return parsed.ok && isLiteral(parsed.expression);
}

function isLiteral(expression: Expression): boolean {
  if (expression.kind === "context" || expression.kind === "call") return false;
  return childrenOf(expression).every(isLiteral);
}

/** Null for a comparison, whose result is left to the reader. */
function truthOf(expression: Expression): boolean | null {
  switch (expression.kind) {
    case "literal":
      return Boolean(expression.value);
    case "not": {
      const truth = truthOf(expression.operand);
      return truth === null ? null : !truth;
    }
    case "and":
    case "or": {
      const truths = expression.operands.map(truthOf);
      if (truths.includes(null)) return null;
      return expression.kind === "and" ? !truths.includes(false) : truths.includes(true);
    }
    default:
      return null;
  }
}

function removeCondition({ document, job, step, node, parsed }: ExpressionAt): FixOutcome {
  const map = step?.node ?? job?.node;
  const pair = map?.pairs.find(({ value }) => value === node);
  if (!parsed.ok || truthOf(parsed.expression) !== true || !map || !pair) {
    return { abstain: "Delete what never runs, or write the condition under which it shall run, by hand." };
  }
  const edits = deleteKey(document.file, map, pair);
  if (!edits) return { abstain: "The condition shares its line with others; remove it by hand." };
  return {
    edits,
    title: "Remove a condition that is always true",
    explanation: "The condition is a constant. Look at whether another one was meant before merging.",
  };
}

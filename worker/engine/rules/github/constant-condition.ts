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
      what: "An `if:` of a job or step that is made of literals alone, or that literals decide: `true`, `false`, `${{ false }}`, `'a' == 'b'`, `false && …`; and one that compares `github.ref` with a short name (`github.ref == 'main'`), which it never is.",
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
          message: messageFor(place.parsed),
          path: document.path,
          at: place.node,
          anchor: anchorOf(place),
          cause: `condition:${document.path}:${place.node.start}`,
          fix: () => removeCondition(place),
        };
      }
    }
  },
});

function messageFor(parsed: ParseResult): string {
  return parsed.ok && hasShortRef(parsed.expression)
    ? "`github.ref` is a full name such as `refs/heads/main`, so this condition never changes; write the full name, or compare `github.ref_name`."
    : "This condition never changes, whatever happens; remove it, or write the condition that is meant.";
}

function hasShortRef(expression: Expression): boolean {
  return shortRefTruth(expression) !== null || childrenOf(expression).some(hasShortRef);
}

/** What comparing `github.ref` with a name that does not begin with `refs/` gives; null for anything else. */
function shortRefTruth(expression: Expression): boolean | null {
  if (expression.kind !== "compare" || !/^[!=]=$/.test(expression.operator)) return null;
  const { left, right, operator } = expression;
  const [value, literal] = left.kind === "literal" ? [right, left] : [left, right];
  if (literal.kind !== "literal" || typeof literal.value !== "string" || !isRef(value)) return null;
  return literal.value === "" || /^refs\//i.test(literal.value) ? null : operator === "!=";
}

function isRef(expression: Expression): boolean {
  if (expression.kind !== "index" || expression.object.kind !== "context") return false;
  const { object, index } = expression;
  return object.name.toLowerCase() === "github" && index !== "*" && index.kind === "literal" && index.value === "ref";
}

function isWhole({ node, span }: ExpressionAt): boolean {
  return node.value.slice(0, span.start) === "" && node.value.slice(span.end) === "";
}

function isConstant(parsed: ParseResult): boolean {
  return parsed.ok && (isLiteral(parsed.expression) || truthOf(parsed.expression) !== null);
}

function isLiteral(expression: Expression): boolean {
  if (expression.kind === "context" || expression.kind === "call") return false;
  return childrenOf(expression).every(isLiteral);
}

/** What the literals decide alone, as in `false && …`. Null for a comparison, whose result is left to the reader. */
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
      const decisive = expression.kind === "or";
      if (truths.includes(decisive)) return decisive;
      return truths.includes(null) ? null : !decisive;
    }
    default:
      return shortRefTruth(expression);
  }
}

function removeCondition({ document, job, step, node, parsed }: ExpressionAt): FixOutcome {
  const map = step?.node ?? job?.node;
  const pair = map?.pairs.find(({ value }) => value === node);
  if (!parsed.ok || truthOf(parsed.expression) !== true || !isLiteral(parsed.expression) || !map || !pair) {
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

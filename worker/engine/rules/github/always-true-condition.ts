import { type ExpressionSpan, findExpressions } from "../../expressions/find.ts";
import { parseExpression } from "../../expressions/parse.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { bareExpression } from "./always-true-condition/bare-expression.ts";
import { stripFinalBreaks } from "./always-true-condition/strip-final-breaks.ts";

export const alwaysTrueCondition = defineRule({
  meta: {
    id: "always-true-condition",
    category: "ci_cd",
    severity: "high",
    title: "Condition is always true",
    fixClass: "safe",
    docs: {
      what: "An `if:` of a job or step with text, a blank or a line break outside `${{ }}`: around it, between two of them, or behind it in a block scalar (`|`, `>`).",
      why: "GitHub evaluates an `if:` only when the whole value is one expression. With anything outside the braces the value becomes a text such as `false && true` or `false` with a line break, and a text that is not empty counts as true: the job or step always runs, also where it was meant to be skipped, for example a deployment.",
      notReported:
        "Conditions without braces, however many lines they have, because the whole value is then one expression. One `${{ }}` alone, also in `|-` and `>-`, which drop the last line break. Several `${{ }}` side by side that may all be empty texts.",
      fix: "Write the condition as one expression. The fix removes the inner braces and keeps the logic (`${{ a }} && ${{ b }}` becomes `a && b`, with brackets where the order asks for them), or changes `|` to `|-` and `>` to `>-` where only a line break is in the way. The job or step is then skipped whenever its condition says so, which it was not before.",
      example: {
        before: "if: ${{ github.event_name == 'push' }} && ${{ github.ref == 'refs/heads/main' }}\n",
        after: "if: github.event_name == 'push' && github.ref == 'refs/heads/main'\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      for (const { node, anchor } of conditionsOf(document)) {
        const outside = textOutside(node.value);
        if (outside === null) continue;
        yield {
          message: MESSAGE[outside],
          path: document.path,
          at: node,
          anchor,
          cause: `condition:${document.path}:${node.start}`,
          fix: () => fixCondition(document.file, node),
        };
      }
    }
  },
});

type Outside = "text" | "break";

const MESSAGE: Readonly<Record<Outside, string>> = {
  text: "This condition is a text, not an expression, because something stands outside `${{ }}`: it is always true. Write it as one expression without inner braces.",
  break:
    "The line break or blank outside `${{ }}` makes this condition a text, which is always true. Remove it, for example with `|-` or `>-`.",
};

function conditionsOf(document: Workflow | Action): { node: YamlScalar; anchor: string }[] {
  if (document.kind === "action") return document.steps.flatMap((step) => condition(step.if, `runs.${step.identity}`));
  return document.jobs.flatMap((job) => [
    ...condition(job.if, `jobs.${job.id}`),
    ...job.steps.flatMap((step) => condition(step.if, `jobs.${job.id}.${step.identity}`)),
  ]);
}

function condition(node: YamlScalar | null, parent: string) {
  return node ? [{ node, anchor: `${parent}.if` }] : [];
}

/** What stands outside the braces; null when the condition is sound, or not readable enough to judge. */
function textOutside(value: string): Outside | null {
  const spans = findExpressions(value);
  if (spans.length === 0 || spans.some((span) => !span.closed)) return null;
  const outside = outsideOf(value, spans);
  if (outside.trim() !== "") return "text";
  if (outside !== "") return spans.length === 1 ? "break" : "text";
  return spans.length > 1 && spans.some(isNeverEmpty) ? "text" : null;
}

function outsideOf(value: string, spans: readonly ExpressionSpan[]): string {
  let at = 0;
  let outside = "";
  for (const span of spans) {
    outside += value.slice(at, span.start);
    at = span.end;
  }
  return outside + value.slice(at);
}

/** A comparison or a test prints `true` or `false`. */
function isNeverEmpty(span: ExpressionSpan): boolean {
  const parsed = parseExpression(span.inner);
  return parsed.ok && (parsed.expression.kind === "compare" || parsed.expression.kind === "not");
}

function fixCondition(file: SourceFile, node: YamlScalar): FixOutcome {
  const edits = stripFinalBreaks(file, node) ?? bareExpression(file, node);
  if (!edits) return { abstain: "What the condition means is not certain; write it as one expression by hand." };
  return {
    edits,
    title: "Make a condition effective that was always true",
    explanation:
      "The condition is now one expression, so GitHub evaluates it. Whatever it guards is skipped from now on when the condition is false: look at whether anything has come to rely on its running every time.",
  };
}

import { anchorOf } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { scalarValue } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";

export const expressionSyntaxError = defineRule({
  meta: {
    id: "expression-syntax-error",
    category: "quality",
    severity: "high",
    title: "Expression cannot be read",
    fixClass: "none",
    docs: {
      what: "An expression that GitHub cannot parse: `${{` without `}}`, text in double quotes, an operator that the language does not have (`+`, `=`, `?`), a missing bracket or operand, nothing between the braces. Conditions (`if:`) without braces are read too. One finding for each expression.",
      why: "GitHub refuses the whole workflow file, so none of its jobs runs, and only the page of the run says so. Source: docs.github.com, “Evaluate expressions in workflows and actions”, section “Literals” and “Operators”.",
      notReported:
        "Braces in places where GitHub evaluates nothing: comments, descriptions, the name of the workflow, other values under `on`. A condition that YAML reads as a boolean. Names that do not exist, which is `expression-undefined-reference`.",
      fix: "Write texts in single quotes (a quote inside is doubled), compare with `==`, join texts with `format()`, and close every `${{` with `}}`. To print the characters `${{` themselves, write `${{ '${{' }}`.",
      example: {
        before: 'if: github.ref == "refs/heads/main"\n',
        after: "if: github.ref == 'refs/heads/main'\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) yield* errorsOf(document);
  },
});

/** Expressions of one key have one anchor, numbered where several of them are broken. */
function* errorsOf(document: Workflow | Action): Generator<Hit> {
  const seen = new Map<string, number>();
  for (const place of expressionsOf(document)) {
    if ((place.parsed.ok && place.span.closed) || !isRead(place)) continue;
    const error = errorOf(place);
    if (!error) continue;
    const key = anchorOf(place);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    yield {
      message: error,
      path: document.path,
      at: spanInFile(place, place.span.start, place.span.end),
      anchor: count === 1 ? key : `${key}#${count}`,
    };
  }
}

/** A condition without braces that YAML reads as a boolean or number is none. */
function isRead({ document, node, isBare }: ExpressionAt): boolean {
  const available = checkDocument(document).availability.get(node);
  return available !== undefined && available.length > 0 && !(isBare && typeof scalarValue(node) !== "string");
}

const REFUSED = "so GitHub refuses the file";

function errorOf({ span, parsed }: ExpressionAt): string | null {
  if (!span.closed) return unclosed(span.inner);
  if (parsed.ok || parsed.reason === "nested too deeply") return null;
  if (span.inner.trim() === "")
    return `There is no expression between \`\${{\` and \`}}\`, ${REFUSED}; write one or remove the braces.`;
  const at = parsed.at - span.innerStart;
  return (
    knownMistake(span.inner.slice(at), span.inner.slice(0, at)) ??
    `GitHub cannot read this expression: ${parsed.reason}. It refuses the file; correct the expression.`
  );
}

function unclosed(inner: string): string {
  const isQuoteOpen = inner.includes("}}") && (inner.split("'").length - 1) % 2 === 1;
  return isQuoteOpen
    ? `A single quote in this expression is never closed, ${REFUSED}; close it, and double a quote that is part of the text.`
    : `\`\${{\` is never closed, ${REFUSED}; add \`}}\` behind the expression.`;
}

/** What people bring along from other languages. `rest` starts at the mistake. */
function knownMistake(rest: string, before: string): string | null {
  if (rest.startsWith('"')) return `Expressions have no double quotes, ${REFUSED}; write texts in single quotes.`;
  if (rest.startsWith("'"))
    return `A text is not closed or stands where an operator must be, ${REFUSED}; check the single quotes.`;
  if (rest.startsWith("${{"))
    return `Braces stand inside an expression, ${REFUSED}; write the inner expression without \`\${{ }}\`.`;
  if (/^=(?!=)/.test(rest) && !/[=!<>]$/.test(before))
    return `One \`=\` is no operator, ${REFUSED}; compare with \`==\`.`;
  const operator = /^(?:&(?!&)|\|(?!\|)|\?\?|[-+/%?:;`])/.exec(rest)?.[0];
  if (operator === undefined) return null;
  return `Expressions have no operator \`${operator}\`, ${REFUSED}; ${INSTEAD.get(operator) ?? "compute the value in a step."}`;
}

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["&", "write `&&`."],
  ["|", "write `||`."],
  ["??", "write `||`."],
  ["?", "write `case(test, value, other)`."],
  ["+", "join texts with `format()` and compute numbers in a step."],
]);

import { PLACE_FUNCTIONS } from "../../data/expression-contexts.ts";
import { anchorOf } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import { functionsOf } from "../../expressions/references.ts";
import { CONTEXTS } from "../../expressions/vocabulary.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";

export const expressionContextUnavailable = defineRule({
  meta: {
    id: "expression-context-unavailable",
    category: "quality",
    severity: "high",
    title: "Expression uses a context or function that this key does not have",
    fixClass: "none",
    docs: {
      what: "A context or function in a key of a workflow for which GitHub does not provide it: `env` or `secrets` in `if:` of a job, `matrix` in `if:` of a job, `env` in `runs-on` or in other `env`, `steps` outside steps and outputs, `always()` outside `if:`, `hashFiles()` outside steps; `secrets`, `vars` or `needs` in the steps of a composite action; and any expression in `uses`, `shell` of a step, `id` and `needs`, which take none. One finding for each key.",
      why: "GitHub evaluates keys at different times, on the server or on the runner, and knows different contexts then. It refuses the whole file when a key names another one. Source: [context availability](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability), read 2026-11-21; the table is GitHub's own grammar in its package `@actions/workflow-parser`.",
      notReported:
        "Names, descriptions and filters, which are plain text. Keys that GitHub does not know, which have rules of their own. Contexts and functions that exist nowhere, which are `expression-undefined-reference`. Inputs, outputs and other keys of an action outside its steps.",
      fix: "Move the value to a key that has the context: test it in the `if:` of a step, pass it through `env` of the step, or make it an output of an earlier job and read `needs`. A secret cannot be tested in `if:`: put it into `env` and test that in a step.",
      example: {
        before: "jobs:\n  deploy:\n    if: env.DEPLOY == 'true'\n",
        after: "jobs:\n  deploy:\n    if: vars.DEPLOY == 'true'\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      const seen = new Set<string>();
      for (const place of expressionsOf(document)) {
        const hit = document.kind === "workflow" || isOfStep(place) ? hitOf(place) : null;
        if (!hit || seen.has(hit.anchor)) continue;
        seen.add(hit.anchor);
        yield hit;
      }
    }
  },
});

/** Of an action only what a composite one runs: the rest is read by the action's own kind of runner. */
function isOfStep({ way }: ExpressionAt): boolean {
  return way[0] === "runs" && way[1] === "steps";
}

function hitOf(place: ExpressionAt): Hit | null {
  const { document, node, parsed, span } = place;
  const available = checkDocument(document).availability.get(node);
  if (!available || !parsed.ok) return null;
  if (available.length === 0 && !isRefused(place)) return null;
  if (available.length === 0) {
    const message = `GitHub evaluates no expression in \`${keyOf(place)}\` and refuses the file; write the value itself.`;
    return hitAt(place, span, message);
  }
  const reference = place.references.find(
    ({ segments: [context = ""] }) => CONTEXTS.has(context) && !available.includes(context),
  );
  if (reference) {
    const name = reference.segments[0] ?? "";
    const message = `\`${name}\` is not available in \`${keyOf(place)}\` here, so GitHub refuses the file; ${document.kind === "action" ? INSTEAD_IN_ACTION : insteadOf(name)}.`;
    return hitAt(place, reference, message);
  }
  const call = unavailableCall(place, available);
  if (call === null) return null;
  const message = `\`${call}()\` is not available in \`${keyOf(place)}\` here, so GitHub refuses the file; ${call === "hashFiles" ? "call it in a step" : "call it in an `if:`"}.`;
  return hitAt(place, span, message);
}

function hitAt(place: ExpressionAt, { start, end }: Span, message: string): Hit {
  return { path: place.document.path, anchor: anchorOf(place), message, at: spanInFile(place, start, end) };
}

/** The key that the expression stands under, past indexes of lists. */
function keyOf({ way }: ExpressionAt): string {
  return way.findLast((name) => !/^\d+$/.test(name)) ?? "";
}

/** Keys that take no expression and decide what runs. Names, descriptions and everything under `on` are only shown or matched. */
function isRefused(place: ExpressionAt): boolean {
  return place.way[0] === "jobs" && ["uses", "shell", "id", "needs"].includes(keyOf(place));
}

function unavailableCall({ parsed, span }: ExpressionAt, available: readonly string[]): string | null {
  if (!parsed.ok || !span.inner.includes("(")) return null;
  const called = functionsOf(parsed.expression);
  const missing = PLACE_FUNCTIONS.find(
    (each) => called.has(each.toLowerCase()) && !available.some((entry) => entry.startsWith(`${each}(`)),
  );
  return missing ?? null;
}

const INSTEAD_IN_ACTION = "take it as an input, which the caller fills";

function insteadOf(context: string): string {
  if (context === "secrets") return "put the secret into `env` of the job and test that in the `if:` of a step";
  if (context === "steps") return "make the value an output of an earlier job and read `needs`";
  if (context === "env") return "use `vars`, an input or an output of an earlier job";
  return "move the expression to a step, or use a context that this key has";
}
